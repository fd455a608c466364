import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { logFile } from './log-file.ts';
import { runProgram, type Program } from './program.ts';

const fixture = path.join(import.meta.dirname, 'fixtures/program.mjs');
const patience = { timeout: 20_000, interval: 10 };

let dir: string;
let said: string[];
let running: Program | undefined;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'pairwright-program-'));
  said = [];
});
afterEach(async () => {
  await running?.stop(1_000);
  running = undefined;
  await rm(dir, { recursive: true });
});

const marksFile = (): string => path.join(dir, 'marks');

/** What the programs noted, as [what, pid]. */
async function marks(): Promise<[string, number][]> {
  const text = await readFile(marksFile(), 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => [line.replace(/ \d+$/, ''), Number(/\d+$/.exec(line)![0])]);
}

async function started(count: number): Promise<number[]> {
  const pids = async (): Promise<number[]> =>
    (await marks()).filter(([what]) => what === 'started').map(([, pid]) => pid);
  await vi.waitUntil(async () => (await pids()).length === count, patience);
  return pids();
}

function run(behave: string, more: { restarts?: number; forgetMs?: number } = {}): Program {
  const env = { ...process.env, MARKS: marksFile(), BEHAVE: behave };
  running = runProgram({
    name: 'worker',
    file: fixture,
    env,
    log: logFile(dir, 'worker'),
    say: (text) => said.push(text),
    pauseMs: 1,
    ...more,
  });
  return running;
}

function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch {
    return true;
  }
}

test('a program is asked to stop and gone afterwards', { timeout: 30_000 }, async () => {
  const program = run('well');
  const [pid] = await started(1);
  program.markReady();
  await program.stop(20_000);
  expect((await marks()).map(([what]) => what)).toEqual(['started', 'asked to stop']);
  expect(isGone(pid!)).toBe(true);
  expect(said).toEqual([]);
});

test('a program that does not stop is killed after the deadline', { timeout: 30_000 }, async () => {
  const program = run('stubborn');
  const [pid] = await started(1);
  await program.stop(50);
  expect(isGone(pid!)).toBe(true);
  expect(said).toEqual(['The worker did not stop in time and was ended.']);
});

test(
  'a program that refuses to start is not tried again; its last words are the message',
  { timeout: 30_000 },
  async () => {
    const program = run('refuse');
    await expect(program.failed).rejects.toThrow(
      'The worker could not start:\nREDIS_URL is wrong. Correct it.',
    );
    expect(await started(1)).toHaveLength(1);
  },
);

test(
  'a program that dies later is started again, a bounded number of times',
  { timeout: 30_000 },
  async () => {
    const program = run('well', { restarts: 2 });
    const failed = expect(program.failed).rejects.toThrow(/ended by itself 3 times \(signal SIGKILL\)/);
    for (const count of [1, 2, 3]) {
      const pids = await started(count);
      program.markReady();
      process.kill(pids.at(-1)!, 'SIGKILL');
    }
    await failed;
    expect(said.map((text) => text.replace(/ Its log.*/, ''))).toEqual([
      'The worker ended by itself (signal SIGKILL); starting it again (1 of 2).',
      'The worker ended by itself (signal SIGKILL); starting it again (2 of 2).',
    ]);
  },
);

test('ends that lie far apart do not add up', { timeout: 30_000 }, async () => {
  const program = run('well', { restarts: 1, forgetMs: 0 });
  for (const count of [1, 2, 3]) {
    const pids = await started(count);
    program.markReady();
    process.kill(pids.at(-1)!, 'SIGKILL');
  }
  await started(4);
  expect(said.every((text) => text.includes('starting it again (1 of 1)'))).toBe(true);
});

test('a program ends when the process that runs it is killed', { timeout: 30_000 }, async () => {
  const parent = spawn(
    process.execPath,
    [path.join(import.meta.dirname, 'fixtures/parent.mjs'), marksFile(), dir],
    { stdio: 'inherit' },
  );
  const [pid] = await started(1);
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  await vi.waitUntil(() => isGone(pid!), patience);
  expect((await marks()).at(-1)).toEqual(['asked to stop', pid]);
});
