import { readFile } from 'node:fs/promises';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { QueueFilter } from '@pairwright/contract/review';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import {
  addGroup,
  addQuestion,
  addVote,
  createStage,
  emptyProject,
  noDetails,
} from '../datasets/datasets.fixture.ts';
import { takeInChanges } from '../resolutions/refresh.service.ts';
import { listResolutions } from '../resolutions/resolutions.service.ts';
import { singleForm } from '../resolutions/single-form.fixture.ts';
import { listReviewQueue } from './queue.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});
beforeEach(() => emptyProject(stage));

type Ranks = readonly (number | null)[];
const text = [{ role: 'assistant' as const, content: 'x' }];

async function ranked(...rankings: Ranks[]): Promise<string> {
  const responses = rankings[0]!.map(() => text);
  const { comparisonId } = await addGroup(stage, { responses });
  for (const [who, ranks] of rankings.entries())
    await addVote(stage, comparisonId, {
      annotator: stage.annotators[who]!,
      outcome: 'ranking',
      ranks,
      order: ranks.map((_, place) => place),
    });
  return comparisonId;
}

async function queue(show: QueueFilter = 'open') {
  const { items, summary } = await listReviewQueue(stage.ctx, { show, limit: 50 });
  return { items: items.map(({ comparisonId, disagreement }) => [comparisonId, disagreement]), summary };
}

test('rankings with the same best and another order below it are queued, the more the more they differ', async () => {
  const same = await ranked([1, 2, 3, 4], [1, 2, 3, 4]);
  // A>B>C>D against A>D>C>B: half of the six pairs are the other way round.
  const below = await ranked([1, 2, 3, 4], [1, 4, 3, 2]);
  const reversed = await ranked([1, 2, 3, 4], [4, 3, 2, 1]);
  const { items, summary } = await queue();
  expect(items).toEqual([
    [reversed, 1],
    [below, 0.5],
  ]);
  expect(summary).toEqual({ overlapping: 3, unanimous: 1, waiting: 2, decided: 0, ownWork: 0 });
  expect((await queue('contradicting')).items).toEqual(items);
  const withAgreement = async (agreement: 'full' | 'partial' | 'none') => {
    const page = await listResolutions(stage.ctx, {
      question: 'main',
      sort: 'comparison',
      limit: 50,
      agreement,
    });
    return page.items.map((item) => [item.comparisonId, item.agreement]);
  };
  expect(await withAgreement('full')).toEqual([[same, 1]]);
  expect(await withAgreement('partial')).toEqual([
    [below, 0.5],
    [reversed, 0],
  ]);
  expect(await withAgreement('none')).toEqual([]);
});

test('labels of rankings that were stored before are made anew from the notes of the migration', async () => {
  const below = await ranked([1, 2, 3, 4], [1, 4, 3, 2]);
  await queue();
  // As they were: only of who is best.
  await database.pool.query(
    'update resolutions set disagreement = 0, review_score = 0, agreement = null where comparison_id = $1',
    [below],
  );
  expect((await queue()).items).toEqual([]);
  const file = '../../../../migrations/20261201T010000Z-disagreement-of-rankings.sql';
  await database.pool.query(await readFile(new URL(file, import.meta.url), 'utf8'));
  await takeInChanges(stage.ctx, { projectId: stage.projectId, limit: 100 });
  const { rows } = await database.pool.query(
    'select disagreement, agreement, version from resolutions where comparison_id = $1',
    [below],
  );
  // The label says what it said: no new version.
  expect(rows).toEqual([{ disagreement: 0.5, agreement: 0.5, version: 1 }]);
});

test('ratings contradict each other where the middle of their scale is between them', async () => {
  await addQuestion(stage, 2, singleForm('rating', { stopAtFirstError: false, required: true }));
  const rated = async (...values: number[]): Promise<string> => {
    const { comparisonId } = await addGroup(stage, { responses: [text] });
    for (const [who, value] of values.entries())
      await addVote(stage, comparisonId, {
        annotator: stage.annotators[who]!,
        outcome: 'rated',
        order: [0],
        questionVersion: 2,
        details: { ...noDetails, ratings: [{ key: 'quality', response: 0, value }] },
      });
    return comparisonId;
  };
  const far = await rated(1, 4);
  const near = await rated(2, 4);
  await rated(3, 3);
  expect((await queue()).items).toEqual([
    [far, 0.75],
    [near, 0.5],
  ]);
  expect((await queue('contradicting')).items).toEqual([[far, 0.75]]);
});
