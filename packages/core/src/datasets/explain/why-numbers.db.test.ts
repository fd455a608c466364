import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe, type Recipe } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addPair, addVote, createStage } from '../datasets.fixture.ts';
import { asked, said } from '../every-kind.fixture.ts';
import { frozen } from '../exported.fixture.ts';
import { explainRow } from './why.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
const [a, b, c] = stage.annotators as [string, string, string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

let pair = '';
let single = '';
let ranked = '';
beforeAll(async () => {
  pair = await addPair(stage, { rank: 1, prompt: asked('Which?'), first: said('one'), second: said('two') });
  await addVote(stage, pair, { annotator: a, outcome: 'preference', strength: -2 });
  await addVote(stage, pair, { annotator: b, outcome: 'tie' });
  await addVote(stage, pair, { annotator: c, outcome: 'both_bad' });
  single = (await addGroup(stage, { rank: 2, prompt: asked('One?'), responses: [said('alone')] }))
    .comparisonId;
  await addVote(stage, single, { annotator: a, outcome: 'thumbs_up', order: [0] });
  await addVote(stage, single, { annotator: b, outcome: 'cannot_judge', order: [0] });
  const responses = ['same', 'same', 'best'].map(said);
  ranked = (await addGroup(stage, { rank: 3, prompt: asked('Rank?'), responses })).comparisonId;
  await addVote(stage, ranked, { annotator: a, outcome: 'ranking', ranks: [2, 3, 1], order: [0, 1, 2] });
});

/** What was found at each step of the units of a comparison, and what became of it there. */
async function found(comparisonId: string, choices: Partial<Recipe>) {
  const { versionId } = await frozen(stage, choices);
  const { units } = await explainRow(stage.ctx, { versionId, rowId: comparisonId });
  return units.map(({ dropped, steps }) => ({
    dropped,
    ...Object.fromEntries(steps.map(({ reason, state, found }) => [reason, [state, found]])),
  }));
}

test('where every vote is a row, all of them are counted for the least number', async () => {
  const each = { aggregation: 'each_vote', singles: 'include', minJudgments: 2 } as const;
  expect(await found(pair, each)).toMatchObject(
    Array.from({ length: 3 }, () => ({ too_few_judgments: ['passed', 3], cannot_judge: ['passed', 3] })),
  );
  const counted = { too_few_judgments: ['passed', 2] };
  expect(await found(single, each)).toMatchObject([
    { ...counted, cannot_judge: ['stopped', 1] },
    { ...counted, cannot_judge: ['stopped', null] },
  ]);
  expect(await found(pair, { ...each, minJudgments: 4 })).toMatchObject(
    Array.from({ length: 3 }, () => ({ too_few_judgments: ['stopped', 3] })),
  );
});

test('where every vote is a row, the votes on its unit must agree enough, not the vote with itself', async () => {
  const { filters } = recipe.parse({ filters: { minAgreement: 0.6 } });
  const each = { aggregation: 'each_vote', filters } as const;
  const dropped = { dropped: 'low_agreement', low_agreement: ['stopped', 1 / 3] };
  expect(await found(pair, { ...each, ties: 'keep', bothBad: 'negatives' })).toMatchObject([
    dropped,
    dropped,
    dropped,
  ]);
  const kept = { dropped: null, low_agreement: ['passed', 2 / 3] };
  expect(await found(pair, { ...each, ties: 'keep', bothBad: 'as_tie' })).toMatchObject([kept, kept, kept]);
  await addVote(stage, single, { annotator: c, outcome: 'thumbs_down', order: [0] });
  const stopped = { dropped: 'low_agreement', low_agreement: ['stopped', 0.5] };
  expect(await found(single, { ...each, singles: 'include' })).toMatchObject([
    stopped,
    { dropped: 'cannot_judge' },
    stopped,
  ]);
});

test('shares are of the ballots that the recipe takes', async () => {
  const { filters } = recipe.parse({ filters: { minAgreement: 0.6 } });
  expect(await found(pair, { filters })).toMatchObject([{ no_majority: ['stopped', 1 / 3] }]);
  expect(await found(pair, { bothBad: 'as_tie', ties: 'keep', filters })).toMatchObject([
    { dropped: null, no_majority: ['passed', 2 / 3], low_agreement: ['passed', 2 / 3] },
  ]);
  expect(await found(pair, { bothBad: 'as_tie', ties: 'ignore_votes', filters })).toMatchObject([
    { dropped: null, no_majority: ['passed', 1], low_agreement: ['passed', 1] },
  ]);
});

test('a pair of a ranking that is not taken was not looked at any further', async () => {
  const units = await found(ranked, { rankings: 'best_vs_rest' });
  expect(units[0]).toMatchObject({
    dropped: 'not_selected',
    not_selected: ['stopped', null],
    identical_responses: ['not_reached', null],
  });
});

test('rankings that are left out are no votes', async () => {
  const mixed = await addPair(stage, {
    rank: 4,
    prompt: asked('Both?'),
    first: said('one'),
    second: said('two'),
  });
  await addVote(stage, mixed, { annotator: a, outcome: 'preference', strength: -2 });
  await addVote(stage, mixed, { annotator: b, outcome: 'ranking', ranks: [2, 1] });
  expect(await found(mixed, { rankings: 'leave_out', minJudgments: 2 })).toMatchObject([
    { dropped: 'too_few_judgments', too_few_judgments: ['stopped', 1] },
  ]);
});
