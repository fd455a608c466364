import { afterAll, expect, test, vi } from 'vitest';
import { connectClient } from '@pairwright/db/connect';
import { findMigrationsDir, migrate, readMigrations } from '@pairwright/db/migrate';
import { timeLimits } from '@pairwright/db/time-limits';
import { createEmptyDatabase } from '@pairwright/testkit/test-database';
import { addLevelData, addVote, addOpenComparisons } from './upgrade.fixture.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 20 });

const dir = await findMigrationsDir(import.meta.dirname);
const names = (await readMigrations(dir)).map(({ name }) => name);
/** The levels behind this one change comparisons, assignments and judgments. */
const FROM = names.findIndex((name) => name.endsWith('-exam-results.sql'));

const made = await createEmptyDatabase();
const connected = (applicationName: string) =>
  connectClient({ url: made.url, applicationName, limits: timeLimits.request });
afterAll(() => made.close());

test('migrations step back from locks of running work, votes go on, and nothing fails on either side', async () => {
  await migrate({ url: made.url, dir, restoreLevel: new Set(names.slice(0, FROM + 1)) });
  const [voter, reader] = [await connected('voter'), await connected('reader')];
  const data = await addLevelData(voter, names[FROM]!);
  const open = await addOpenComparisons(voter, data, 3_000);

  // A report that reads for long, as statistics and exports do: whoever wants to change these tables waits for it.
  await reader.query('begin isolation level repeatable read');
  for (const table of ['comparisons', 'assignments', 'judgments'])
    await reader.query(`select count(*) from ${table}`);

  const votes: string[] = [];
  const vote = async (): Promise<void> => {
    const id = await addVote(voter, {
      projectId: data.projectId,
      comparisonId: open[votes.length]!,
      annotatorId: data.annotators[0]!,
      strength: 2,
    });
    votes.push(id);
  };
  let voting = true;
  // The last comparison is kept for after the migration: a fast machine may have judged all others by then.
  const voted = (async () => {
    while (voting && votes.length < open.length - 1) await vote();
  })();
  voted.catch(() => undefined);

  const stepsBack: { readonly said: string; readonly votes: number }[] = [];
  const migrating = migrate({
    url: made.url,
    dir,
    lockTimeoutMs: 100,
    lockTries: 1_000,
    log: (said) => {
      if (said.includes('waits for a lock')) stepsBack.push({ said, votes: votes.length });
    },
  });
  migrating.catch(() => undefined);
  await until(() => expect(stepsBack.length).toBeGreaterThanOrEqual(3));
  // Between two tries nothing of the migration stands in the way.
  expect(stepsBack.at(-1)!.votes).toBeGreaterThan(stepsBack[0]!.votes);
  await reader.query('commit');
  expect((await migrating).applied).toEqual(names.slice(FROM + 1));
  voting = false;
  await voted;
  await vote();
  const { rows } = await voter.query<{ n: number }>(
    'select count(*)::int as n from judgments where id = any ($1)',
    [votes],
  );
  expect(rows[0]!.n).toBe(votes.length);
  await Promise.all([voter.end(), reader.end()]);
});
