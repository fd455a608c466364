import { afterAll, expect, test } from 'vitest';
import { recipe } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, type Stage } from '../datasets.fixture.ts';
import { openDiff, said } from './diff.fixture.ts';

const database = await createTestDatabase();
const stages: Stage[] = [];
afterAll(async () => {
  for (const stage of stages) await stage.close();
  await database.close();
});

async function open() {
  const opened = await openDiff(database);
  stages.push(opened.stage);
  return opened;
}

test('a choice that takes a winner away changes which pairs of a ranking are neighbours', async () => {
  const { stage, freeze, told, made } = await open();
  const { comparisonId } = await addGroup(stage, { responses: ['1', '2', '3'].map(said) });
  made.set(comparisonId, 'three');
  for (const [person, ranks] of [
    [1, 2, 3],
    [1, 2, 3],
    [1, 3, 2],
  ].entries())
    await addVote(stage, comparisonId, {
      annotator: stage.annotators[person]!,
      outcome: 'ranking',
      ranks,
      order: [0, 1, 2],
    });
  const before = await freeze({ rankings: 'adjacent' });
  const after = await freeze({ rankings: 'adjacent', majority: 'unanimous' });
  expect(await told(before, after)).toEqual([
    'three added recipe by majority was not_selected',
    'three removed recipe by majority now no_majority',
  ]);
  const fewer = await freeze({ rankings: 'adjacent', minJudgments: 4 });
  expect(await told(fewer, before)).toEqual([
    'three added recipe by minJudgments was too_few_judgments',
    'three added recipe by minJudgments was too_few_judgments',
  ]);
});

test('without rankings the other votes tell, whatever came of all of them', async () => {
  const { stage, pair, vote, freeze, told } = await open();
  const mixed = await pair('mixed');
  await vote(mixed, 0, -2);
  await addVote(stage, mixed, { annotator: stage.annotators[1]!, outcome: 'ranking', ranks: [2, 1] });
  const before = await freeze();
  const after = await freeze({ rankings: 'leave_out' });
  expect(await told(before, after)).toEqual(['mixed added recipe by rankings was no_majority']);
  expect(await told(after, before)).toEqual(['mixed removed recipe by rankings now no_majority']);
});

test('both halves of a tie go for the reason of the tie', async () => {
  const { stage, pair, vote, freeze, told } = await open();
  const even = await pair('even');
  await addVote(stage, even, { annotator: stage.annotators[0]!, outcome: 'tie' });
  const before = await freeze({ ties: 'half_weight' });
  const { filters } = recipe.parse({ filters: { adjudicatedOnly: true } });
  const after = await freeze({ ties: 'half_weight', filters });
  expect(await told(before, after)).toEqual(
    Array(2).fill('even removed recipe by filters.adjudicatedOnly now not_adjudicated'),
  );
  expect(await told(after, before)).toEqual(
    Array(2).fill('even added recipe by filters.adjudicatedOnly was not_adjudicated'),
  );
  await vote(even, 1, -2);
  const undecided = await freeze({ ties: 'half_weight' });
  expect(await told(before, undecided)).toEqual(Array(2).fill('even removed new_votes now no_majority'));
});
