import { access, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import { aloneAs } from './admin.ts';
import { buildInto, type Program, programIn } from './program.ts';
import './provided.ts';

/** Like `buildProgram`, but bundled once in a run for all test files that give the same name. It goes with the run. */
export async function sharedProgram(name: string, entry: string): Promise<Program> {
  const folder = path.join(inject('sharedFolder'), 'programs', name);
  const program = programIn(folder);
  await aloneAs(`program ${name}`, async () => {
    const isThere = await access(program.file).then(
      () => true,
      () => false,
    );
    if (isThere) return;
    // Whole or not there, also where the one who bundles is killed.
    const unfinished = `${folder}.unfinished`;
    await mkdir(unfinished, { recursive: true });
    await buildInto(unfinished, entry);
    await rename(unfinished, folder);
  });
  return program;
}
