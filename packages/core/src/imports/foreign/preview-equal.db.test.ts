import type { Pairing } from '@pairwright/contract/imports';
import type { MainQuestion } from '@pairwright/contract/question-form';
import { afterAll, expect, test } from 'vitest';
import { executeImport } from '../import-engine.ts';
import { allPairs, blocks, openImportFixture, rankMain, thumbsMain } from '../imports.fixture.ts';
import { getImport, startRun } from '../imports.service.ts';
import { receiveUpload } from '../receive-upload.ts';
import { inspectImport } from './inspect.service.ts';

const fixture = await openImportFixture();
afterAll(() => fixture.close());

/** What the preview says of a file, and what its import makes of it. */
async function lookedAtAndRun(
  rows: readonly unknown[],
  { main, pairing = allPairs }: { main?: MainQuestion; pairing?: Pairing } = {},
) {
  const ctx = fixture.contextOf(await fixture.newProject(main));
  const text = rows.map((row) => JSON.stringify(row)).join('\n');
  const { id: importId } = await receiveUpload(ctx, { filename: 'rows.jsonl', body: blocks(text) });
  const { preview } = await inspectImport(ctx, { importId });
  await startRun(ctx, { importId, pairing });
  const signal = new AbortController().signal;
  await executeImport(fixture.services, { importId, turn: 1, signal, lastAttempt: true });
  const seen = preview.map((row) =>
    row.ok ? { equal: row.equal, leftOut: row.votes.map(({ leftOut }) => leftOut) } : null,
  );
  const votes = seen.flatMap((row) => row?.leftOut ?? []);
  const job = await getImport(ctx, importId);
  expect(job.votesAdded).toBe(votes.filter((left) => !left).length);
  return { seen, job };
}

const by = (annotator: string) => ({ annotator, kind: 'human' });
const answers = (...texts: string[]) => texts.map((content, at) => ({ model: `m${at}`, content }));
const row = (n: number, responses: readonly unknown[], votes: readonly unknown[]) => ({
  messages: [{ role: 'user', content: `Question ${n}` }],
  responses,
  votes,
});

test('of two equal answers no vote comes in, and the preview says so', async () => {
  const { seen, job } = await lookedAtAndRun([
    { prompt: 'Q', chosen: 'same', rejected: 'same' },
    { prompt: 'R', chosen: 'good', rejected: 'poor' },
  ]);
  expect(seen).toEqual([
    { equal: [[0, 1]], leftOut: [true] },
    { equal: [], leftOut: [false] },
  ]);
  expect(job).toMatchObject({ rowsAccepted: 2, comparisonsAdded: 1, comparisonsIdentical: 1 });
});

test('of three answers, two of them equal, only votes between these two are left out', async () => {
  const votes = [
    { ...by('anna'), outcome: 'a', of: [0, 1] },
    { ...by('anna'), outcome: 'a', of: [0, 2] },
    { ...by('bert'), outcome: 'b', of: [1, 2] },
  ];
  const { seen, job } = await lookedAtAndRun([row(1, answers('x', 'x', 'y'), votes)]);
  expect(seen).toEqual([{ equal: [[0, 1]], leftOut: [true, false, false] }]);
  expect(job).toMatchObject({ comparisonsAdded: 2, comparisonsIdentical: 1 });
});

test('a ranking of equal answers is left out, and one judged alone goes to the answer that is kept', async () => {
  const ranked = await lookedAtAndRun(
    [
      row(1, answers('x', 'x'), [{ ...by('anna'), ranks: [1, 2] }]),
      row(2, answers('x', 'y'), [{ ...by('anna'), ranks: [1, 2] }]),
    ],
    { main: rankMain, pairing: { plan: 'groups', size: 9, seed: 1 } },
  );
  expect(ranked.seen.map((one) => one?.leftOut)).toEqual([[true], [false]]);
  const thumbs = [0, 1, 2].map((place) => ({ ...by('anna'), thumbs: 'up', of: [place] }));
  const alone = await lookedAtAndRun([row(1, answers('x', 'x', 'y'), thumbs)], {
    main: thumbsMain,
    pairing: { plan: 'singles' },
  });
  expect(alone.seen).toEqual([{ equal: [[0, 1]], leftOut: [false, true, false] }]);
  expect(alone.job).toMatchObject({ comparisonsAdded: 2, comparisonsIdentical: 1 });
});
