import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { type ChainedEntry, entryText, firstHash } from '@pairwright/domain/audit/chain';
import { runCli } from '../program.ts';

const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-cli-audit-'));
afterAll(() => rm(folder, { recursive: true, force: true }));
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function chainOf(count: number): ChainedEntry[] {
  const chain: ChainedEntry[] = [];
  for (let seq = 1; seq <= count; seq += 1) {
    const said = {
      seq,
      occurredAt: '2026-11-29T10:00:00.000000Z',
      actorId: null,
      via: 'system',
      action: 'sealJudgments',
      objectKind: 'judgments',
      objectId: null,
      projectId: null,
      requestId: null,
      before: null,
      after: { judgments: seq },
      originHash: null,
      personHash: null,
      previousHash: chain.at(-1)?.hash ?? firstHash,
    };
    chain.push({ ...said, hash: sha256(entryText(said)), private: {} });
  }
  return chain;
}

async function verify(chain: readonly ChainedEntry[], ...options: string[]) {
  const file = path.join(folder, 'audit.jsonl');
  await writeFile(file, chain.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  const said = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({ write: (chunk, _, next) => ((said[name] += String(chunk)), next()) });
  const code = await runCli(
    ['--json', 'audit', 'verify', file, ...options],
    { PAIRWRIGHT_CONFIG: path.join(folder, 'none.json') },
    { stdout: into('out'), stderr: into('err') },
  );
  return { code, ...said };
}

const chain = chainOf(4);
const head = (seq: number): string => `${seq}:${chain[seq - 1]?.hash ?? ''}`;

test('a whole log gives its head', async () => {
  const { code, out } = await verify(chain, '--head', head(2));
  expect([code, JSON.parse(out)]).toEqual([
    0,
    { entries: 4, head: { seq: 4, hash: chain[3]?.hash }, check: null },
  ]);
});

test.each([
  ['an entry is missing', chain.filter(({ seq }) => seq !== 2), [], { seq: 3, fault: 'gap' }],
  [
    'an entry says something else',
    chain.map((entry) => (entry.seq === 3 ? { ...entry, after: { judgments: 9 } } : entry)),
    [],
    { seq: 3, fault: 'content' },
  ],
  ['the end is cut off', chain.slice(0, 2), ['--head', head(4)], { seq: 4, fault: 'anchor' }],
] as const)('%s', async (_what, broken, options, fault) => {
  const { code, err } = await verify(broken, ...options);
  expect([code, JSON.parse(err)]).toEqual([1, { error: expect.objectContaining(fault) }]);
});

test('a head that is none is a mistake of the command line', async () => {
  expect((await verify(chain, '--head', '4')).code).toBe(2);
});
