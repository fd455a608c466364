import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recipe } from '@pairwright/contract/datasets';
import { plainPair } from '@pairwright/domain/judgment/form';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addQuestion, addRewrite, addVote, createStage, noDetails } from './datasets.fixture.ts';
import { asked, said } from './every-kind.fixture.ts';
import { dataFilesOf, filesOf, frozen } from './exported.fixture.ts';

// What helpsteer3 tells of how strongly a response is preferred, whatever the margin of the recipe is.
const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'strengths' });
const [a, b, c] = stage.annotators as [string, string, string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

beforeAll(async () => {
  const pair = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  const rating = { key: 'helpful', label: { en: 'h', 'zh-CN': '有用' }, hint: null, low: null, high: null };
  await addQuestion(stage, 2, { ...pair, ratings: [{ ...rating, min: 0, max: 9, required: false }] });
  const judged = async (rank: number, strengths: readonly (readonly [string, number])[]) => {
    const { comparisonId } = await addGroup(stage, {
      rank,
      prompt: asked(`${rank}?`),
      responses: [said('better'), said('worse')],
    });
    const ratings = [9, 2].map((value, response) => ({ key: 'helpful', response, value }));
    for (const [annotator, strength] of strengths)
      await addVote(stage, comparisonId, {
        annotator,
        outcome: 'preference',
        strength,
        questionVersion: 2,
        details: { ...noDetails, ratings },
      });
    return comparisonId;
  };
  await judged(1, [
    [a, -3],
    [b, -3],
    [c, -1],
  ]);
  // Nobody but the reviewers.
  const decided = await judged(2, []);
  await database.db
    .insertInto('review_decisions')
    .values({
      id: stage.ctx.ids.next(),
      project_id: stage.projectId,
      comparison_id: decided,
      turn: 0,
      outcome: 'preference',
      strength: -2,
      ranks: null,
      promote_to_gold: false,
    })
    .execute();
});

const withMargin = { includeMargin: true, adjudicated: 'prefer' } as const;
const others: readonly (readonly [Recipe['margin'], Partial<Recipe>])[] = [
  ['log_odds', {}],
  ['llama2_small', {}],
  ['llama2_large', {}],
  ['rating_difference', { marginRatings: [{ key: 'helpful', better: 'higher' }] }],
];

/** How strongly the better answer is preferred, row by row, and what is told of the rest. */
async function strengths(choices: Partial<Recipe>) {
  const { versionId } = await frozen(stage, choices);
  const files = await filesOf(stage, { versionId, format: 'helpsteer3' });
  const lines = (files['train.jsonl'] ?? '').trimEnd().split('\n');
  const { format_rows: rows, not_carried: lost } = JSON.parse(files['manifest.json'] ?? '') as Manifest;
  return {
    told: lines.map((line) => {
      const row = JSON.parse(line) as { response1: string; overall_preference: number };
      return row.overall_preference * (row.response1 === 'better' ? -1 : 1);
    }),
    refused: rows?.refused,
    lost: lost ?? [],
  };
}

test('a margin that is the strength is the preference, of reviewers too', async () => {
  const { told, refused, lost } = await strengths(withMargin);
  expect(told).toEqual([expect.closeTo(7 / 3, 9), 2]);
  expect(refused).toEqual({});
  expect(lost).not.toContain('margin');
});

test('without a margin the preference is as strong as with it, of reviewers too', async () => {
  const { told, refused } = await strengths({ adjudicated: 'prefer' });
  expect(told).toEqual([expect.closeTo(7 / 3, 9), 2]);
  expect(refused).toEqual({});
});

test('rankings that are left out are no judgments of a row', async () => {
  const own = await createStage(database);
  const { comparisonId } = await addGroup(own, { responses: [said('better'), said('worse')] });
  const [one, other] = own.annotators as [string, string];
  await addVote(own, comparisonId, { annotator: one, outcome: 'preference', strength: -3 });
  await addVote(own, comparisonId, { annotator: other, outcome: 'ranking', ranks: [2, 1] });
  const { versionId } = await frozen(own, { rankings: 'leave_out' });
  const [text = ''] = await dataFilesOf(own, { versionId, format: 'helpsteer3' });
  const row = JSON.parse(text) as { overall_preference: number; individual_preference: { score: number }[] };
  expect(Math.abs(row.overall_preference)).toBe(3);
  expect(row.individual_preference.map(({ score }) => Math.abs(score))).toEqual([3]);
  const [battles = ''] = await dataFilesOf(own, { versionId, format: 'arena' });
  expect(battles.trimEnd().split('\n')).toHaveLength(1);
  await own.close();
});

test.each(others)('another margin is not: %s', async (margin, choices) => {
  const { told, refused, lost } = await strengths({ ...withMargin, ...choices, margin });
  expect(told).toEqual([expect.closeTo(7 / 3, 9)]);
  // Without ratings there is no such row at all.
  expect(refused).toEqual(margin === 'rating_difference' ? {} : { no_strength: 1 });
  expect(lost).toContain('margin');
});

test.each(['strength', 'llama2_small', 'log_odds'] as const)(
  'a rewrite wins, by as much as in a ranking, with the margin %s',
  async (margin) => {
    const own = await createStage(database);
    const { comparisonId } = await addGroup(own, { responses: [said('better'), said('worse')] });
    const author = own.annotators[0] as string;
    const rewrite = { comparisonId, author, parent: 0, content: 'best' };
    await addVote(own, comparisonId, {
      annotator: author,
      outcome: 'preference',
      strength: -2,
      details: await addRewrite(own, rewrite),
    });
    const { versionId } = await frozen(own, { includeMargin: true, rewrites: 'include', margin });
    const rows = async (format: 'arena' | 'helpsteer3') => {
      const [text = ''] = await dataFilesOf(own, { versionId, format });
      return text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    };
    const battles = await rows('arena');
    const ofRewrite = battles.filter((row) => [row['model_a'], row['model_b']].includes('human'));
    expect(ofRewrite.length).toBeGreaterThan(0);
    for (const row of ofRewrite) expect(row[String(row['winner'])]).toBe('human');
    const scored = (await rows('helpsteer3')).filter((row) =>
      [row['response1'], row['response2']].includes('best'),
    );
    expect(scored.length).toBe(ofRewrite.length);
    for (const row of scored) expect(row['overall_preference']).toBe(row['response1'] === 'best' ? -1 : 1);
    await own.close();
  },
);
