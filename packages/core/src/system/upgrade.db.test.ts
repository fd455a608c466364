import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Submission } from '@pairwright/contract/judgment';
import { connectClient } from '@pairwright/db/connect';
import { type Database, openDatabase } from '@pairwright/db/database';
import { findMigrationsDir, migrate, readMigrations } from '@pairwright/db/migrate';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { createEmptyDatabase, type EmptyDatabase } from '@pairwright/testkit/test-database';
import { contextOf, submission } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { plainRecipe } from '../datasets/datasets.fixture.ts';
import { createDataset, freezeDataset, getVersion } from '../datasets/datasets.service.ts';
import { freezeVersion } from '../datasets/freeze.service.ts';
import type { ProjectContext } from '../context.ts';
import { refreshProject } from '../resolutions/keep-labels.service.ts';
import { expectSumsExact, keepUp } from '../statistics/overview/overview.fixture.ts';
import { addLevelData, type LevelData, readJudgments } from './upgrade.fixture.ts';
import { firstSaid, type KindData } from './upgrade-kinds.fixture.ts';
import { type Client, differencesOf, type KeptRow } from './upgrade-rows.fixture.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const dir = await findMigrationsDir(import.meta.dirname);
const names = (await readMigrations(dir)).map(({ name }) => name);
/** The first schema that a product ran on; every file after it makes a level that an installation may be at. */
const FIRST = names.findIndex((name) => name.endsWith('-purge-indexes.sql'));

const upTo = (at: number): ReadonlySet<string> => new Set(names.slice(0, at + 1));

const connected = (url: string): Promise<Client> => connectClient({ url, applicationName: 'test' });

/** Everything that was put in is there, said as it was said, and counted as it was counted. */
async function expectNothingLost(client: Client, data: LevelData): Promise<void> {
  expect(await readJudgments(client, data), data.level).toEqual(data.judgments);
  const { rows } = await client.query(
    `select (select count(*)::int from comparisons where project_id = $1) as comparisons,
       (select sum(judged)::int from comparisons where project_id = $1) as judged,
       (select count(*)::int from responses r join prompts p on p.id = r.prompt_id where p.project_id = $1) as responses,
       (select count(*)::int from assignments where project_id = $1 and state = 'submitted') as submitted,
       (select count(*)::int from dataset_votes where version_id = $2) as frozen,
       (select files -> 0 ->> 'key' from exports where id = $3) as file,
       (select form #>> '{main,scale,points}' from questions where project_id = $1) as points`,
    [data.projectId, data.versionId, data.exportId],
  );
  expect(rows, data.level).toEqual([
    {
      comparisons: 6,
      judged: 8,
      responses: 12,
      submitted: 8,
      frozen: 8,
      file: `exports/${data.exportId}/train.jsonl`,
      points: '7',
    },
  ]);
}

const gone = new Set([
  'questions.allow_tie',
  'questions.allow_both_bad',
  'questions.allow_cannot_judge',
  'annotator_cursors.rank',
]);

/** What a migration is there to change; everything else stays as it was written. */
function isMeant({ level, table, row }: KeptRow, column: string | null): boolean {
  // Columns that went: into the form of the question, and for places in an order of routes.
  if (gone.has(`${table}.${column}`)) return true;
  // They are computed anew when somebody looks.
  if (table === 'statistics' && column === null)
    return (
      level < '20261130T130000Z-numbers-of-every-kind.sql' &&
      ['annotators', 'agreement'].includes(row['kind'] as string)
    );
  // What is gold no more says nothing of anybody.
  if (table === 'gold_results' && column === 'matched') return level < '20261201T001000Z-regraded-gold.sql';
  return false;
}

/** Each row is there with every value that it had. */
async function expectRows(client: Client, levels: readonly LevelData[]): Promise<void> {
  const rows = levels.flatMap((level) => level.rows);
  expect(await differencesOf(client, rows, isMeant)).toEqual([]);
}

interface Served {
  readonly projectId: string;
  readonly annotators: readonly string[];
  readonly said: Partial<Submission>;
  /** Comparisons that were judged before. */
  readonly judged: number;
}

/** People go on voting, labels are derived of old votes and new, and the sums are what counting gives. */
async function expectWork(
  database: Database,
  { projectId, annotators, said, judged }: Served,
): Promise<void> {
  const services = servicesOf(database);
  const me = contextOf(database, projectId, annotators[0]!);
  const { items } = await claimAssignments(me, { count: 1 });
  expect(items).toHaveLength(1);
  const receipt = await submitJudgment(me, { ...submission(), ...said, assignmentId: items[0]!.id });
  expect(receipt.status).toBe('counted');
  await refreshProject(services, { projectId, learn: false, signal });
  const labels = await database.db
    .selectFrom('resolutions')
    .innerJoin('comparisons', 'comparisons.id', 'resolutions.comparison_id')
    .select(['comparison_id', 'result'])
    .where('comparisons.project_id', '=', projectId)
    .where('question', '=', 'main')
    .execute();
  expect(new Set(labels.map(({ comparison_id: id }) => id)).size).toBe(judged + 1);
  // Also of what the labels of its level said nothing of.
  expect(labels.filter(({ result }) => !['winner', 'answered'].includes(result))).toEqual([]);
  // What was there before sums were kept is in them too.
  await keepUp(database, projectId);
  await expectSumsExact(database, projectId);
}

