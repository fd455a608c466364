import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportFormat } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, createStage, type GivenVote } from './datasets.fixture.ts';
import { asked, said } from './every-kind.fixture.ts';
import { dataFilesOf, frozen } from './exported.fixture.ts';

// Formats that tell of single judgments, where every vote is a row of its own.
const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'opinions' });
const [a, b, c] = stage.annotators as [string, string, string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

beforeAll(async () => {
  const votes: GivenVote[] = [
    { annotator: a, outcome: 'preference', strength: -2, rationale: 'clear' },
    { annotator: b, outcome: 'preference', strength: 1, rationale: 'short' },
    { annotator: c, outcome: 'tie', rationale: 'even' },
  ];
  const { comparisonId } = await addGroup(stage, {
    prompt: asked('weather?'),
    responses: [said('sun'), said('rain')],
  });
  for (const vote of votes) await addVote(stage, comparisonId, vote);
});

async function linesOf(format: ExportFormat) {
  const { versionId } = await frozen(stage, { aggregation: 'each_vote', ties: 'keep' });
  const [text = ''] = await dataFilesOf(stage, { versionId, format });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a row that is one vote is one battle, of whoever gave it', async () => {
  const battles = await linesOf('arena');
  expect(battles.map((row) => row[String(row['winner'])] ?? row['winner'])).toEqual([
    'model 0',
    'model 1',
    'tie',
  ]);
  expect(new Set(battles.map(({ judge }) => judge)).size).toBe(3);
});

test('a row that is one vote has the score of that vote alone', async () => {
  const rows = await linesOf('helpsteer3');
  const told = rows.map(({ response1, overall_preference: overall, individual_preference: each }) => {
    // Negative: the first; which one that is tells nothing of the outcome.
    const sign = response1 === 'sun' ? 1 : -1;
    return [
      Number(overall) * sign,
      (each as { score: number; reasoning: string }[]).map(({ score, reasoning }) => [
        score * sign,
        reasoning,
      ]),
    ];
  });
  expect(told).toEqual([
    [-2, [[-2, 'clear']]],
    [1, [[1, 'short']]],
  ]);
});
