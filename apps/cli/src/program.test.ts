import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parsePairing } from './commands/import.ts';
import { parseSource } from './commands/pull.ts';
import { table } from './output.ts';
import { runCli } from './program.ts';
import { readSettings, saveSettings, settingsFile } from './settings.ts';

function capture() {
  const text = { out: '', err: '' };
  const sink = (name: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        text[name] += chunk.toString();
        done();
      },
    });
  return { text, streams: { stdout: sink('out'), stderr: sink('err') } };
}

let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'pairwright-cli-'));
  env = { PAIRWRIGHT_CONFIG: path.join(folder, 'config.json') };
});
afterEach(() => rm(folder, { recursive: true }));

it.each([
  ['p', { project: 'p' }],
  ['p/d', { project: 'p', dataset: 'd' }],
  ['p/d@3', { project: 'p', dataset: 'd', version: 3 }],
  ['p/d@v12', { project: 'p', dataset: 'd', version: 12 }],
])('reads the source %s', (text, source) => {
  expect(parseSource(text)).toEqual(source);
});

it.each(['', 'p/', 'p/d@', 'p/d@0', 'p/d/e', 'p@3'])('refuses the source %j', (text) => {
  expect(() => parseSource(text)).toThrow('PROJECT/DATASET@VERSION');
});

describe('command line', () => {
  it('explains itself and ends well', async () => {
    const { text, streams } = capture();
    expect(await runCli(['--help'], env, streams)).toBe(0);
    for (const command of [
      'login',
      'project',
      'import',
      'export',
      'pull',
      'cancel',
      'diff',
      'why',
      'health',
      'status',
    ])
      expect(text.out).toContain(command);
  });

  it.each([
    [['nonsense']],
    [['import']],
    [['import', 'x.jsonl']],
    [['export', 'p']],
    [['export', 'p', '-o', 'f', '--min-judgments', '0']],
    [['project', 'copy', 'p']],
    [['pull', 'p']],
    [['health', 'p', '--fail-on', 'fine']],
    [['diff', 'p', '1']],
    [['diff', 'p', '1', '0']],
    [['cancel']],
    [['cancel', 'p/d@0']],
    [['why', 'p', '1']],
    [['why', 'p', 'x', 'y']],
    [['pull', 'p', '-o', 'd', '--container', 'xlsx']],
    [['pull', 'p', '-o', 'd', '--shard-bytes', '5K']],
    [['pull', 'p/d@x', '-o', 'd']],
  ])('ends with 2 for %j', async (argv) => {
    const { streams } = capture();
    expect(await runCli(argv, env, streams)).toBe(2);
  });

  it('ends with 4 and names the address when nobody answers', async () => {
    const { text, streams } = capture();
    expect(await runCli(['--server', 'http://127.0.0.1:9', 'project', 'list'], env, streams)).toBe(4);
    expect(text.err).toContain('http://127.0.0.1:9');
  });

  it('gives errors as JSON when asked', async () => {
    const { text, streams } = capture();
    expect(await runCli(['--json', '--server', 'ftp://x', 'status'], env, streams)).toBe(2);
    expect(JSON.parse(text.err)).toMatchObject({ error: { reason: 'usage' } });
    expect(text.out).toBe('');
  });
});

describe('settings', () => {
  it('keeps the token in a private file and only for its server', async () => {
    await saveSettings(env, { server: 'http://localhost:3000', token: 'pwt_secret' });
    expect((await stat(settingsFile(env))).mode & 0o777).toBe(0o600);
    expect(await readSettings(env, {})).toEqual({ server: 'http://localhost:3000', token: 'pwt_secret' });
    expect((await readSettings(env, { server: 'http://elsewhere.example' })).token).toBeUndefined();
  });

  it('narrows an existing wide file', async () => {
    await writeFile(settingsFile(env), '{}', { mode: 0o644 });
    await saveSettings(env, { server: 'http://localhost:3000', token: 't' });
    expect((await stat(settingsFile(env))).mode & 0o777).toBe(0o600);
    expect(await readFile(settingsFile(env), 'utf8')).toContain('"token": "t"');
  });

  it('says which file is damaged', async () => {
    await writeFile(settingsFile(env), '{');
    await expect(readSettings(env, {})).rejects.toThrow(settingsFile(env));
  });
});

describe('parsePairing', () => {
  it('reads every plan', () => {
    expect(parsePairing('all-pairs')).toEqual({ plan: 'all_pairs' });
    expect(parsePairing('baseline:gpt-4: turbo')).toEqual({
      plan: 'against_baseline',
      model: 'gpt-4: turbo',
    });
    expect(parsePairing('random:3:42')).toEqual({ plan: 'random_k', k: 3, seed: 42 });
    expect(parsePairing('groups')).toEqual({ plan: 'groups', size: 9, seed: 0 });
    expect(parsePairing('groups:4:42')).toEqual({ plan: 'groups', size: 4, seed: 42 });
    expect(parsePairing('singles')).toEqual({ plan: 'singles' });
  });

  it.each(['', 'all', 'baseline:', 'random:', 'random:x', 'random:1:2:3', 'groups:2', 'groups:10', 'single'])(
    'refuses %j',
    (text) => {
      expect(() => parsePairing(text)).toThrow(/is not a pairing plan/);
    },
  );
});

it('lines up Chinese and Latin columns', () => {
  expect(
    table(
      ['name', 'n'],
      [
        ['中文', '1'],
        ['abcde', '2'],
      ],
    ),
  ).toBe('name   n\n中文   1\nabcde  2');
});
