import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { createProject, submission, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { claimAssignments } from '@pairwright/core/annotate/claim-assignments.service';
import { submitJudgment } from '@pairwright/core/annotate/submit-judgment.service';
import { recordSystem } from '@pairwright/core/audit/record-system';
import { sealJudgments } from '@pairwright/core/audit/seal-judgments.service';
import { addPair, addVote, createStage, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { createDataset, freezeDataset, startExport } from '@pairwright/core/datasets/datasets.service';
import { runExport } from '@pairwright/core/datasets/export-run.service';
import { freezeVersion } from '@pairwright/core/datasets/freeze.service';
import { storeUpload } from '@pairwright/core/imports/receive-upload';
import { addKindsAndPerson } from '@pairwright/core/system/upgrade.fixture';
import { RowKeeper } from '@pairwright/core/system/upgrade-rows.fixture';
import { connectClient } from '@pairwright/db/connect';
import { inTransaction } from '@pairwright/db/transaction';
import { loadDemo } from '@pairwright/demo/load-demo';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import { systemClock } from '@pairwright/runtime/clock';
import { type Config, readConfig } from '@pairwright/runtime/env';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { vi } from 'vitest';
import { LEFT_OUT } from './backup/tables.ts';
import { fillRest } from './fill-rest.fixture.ts';

/** Waits as long as a busy machine takes. */
export const until = (check: () => unknown): Promise<unknown> =>
  vi.waitFor(check, { timeout: 60_000, interval: 20 });

/** A folder that is gone when the tests are. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-operate-'));
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export const configOf = (env: Record<string, string>): Config => readConfig({ LOG_LEVEL: 'warn', ...env });

/** An installation in use: people, projects, votes, a frozen version with files, uploads, images, an audit log with a seal. */
export interface Filled {
  readonly database: TestDatabase;
  readonly store: ArtifactStore;
  readonly project: TestProject;
}

const texts = [
  'plain',
  '中文，标点。',
  'tab\tand\nline\r\nand \\ and \\N and \\.',
  '𝒳 👩‍👩‍👧‍👦',
  '" \u0001 \u2028',
  '',
];

/** Fills a database and a store. `demo`: with everything that `npm start` brings. */
export async function fillInstallation(store: ArtifactStore, { demo = false } = {}): Promise<Filled> {
  const database = await createTestDatabase({ poolSize: 8 });
  const services = {
    db: database,
    queue: absentQueue(async () => undefined),
    artifacts: store,
    clock: systemClock,
    ids: systemIds,
    log: createLogger({ name: 'test', level: 'silent' }),
    sealer: Sealer.ofOneRun(),
  };
  if (demo) await loadDemo(services);
  const stage = await createStage(database, { annotators: 2 });
  const on = { ...stage, ctx: { ...stage.ctx, artifacts: store } };
  for (const [rank, content] of texts.entries()) {
    const id = await addPair(on, {
      rank,
      prompt: [{ role: 'user', content }],
      first: [{ role: 'assistant', content: `${content}1` }],
      second: [{ role: 'assistant', content }],
    });
    await addVote(on, id, {
      annotator: on.annotators[0]!,
      outcome: 'preference',
      strength: -0.1,
      rationale: content,
    });
  }
  const { signal } = new AbortController();
  const dataset = await createDataset(on.ctx, { name: 'Réward 奖励', recipe: plainRecipe });
  const version = await freezeDataset(on.ctx, dataset.id);
  await freezeVersion(on.ctx, { versionId: version.id, signal });
  const job = await startExport(on.ctx, { versionId: version.id, format: 'votes' });
  await runExport(on.ctx, { exportId: job.id, signal });
  await storeUpload(
    services,
    { projectId: on.projectId, createdBy: null },
    { filename: 'outputs.jsonl', body: manyBytes() },
  );
  await addImage(database, store, on.projectId);
  await sealJudgments(services);
  await inTransaction(database.db, (db) =>
    recordSystem(db, {
      action: 'createProject',
      objectKind: 'project',
      objectId: on.projectId,
      projectId: on.projectId,
      before: null,
      after: { name: 'Café' },
    }),
  );
  await addPeople(database, on.annotators);
  await fillRest(database, services, { projectId: on.projectId, personId: on.annotators[0]! });
  await stage.close();
  const project = await createProject(database, { comparisons: 400, target: 2, annotators: 2 });
  return { database, store, project };
}

/** Rows of everything that is kept about people and their work, in the tables that nothing above has filled. */
async function addPeople({ url }: TestDatabase, annotators: readonly string[]): Promise<void> {
  const client = await connectClient({ url, applicationName: 'test' });
  try {
    await addKindsAndPerson(client, new RowKeeper(client, 'now'), { level: 'now', annotators });
  } finally {
    await client.end();
  }
}

/** More than one block of any stream. */
async function* manyBytes(): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < 40; at += 1) yield Buffer.alloc(100_000, at);
}

