// The loader of typescript-threads.mjs.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const compilerOptions = { target: 'ES2023', module: 'ESNext', verbatimModuleSyntax: true };
/** Results by what they were made of: a thread that loads the compiler for itself needs seconds to start. */
const kept = new URL('../../node_modules/.cache/pairwright-typescript/', import.meta.url);

/** Takes the types out of TypeScript files of ours; everything else goes the usual way. */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts') || url.includes('/node_modules/'))
    return next(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  return { format: 'module', source: await withoutTypes(source), shortCircuit: true };
}

async function withoutTypes(source) {
  const sum = createHash('sha256').update(JSON.stringify(compilerOptions)).update(source).digest('hex');
  const file = new URL(`${sum}.mjs`, kept);
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known !== null) return known;
  const { default: typescript } = await import('typescript');
  const { outputText } = typescript.transpileModule(source, { compilerOptions });
  // Whole or not there: several threads may write it at the same time.
  const part = new URL(`${randomUUID()}.part`, kept);
  await mkdir(kept, { recursive: true });
  await writeFile(part, outputText);
  await rename(part, file);
  return outputText;
}
