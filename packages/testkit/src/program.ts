import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { processEnv } from '@pairwright/runtime/env';
import { build } from 'vite';
import { threadFiles } from '../../../tools/lib/thread-files.mjs';

/** A program of ours, bundled for plain node, for tests that start, kill and restart real processes. */
export interface Program {
  readonly file: string;
}

export interface BuiltProgram extends Program {
  remove(): Promise<void>;
}

/** Bundles an entry file with everything it imports (no package with compiled code) into a temporary folder. */
export async function buildProgram(entry: string): Promise<BuiltProgram> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-program-'));
  await buildInto(folder, entry);
  return { ...programIn(folder), remove: () => rm(folder, { recursive: true, force: true }) };
}

export const programIn = (folder: string): Program => ({ file: path.join(folder, 'program.mjs') });

export async function buildInto(folder: string, entry: string): Promise<void> {
  await build({
    configFile: false,
    root: path.dirname(entry),
    logLevel: 'error',
    plugins: [threadFiles('.mjs')],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rollupOptions: {
        external: builtinModules.flatMap((name) => [name, `node:${name}`]),
        output: { entryFileNames: 'program.mjs', chunkFileNames: '[name]-[hash].mjs', format: 'es' },
      },
    },
  });
}

export interface RunningProgram {
  readonly process: ChildProcess;
  /** Sends the signal and waits for the end. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Everything it wrote, for messages of failed tests. */
  output(): string;
}

/** Starts a built program with just these variables besides PATH and waits until it sends its first message (`process.send`). */
export async function startProgram(
  program: Program,
  env: Readonly<Record<string, string>>,
): Promise<RunningProgram> {
  const child = fork(program.file, {
    env: { PATH: processEnv()['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: [],
  });
  let output = '';
  const keep = (text: Buffer): void => void (output += text.toString('utf8'));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const ended = new Promise<void>((resolve) => void child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('error', reject);
    void ended.then(() =>
      reject(
        new Error(
          `The program ended before it was ready (${child.exitCode ?? child.signalCode}):\n${output}`,
        ),
      ),
    );
  });
  return {
    process: child,
    output: () => output,
    async kill(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