async function addImage(database: TestDatabase, store: ArtifactStore, projectId: string): Promise<void> {
  const sha256 = 'ab'.repeat(32);
  await store.write(`media/${projectId}/${sha256}`, oneOf(Buffer.from('an image')));
  await database.db
    .insertInto('media')
    .values({ project_id: projectId, sha256, type: 'image/png', width: 1, height: 1, size_bytes: 8 })
    .execute();
}

export async function* oneOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

/** Claims and votes one after the other until it is stopped; the first failure is thrown by stop(). */
export function keepVoting({ project }: Filled): { votes(): number; stop(): Promise<number> } {
  let going = true;
  let count = 0;
  const running = (async () => {
    while (going) {
      const ctx = project.annotators[count % 2]!;
      const { items } = await claimAssignments(ctx, { count: 1 });
      if (items[0] === undefined) break;
      await submitJudgment(ctx, { ...submission(), assignmentId: items[0].id });
      count += 1;
    }
  })();
  running.catch(() => undefined);
  return {
    votes: () => count,
    async stop() {
      going = false;
      await running;
      return count;
    },
  };
}

/** Every row of every table that a backup keeps, as text; `snapshot`: as that moment saw them. */
export async function dumpTables(url: string, snapshot?: string): Promise<Map<string, string[]>> {
  const client = new pg.Client({ connectionString: url, options: '-c TimeZone=UTC' });
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    if (snapshot !== undefined) await client.query(`set transaction snapshot '${snapshot}'`);
    const tables = await client.query<{ name: string }>(
      `select c.relname as name from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`,
    );
    const dump = new Map<string, string[]>();
    for (const { name } of tables.rows) {
      if ((LEFT_OUT as readonly string[]).includes(name)) continue;
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t order by 1`);
      dump.set(
        name,
        rows.map(({ row }) => row),
      );
    }
    return dump;
  } finally {
    await client.end();
  }
}

/** Every file of a store with the sum of its bytes. */
export async function dumpStore(store: ArtifactStore): Promise<Map<string, string>> {
  const dump = new Map<string, string>();
  for (const prefix of ['exports', 'imports', 'media'])
    for await (const { key } of store.list(prefix)) {
      const hash = createHash('sha256');
      for await (const chunk of (await store.read(key)) as AsyncIterable<Uint8Array>) hash.update(chunk);
      dump.set(key, hash.digest('hex'));
    }
  return dump;
}

/** Constraints, indexes, triggers and defaults, as the catalogue tells them. */
export async function dumpSchema(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ line: string }>(`
      select conrelid::regclass || ' ' || conname || ' ' || convalidated || ' ' || pg_get_constraintdef(oid) as line
        from pg_constraint where connamespace = 'public'::regnamespace
      union all select indexdef from pg_indexes where schemaname = 'public'
      union all select tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal
      union all select table_name || '.' || column_name || ' ' || data_type || ' ' || coalesce(column_default, '') || is_nullable
        from information_schema.columns where table_schema = 'public'
      order by 1`);
    return rows.map(({ line }) => line);
  } finally {
    await client.end();
  }
}

export const folderStoreIn = (folder: string) => openFolderStore(path.join(folder, 'artifacts'));
