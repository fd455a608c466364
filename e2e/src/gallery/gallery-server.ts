import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { aloneAs } from '@pairwright/testkit/admin';

export interface GalleryServer {
  /** With a slash at its end. */
  readonly address: string;
  close(): Promise<void>;
}

/** Builds the gallery where it is not up to date, one test file at a time, and serves it, as `npm run gallery -- --built` does. */
export function startGallery(): Promise<GalleryServer> {
  return aloneAs('gallery', serve);
}

async function serve(): Promise<GalleryServer> {
  const tool = path.resolve(import.meta.dirname, '../../../tools/gallery.mjs');
  const child = spawn(process.execPath, [tool, '--built', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    const [address] = /http:\/\/127\.0\.0\.1:\d+\//.exec(line) ?? [];
    if (address === undefined) continue;
    // Whatever else it says must not fill the pipe.
    child.stdout.resume();
    return {
      address,
      close: async () => {
        child.kill();
        await gone;
      },
    };
  }
  throw new Error(`The gallery did not start:\n${said.join('\n')}`);
}
