import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * Builds what is out of date, once, before any test file asks for it: two files at once would build into the same folders. In
 * a process of its own, as a build leaves its mark on the environment.
 */
export async function setup(): Promise<void> {
  await promisify(execFile)(process.execPath, [path.join(import.meta.dirname, '../../../tools/build.mjs')], {
    maxBuffer: 64 * 1024 * 1024,
  });
}