const { signal } = new AbortController();
const servicesOf = (database: Database) => ({
  db: database,
  queue: absentQueue(async () => undefined),
  clock: systemClock,
  ids: systemIds,
  log: createLogger({ name: 'test', level: 'silent' }),
  sealer: Sealer.ofOneRun(),
});

const ofPairs = (data: LevelData): Served => ({ ...data, said: {}, judged: 4 });
const ofKind = ({ annotators }: LevelData, { kind, projectId }: KindData): Served => ({
  projectId,
  annotators,
  said: firstSaid(kind),
  judged: 1,
});

/** A version is frozen. */
async function expectFreeze(database: Database, { level, projectId, annotators }: LevelData): Promise<void> {
  const { actor } = contextOf(database, projectId, annotators[0]!);
  await database.db
    .insertInto('project_members')
    .values({ project_id: projectId, user_id: actor.userId, role: 'researcher' })
    .onConflict((conflict) => conflict.columns(['project_id', 'user_id']).doUpdateSet({ role: 'researcher' }))
    .execute();
  const ctx = {
    ...servicesOf(database),
    actor,
    projectId,
    role: 'researcher',
  } as unknown as ProjectContext;
  const dataset = await createDataset(ctx, { name: 'After', recipe: plainRecipe });
  const version = await freezeDataset(ctx, dataset.id);
  await freezeVersion(ctx, { versionId: version.id, signal });
  const frozen = await getVersion(ctx, version.id);
  expect(frozen, level).toMatchObject({ state: 'ready' });
}

/** The project of pairs, and these others. */
async function expectService(
  database: Database,
  data: LevelData,
  kinds: readonly KindData[] = data.kinds,
): Promise<void> {
  try {
    await expectWork(database, ofPairs(data));
    for (const kind of kinds) await expectWork(database, ofKind(data, kind));
  } catch (error) {
    throw new Error(`A project of level ${data.level} is not served.`, { cause: error });
  }
  await expectFreeze(database, data);
}

describe('a database that has seen every level', () => {
  let made: EmptyDatabase;
  let database: Database;
  const levels: LevelData[] = [];

  beforeAll(async () => {
    made = await createEmptyDatabase();
    // Each migration meets rows that were written at each level before it, in the shape that they had there.
    for (let at = FIRST; at < names.length; at += 1) {
      await migrate({ url: made.url, dir, restoreLevel: upTo(at) });
      const client = await connected(made.url);
      levels.push(await addLevelData(client, names[at]!));
      await client.end();
    }
    database = await openDatabase({ url: made.url, applicationName: 'test', poolSize: 4 });
  });
  afterAll(async () => {
    await database.close();
    await made.close();
  });

  test('has lost nothing of any level', async () => {
    expect(levels.length).toBe(names.length - FIRST);
    const client = await connected(made.url);
    for (const level of levels) await expectNothingLost(client, level);
    await client.end();
  });

  test('has every row of every level as it was', async () => {
    const client = await connected(made.url);
    await expectRows(client, levels);
    await client.end();
  });

  test('had a row in every table that points at people', async () => {
    const client = await connected(made.url);
    const { rows } = await client.query<{ name: string }>(
      `select distinct conrelid::regclass::text as name from pg_constraint where contype = 'f' and confrelid = 'users'::regclass`,
    );
    await client.end();
    const filled = new Set(levels.at(-1)!.rows.map(({ table }) => table));
    expect(rows.map(({ name }) => name).filter((name) => !filled.has(name))).toEqual([]);
  });

  test('serves the projects of every level', async () => {
    // Of the other kinds each in its turn: all of them at all levels takes half a minute.
    for (const [at, level] of levels.entries())
      await expectService(database, level, level.kinds.slice(at % 4, (at % 4) + 1));
  });
});

// What an installation does that leaves out versions: all that is pending in one run.
test.each([FIRST, Math.floor((FIRST + names.length) / 2), names.length - 2])(
  'an upgrade in one go from level %i',
  async (at) => {
    const made = await createEmptyDatabase();
    await migrate({ url: made.url, dir, restoreLevel: upTo(at) });
    const client = await connected(made.url);
    const data = await addLevelData(client, names[at]!);
    expect((await migrate({ url: made.url, dir })).applied).toEqual(names.slice(at + 1));
    await expectNothingLost(client, data);
    await expectRows(client, [data]);
    await client.end();
    const database = await openDatabase({ url: made.url, applicationName: 'test', poolSize: 4 });
    await expectService(database, data);
    await database.close();
    await made.close();
  },
);
