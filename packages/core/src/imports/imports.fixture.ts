import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pairing } from '@pairwright/contract/imports';
import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { plainPair } from '@pairwright/domain/judgment/form';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { sql } from 'kysely';
import type { ProjectContext, Services } from '../context.ts';

const pairMain = {
  kind: 'pair',
  scale: { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true },
  levels: null,
} as const satisfies MainQuestion;

export const rankMain: MainQuestion = {
  kind: 'rank',
  allowTies: true,
  allowUnacceptable: false,
  topK: null,
  allowCannotJudge: true,
};

export const thumbsMain: MainQuestion = {
  kind: 'single',
  ask: 'thumbs',
  stopAtFirstError: false,
  allowCannotJudge: true,
};

/** A form that asks this and nothing else. */
export function formOf(main: MainQuestion): QuestionForm {
  return { ...plainPair(pairMain.scale), main };
}

export const allPairs: Pairing = { plan: 'all_pairs' };

/** A job that was put into the queue of a fixture. */
export type Enqueued = { name: string; payload: unknown };

export interface ImportFixture {
  readonly db: TestDatabase;
  readonly artifacts: ArtifactStore;
  readonly services: Services;
  readonly enqueued: Enqueued[];
  /** A project that asks this question; of pairs unless told. */
  newProject(main?: MainQuestion): Promise<string>;
  contextOf(projectId: string): ProjectContext;
  close(): Promise<void>;
}

/** A database, a folder store and services whose queue only remembers. */
export async function openImportFixture(): Promise<ImportFixture> {
  const db = await createTestDatabase({ poolSize: 6 });
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-imports-'));
  const artifacts = await openFolderStore(folder);
  const enqueued: Enqueued[] = [];
  const services: Services = {
    db,
    artifacts,
    clock: systemClock,
    ids: systemIds,
    sealer: Sealer.ofOneRun(),
    log: createLogger({ name: 'test', level: 'silent' }),
    queue: absentQueue(async (name, payload) => void enqueued.push({ name, payload })),
  };
  const owner = systemIds.next();
  await sql`insert into users (id, kind, email, name, is_owner) values (${owner}, 'person', 'owner@example.org', 'Owner', true)`.execute(
    db.db,
  );
  return {
    db,
    artifacts,
    services,
    enqueued,
    async newProject(main = pairMain) {
      const id = systemIds.next();
      await sql`insert into projects (id, slug, name, template, language, target_judgments, lease_minutes)
        values (${id}, ${`p-${id}`}, 'Project', 'pairwise', 'en', 3, 30)`.execute(db.db);
      await sql`insert into questions (project_id, version, text_en, text_zh, form)
        values (${id}, 1, 'Q', '问', ${JSON.stringify(formOf(main))})`.execute(db.db);
      return id;
    },
    contextOf: (projectId) => ({
      ...services,
      projectId,
      role: 'admin',
      actor: { userId: owner, isOwner: true, via: 'session', scopes: new Set(), onlyIn: null, tokenId: null },
    }),
    async close() {
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The bytes in blocks of a size that cuts lines and characters anywhere. */
export async function* blocks(text: string | Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text as string);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A valid row: prompt number `n` answered by the models named. */
export function rowText(n: number, models: readonly string[] = ['a', 'b']): string {
  return JSON.stringify({
    prompt_id: `p-${n}`,
    lang: 'en',
    messages: [{ role: 'user', content: `Question ${n}?` }],
    responses: models.map((model) => ({ model, content: `Answer of ${model} to ${n}.` })),
  });
}

/** The project's content in a form that does not depend on ids: what two equal imports have in common. */
export async function contentOf(db: TestDatabase, projectId: string): Promise<unknown> {
  const prompts =
    await sql`select external_id, messages::text as messages, language, category, source, metadata::text as metadata
    from prompts where project_id = ${projectId} order by id`.execute(db.db);
  const responses =
    await sql`select p.messages::text as prompt, r.model, r.messages::text as messages, r.metadata::text as metadata
    from responses r join prompts p on p.id = r.prompt_id where p.project_id = ${projectId} order by r.id`.execute(
      db.db,
    );
  const comparisons =
    await sql`select c.rank, p.messages::text as prompt, c.target_judgments, c.metadata::text as metadata, c.state, c.judge_turn, c.sensitive,
      (select r.model from responses r where r.id = c.response_ids[1]) as model_a,
      (select r.model from responses r where r.id = c.response_ids[2]) as model_b,
      (select json_agg(json_build_array(r.model, r.messages) order by array_position(c.response_ids, r.id))
        from responses r where r.id = any(c.response_ids)) as responses
    from comparisons c join prompts p on p.id = c.prompt_id
    where c.project_id = ${projectId} order by c.rank`.execute(db.db);
  return { prompts: prompts.rows, responses: responses.rows, comparisons: comparisons.rows };
}
