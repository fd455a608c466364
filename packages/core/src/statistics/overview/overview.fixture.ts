import { expect } from 'vitest';
import type { Database } from '@pairwright/db/database';
import { inTransaction } from '@pairwright/db/transaction';
import { takeInChanges } from '../../resolutions/refresh.service.ts';
import { countAll } from './compute-overview.ts';
import { keepOverview } from './keep-overview.service.ts';
import { readSummedCounts, readSums } from './sums.queries.ts';

/** Brings the sums of a project up to date, all steps of it. */
export async function keepUp(database: Database, projectId: string): Promise<void> {
  const { signal } = new AbortController();
  while (!(await keepOverview({ db: database }, { projectId, signal })));
}

/** In one snapshot, the sums of a project, moved by what they have not taken in, are what counting everything gives. */
export async function expectSumsExact(database: Database, projectId: string): Promise<void> {
  const [sums, all, counts] = await inTransaction(
    database.db,
    async (db) =>
      [
        await readSums(db, projectId),
        await countAll(db, projectId),
        await readSummedCounts(db, projectId, 100_000),
      ] as const,
    { isolation: 'repeatable read', readOnly: true },
  );
  expect(sums).toBeDefined();
  expect(sums).toEqual(all);
  expect(counts).toEqual(all.counts);
}

/** The same at every stage of a change: noted, taken into the labels, and taken in. */
export async function expectSumsFollow(database: Database, projectId: string): Promise<void> {
  await expectSumsExact(database, projectId);
  await takeInChanges({ db: database }, { projectId, limit: 10_000 });
  await expectSumsExact(database, projectId);
  await keepUp(database, projectId);
  await expectSumsExact(database, projectId);
}
