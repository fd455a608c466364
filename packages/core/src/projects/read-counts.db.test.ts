import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, expect, test } from 'vitest';
import { createStage } from '../datasets/datasets.fixture.ts';
import { addManyVotes } from '../statistics/many-votes.fixture.ts';
import { keepUp } from '../statistics/overview/overview.fixture.ts';
import { countProject } from './counts.queries.ts';
import { readCounts } from './read-counts.ts';

const database = await createTestDatabase();
afterAll(() => database.close());
const { db, pool } = database;

const comparisons = 60;
const limits = { live: comparisons - 1, pending: 50 };

test('a large project without an overview is told from its sums, exactly, and counted where they do not stand', async () => {
  const stage = await createStage(database);
  const { projectId } = stage;
  await addManyVotes(
    stage,
    Array.from({ length: comparisons }, () => ({ votes: [] })),
  );
  const counted = await countProject(db, projectId);
  expect(counted.comparisons).toBe(comparisons);
  // Nothing is summed yet.
  expect(await readCounts(db, projectId, limits)).toEqual(counted);
  await keepUp(database, projectId);

  // A number in the sums that is in nothing else tells where it was read.
  const move = (by: number) =>
    pool.query(`update overview_sums set n = n + $2 where project_id = $1 and measure = 'flagged'`, [
      projectId,
      by,
    ]);
  await pool.query('update comparisons set flagged = 1, skipped = 2 where project_id = $1 and rank < 3', [
    projectId,
  ]);
  await keepUp(database, projectId);
  const flagged = await countProject(db, projectId);
  expect(await readCounts(db, projectId, limits)).toEqual(flagged);
  await move(1_000);
  expect(await readCounts(db, projectId, limits)).toEqual({ ...flagged, flagged: flagged.flagged + 1_000 });

  // Changed, and not taken in.
  await pool.query(
    'update comparisons set skipped = 3, target_judgments = 9 where project_id = $1 and rank between 10 and 40',
    [projectId],
  );
  const changed = await countProject(db, projectId);
  expect(changed).not.toEqual(flagged);
  expect(await readCounts(db, projectId, limits)).toEqual({ ...changed, flagged: changed.flagged + 1_000 });

  // Too much of it to be looked up, or sums that do not stand: counted.
  await pool.query('update comparisons set skipped = 4 where project_id = $1 and rank < 55', [projectId]);
  expect(await readCounts(db, projectId, limits)).toEqual(await countProject(db, projectId));
  await move(-1_000);
  await keepUp(database, projectId);
  await move(1_000);
  // Small, as the limit is another.
  const exact = await countProject(db, projectId);
  expect(await readCounts(db, projectId)).toEqual(exact);
  for (const fault of ['whole = false', 'whole = true, broken = true']) {
    await pool.query(`update overview_progress set ${fault} where project_id = $1`, [projectId]);
    expect(await readCounts(db, projectId, limits), fault).toEqual(exact);
  }
  await stage.close();
});
