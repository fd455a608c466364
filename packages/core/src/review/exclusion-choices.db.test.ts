import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, createStage } from '../datasets/datasets.fixture.ts';
import { listExclusionChoices } from './exclusion-choices.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const text = [{ role: 'assistant' as const, content: 'x' }];

test('people and imports are found by a part of their names, however many there are', async () => {
  const { comparisonId } = await addGroup(stage, { responses: [text, text] });
  const second = await addGroup(stage, { responses: [text, text] });
  const [many = '', few = ''] = stage.annotators;
  const vote = { outcome: 'preference', strength: 1 } as const;
  for (const id of [comparisonId, second.comparisonId])
    await addVote(stage, id, { ...vote, annotator: many });
  await addVote(stage, comparisonId, { ...vote, annotator: few });
  await database.pool.query(`update users set name = 'Grace Hopper' where id = $1`, [few]);
  // More than are told at once, all with fewer judgments than anybody here would sort after.
  await database.pool.query(
    `with u as (insert into users (id, email, name, kind) select gen_random_uuid(), 'many' || n || '@example.org', 'Many ' || n, 'person' from generate_series(1, 205) n returning id)
     insert into assignments (id, project_id, comparison_id, annotator_id, kind, presented_order, state, question_version, guidelines_version)
     select gen_random_uuid(), $1, $2, u.id, 'normal', '{0,1}', 'submitted', 1, 1 from u`,
    [stage.projectId, comparisonId],
  );
  await database.pool.query(
    `insert into batches (id, project_id, name) select gen_random_uuid(), $1, 'import 100%' || n from generate_series(1, 205) n`,
    [stage.projectId],
  );
  const all = await listExclusionChoices(stage.ctx, {});
  expect(all).toMatchObject({ moreAnnotators: true, moreBatches: true });
  expect([all.annotators.length, all.batches.length]).toEqual([200, 200]);
  expect(all.annotators[0]).toMatchObject({ userId: many, judgments: 2 });

  const found = await listExclusionChoices(stage.ctx, { annotator: 'hOPPer', batch: 'FIRST' });
  expect(found).toEqual({
    annotators: [{ userId: few, name: 'Grace Hopper', judgments: 1 }],
    batches: [{ id: stage.batchId, name: 'first' }],
    moreAnnotators: false,
    moreBatches: false,
  });
  // A sign that means anything in a pattern is only itself.
  expect((await listExclusionChoices(stage.ctx, { batch: '0%205' })).batches).toHaveLength(1);
  expect((await listExclusionChoices(stage.ctx, { batch: '%' })).batches).toHaveLength(200);
  // Whoever is chosen stays in the list, and first.
  const chosen = await listExclusionChoices(stage.ctx, { annotator: 'many 7', annotatorId: few });
  expect(chosen.annotators[0]!.userId).toBe(few);
  expect(chosen.annotators.slice(1).every(({ name }) => name.startsWith('Many 7'))).toBe(true);
});
