import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Overlap, targetOf } from '@pairwright/domain/overlap';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createProject } from '../annotate/annotate.fixture.ts';
import { updateProject } from './projects.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const overlaps: readonly Overlap[] = [
  { target: 1, shared: { percent: 15, judgments: 3 } },
  { target: 1, shared: { percent: 40, judgments: 2 } },
  { target: 2, shared: { percent: 100, judgments: 5 } },
  { target: 2, shared: null },
];

test('a share that changes while people work: each comparison gets what the domain says', async () => {
  const { annotators, projectId, comparisonIds } = await createProject(database, {
    comparisons: 400,
    target: 1,
  });
  for (const overlap of overlaps) {
    await updateProject(annotators[0]!, { targetJudgments: overlap.target, shared: overlap.shared });
    const { rows } = await database.pool.query<{ id: string; target: number }>(
      'select id, target_judgments as target from comparisons where project_id = $1',
      [projectId],
    );
    expect(new Map(rows.map(({ id, target }) => [id, target]))).toEqual(
      new Map(comparisonIds.map((id) => [id, targetOf(id, overlap)])),
    );
  }
});

test('the rule in the database is the rule of the domain', async () => {
  const { rows } = await database.pool.query<{ id: string; targets: number[] }>(
    `select id, array[target_of(id, 1::smallint, 15::smallint, 3::smallint), target_of(id, 1::smallint, 40::smallint, 2::smallint),
       target_of(id, 2::smallint, 100::smallint, 5::smallint), target_of(id, 2::smallint, null, null)] as targets
     from (select gen_random_uuid() as id from generate_series(1, 5000)
       union all values ('00000000-0000-7000-8000-000000000000'::uuid), ('ffffffff-ffff-7fff-bfff-ffffffffffff'::uuid)) ids`,
  );
  for (const { id, targets } of rows)
    expect(targets).toEqual(overlaps.map((overlap) => targetOf(id, overlap)));
});
