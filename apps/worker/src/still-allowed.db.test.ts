import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProjectContext } from '@pairwright/core/context';
import { addPair, addVote, createStage, plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import {
  createDataset,
  freezeDataset,
  getExport,
  getVersion,
  startExport,
} from '@pairwright/core/datasets/datasets.service';
import { loopbackOnly, quickFetching } from '@pairwright/core/imports/fetch/fetching.fixture';
import { startFetch } from '@pairwright/core/imports/fetch/sources.service';
import { executeImport } from '@pairwright/core/imports/import-engine';
import { getImport, startCheck, startRun } from '@pairwright/core/imports/imports.service';
import { receiveUpload } from '@pairwright/core/imports/receive-upload';
import { openQueue } from '@pairwright/queue/queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startWorker } from './worker.ts';

const database = await createTestDatabase({ poolSize: 10 });
const { pool } = database;
const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-worker-'));
const log = createLogger({ name: 'test', level: 'silent' });
const connection = { databaseUrl: database.url };
const fetching = quickFetching();
const store = await openFolderStore(folder);
/** Told before anything is written into the store by a worker. */
let beforeWrite: (key: string) => Promise<void> = async () => undefined;
const write: ArtifactStore['write'] = async (...[key, ...rest]) => {
  await beforeWrite(key);
  return store.write(key, ...rest);
};
const artifacts = new Proxy(store, {
  get(_, name) {
    if (name === 'write') return write;
    const value: unknown = Reflect.get(store, name, store);
    return typeof value === 'function' ? value.bind(store) : value;
  },
}) as ArtifactStore;
const services = {
  db: database,
  queue: await openQueue({ connection, log }),
  artifacts,
  clock: systemClock,
  ids: systemIds,
  sealer: Sealer.ofOneRun(),
  log,
};
const stage = await createStage(database);
afterAll(async () => {
  await services.queue.close();
  await stage.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const { projectId } = stage;
let researcher: ProjectContext;
let colleague: ProjectContext;
let versionId: string;

async function addMember(role = 'researcher'): Promise<ProjectContext> {
  const userId = systemIds.next();
  await pool.query(`insert into users (id, kind, email, name) values ($1, 'person', $2, 'Somebody')`, [
    userId,
    `${userId}@example.org`,
  ]);
  await pool.query('insert into project_members (project_id, user_id, role) values ($1, $2, $3)', [
    projectId,
    userId,
    role,
  ]);
  return {
    ...services,
    projectId,
    role,
    actor: { ...stage.ctx.actor, userId, tokenId: null },
  } as ProjectContext;
}

/** The same person with an API token. */
async function withToken(ctx: ProjectContext): Promise<ProjectContext> {
  const tokenId = systemIds.next();
  await pool.query(
    `insert into api_tokens (id, user_id, name, secret_hash, hint, scopes, expires_at)
     values ($1::uuid, $2, 'script', decode(md5($1::uuid::text), 'hex'), 'abcd', '{import,export,manage}', now() + interval '1 day')`,
    [tokenId, ctx.actor.userId],
  );
  return { ...ctx, actor: { ...ctx.actor, via: 'token', tokenId } };
}

async function* rows(count: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n += 1) {
    const responses = ['a', 'b'].map((model) => ({ model, content: `${model}${systemIds.next()}` }));
    yield Buffer.from(
      `${JSON.stringify({ messages: [{ role: 'user', content: `${systemIds.next()}` }], responses })}\n`,
    );
  }
}
const pairing = { plan: 'all_pairs' } as const;
const uploaded = async (ctx: ProjectContext) =>
  (await receiveUpload(ctx, { filename: 'rows.jsonl', body: rows(5) })).id;

interface Outcome {
  readonly state: string;
  readonly error: { readonly code: string } | null;
}
interface Kind {
  /** Asks for it; gives how it stands. */
  ask(ctx: ProjectContext): Promise<() => Promise<Outcome>>;
  readonly done: string;
}

const kinds: Record<string, Kind> = {
  'an export': {
    done: 'ready',
    async ask(ctx) {
      const { id } = await startExport(ctx, { versionId, format: 'votes' });
      return () => getExport(ctx, id);
    },
  },
  'a freeze': {
    done: 'ready',
    async ask(ctx) {
      const dataset = await createDataset(ctx, { name: systemIds.next(), recipe: plainRecipe });
      const { id } = await freezeDataset(ctx, dataset.id);
      return () => getVersion(ctx, id);
    },
  },
  'a check of an import': {
    done: 'checked',
    async ask(ctx) {
      const importId = await uploaded(ctx);
      await startCheck(ctx, { importId, pairing });
      return () => getImport(ctx, importId);
    },
  },
  'a run of an import that somebody else brought': {
    done: 'succeeded',
    async ask(ctx) {
      const importId = await uploaded(colleague);
      await startRun(ctx, { importId, pairing });
      return () => getImport(ctx, importId);
    },
  },
  'a fetch': {
    // Nobody answers there.
    done: 'failed',
    async ask(ctx) {
      const settings = { policy: loopbackOnly, s3: null, mostBytes: 1_000 };
      const { id } = await startFetch(ctx, { address: 'http://127.0.0.1:1/rows.jsonl' }, settings);
      return () => getImport(ctx, id);
    },
  },
};

const ends: [string, (ctx: ProjectContext) => Promise<unknown>][] = [
  [
    'was suspended',
    ({ actor }) => pool.query('update users set disabled_at = now() where id = $1', [actor.userId]),
  ],
  [
    'lost the role',
    ({ actor }) =>
      pool.query(`update project_members set role = 'reviewer' where user_id = $1`, [actor.userId]),
  ],
  [
    'is no member any more',
    ({ actor }) => pool.query('delete from project_members where user_id = $1', [actor.userId]),
  ],
  [
    'asked with a token that was revoked',
    ({ actor }) => pool.query('update api_tokens set revoked_at = now() where user_id = $1', [actor.userId]),
  ],
];

/** Until none of it is under way. */
async function untilAtRest(look: () => Promise<Outcome>): Promise<Outcome> {
  const atWork = new Set(['queued', 'running', 'checking', 'uploading']);
  await vi.waitUntil(async () => !atWork.has((await look()).state), { timeout: 30_000, interval: 50 });
  return look();
}

async function whileWorking<T>(work: () => Promise<T>): Promise<T> {
  const webhooks = { outgoing: openOutgoing(loopbackOnly) };
  const worker = await startWorker(services, {
    connection,
    version: 'test',
    concurrency: 2,
    fetching,
    webhooks,
  });
  try {
    return await work();
  } finally {
    await worker.close();
  }
}

const refused = { state: 'failed', error: { code: 'no_longer_allowed' } };

beforeEach(async () => {
  beforeWrite = async () => undefined;
  researcher = await addMember();
  colleague = await addMember();
  // A version of its own for each test: the same export of one is the same for all who ask.
  const id = await addPair(stage, {
    prompt: [{ role: 'user', content: systemIds.next() }],
    first: [{ role: 'assistant', content: 'a' }],
    second: [{ role: 'assistant', content: 'b' }],
  });
  await addVote(stage, id, { annotator: stage.annotators[0] as string, outcome: 'preference', strength: -2 });
  const dataset = await createDataset(colleague, { name: systemIds.next(), recipe: plainRecipe });
  ({ id: versionId } = await freezeDataset(colleague, dataset.id));
  await whileWorking(() => untilAtRest(() => getVersion(colleague, versionId)));
});

describe.each(Object.entries(kinds))('%s', (_kind, { ask, done }) => {
  test.each(ends)('is refused in the queue when who asked %s since', async (_what, end) => {
    const ctx = await withToken(researcher);
    const look = await ask(ctx);
    await end(ctx);
    expect(await whileWorking(() => untilAtRest(look))).toMatchObject(refused);
  });

  test('comes to its end with a good token, and for who asked in a session when a token of theirs is revoked', async () => {
    const [byToken, inSession] = [await withToken(colleague), researcher];
    await withToken(researcher);
    await pool.query('update api_tokens set revoked_at = now() where user_id = $1', [
      researcher.actor.userId,
    ]);
    for (const ctx of [byToken, inSession]) {
      const outcome = await whileWorking(async () => untilAtRest(await ask(ctx)));
      expect(outcome.state).toBe(done);
      expect(outcome.error?.code).not.toBe('no_longer_allowed');
    }
  });
});

const suspend = () => ends[0]![1](researcher);

test('an export whose asker is shut out while it is written gives nothing out, and is written for who asks next', async () => {
  const job = await startExport(researcher, { versionId, format: 'trl-implicit' });
  beforeWrite = async (key) => void (key.startsWith('exports/') && (await suspend()));
  expect(await whileWorking(() => untilAtRest(() => getExport(colleague, job.id)))).toMatchObject({
    ...refused,
    files: null,
  });
  expect(await readdir(path.join(folder, 'exports', job.id)).catch(() => [])).toEqual([]);
  const again = await startExport(colleague, { versionId, format: 'trl-implicit' });
  expect(again.id).toBe(job.id);
  expect(await whileWorking(() => untilAtRest(() => getExport(colleague, job.id)))).toMatchObject({
    state: 'ready',
    error: null,
  });
});

test('an export that waits for somebody who was shut out is for who asks for the same', async () => {
  const job = await startExport(researcher, { versionId, format: 'votes' });
  await suspend();
  expect((await startExport(colleague, { versionId, format: 'votes' })).id).toBe(job.id);
  expect(await whileWorking(() => untilAtRest(() => getExport(colleague, job.id)))).toMatchObject({
    state: 'ready',
  });
});

test('an export stays with who asked first while they may have it', async () => {
  const job = await startExport(researcher, { versionId, format: 'votes' });
  const other = await withToken(colleague);
  await startExport(other, { versionId, format: 'votes' });
  await ends[3]![1](other);
  expect(await whileWorking(() => untilAtRest(() => getExport(colleague, job.id)))).toMatchObject({
    state: 'ready',
  });
});

test('a freeze whose asker is shut out while it is made leaves no version', async () => {
  const dataset = await createDataset(researcher, { name: 'late', recipe: plainRecipe });
  await pool.query(`create function shut_out() returns trigger language plpgsql as $$ begin
    update users set disabled_at = now() where id = '${researcher.actor.userId}'; return null; end $$`);
  await pool.query(
    'create trigger shut_out after update on freeze_progress for each row execute function shut_out()',
  );
  try {
    const { id } = await freezeDataset(researcher, dataset.id);
    expect(await whileWorking(() => untilAtRest(() => getVersion(colleague, id)))).toMatchObject({
      ...refused,
      rows: null,
    });
    const { rowCount } = await pool.query('select from dataset_rows where version_id = $1', [id]);
    expect(rowCount).toBe(0);
  } finally {
    await pool.query('drop function shut_out cascade');
  }
});

test('an import whose asker is shut out keeps what is added, adds no more, and goes on for who runs it next', async () => {
  const importId = await uploaded(researcher);
  await startRun(researcher, { importId, pairing });
  const { turn } = await database.db
    .selectFrom('imports')
    .select('turn')
    .where('id', '=', importId)
    .executeTakeFirstOrThrow();
  const signal = new AbortController().signal;
  await executeImport(services, {
    importId,
    turn,
    signal,
    lastAttempt: false,
    chunkRows: 2,
    onProgress: async () => void (await suspend()),
  });
  expect(await getImport(colleague, importId)).toMatchObject({ ...refused, comparisonsAdded: 2 });
  await startRun(colleague, { importId, pairing });
  expect(await whileWorking(() => untilAtRest(() => getImport(colleague, importId)))).toMatchObject({
    state: 'succeeded',
    comparisonsAdded: 5,
  });
});

test('an import that may set known answers is refused when its admin is one no more', async () => {
  const admin = await addMember('admin');
  const importId = await uploaded(admin);
  await startRun(admin, { importId, pairing });
  await pool.query(`update project_members set role = 'researcher' where user_id = $1`, [admin.actor.userId]);
  expect(await whileWorking(() => untilAtRest(() => getImport(colleague, importId)))).toMatchObject(refused);
  await startRun({ ...admin, role: 'researcher' }, { importId, pairing });
  expect(await whileWorking(() => untilAtRest(() => getImport(colleague, importId)))).toMatchObject({
    state: 'succeeded',
  });
});
