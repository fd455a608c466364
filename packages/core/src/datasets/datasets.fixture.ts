import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { recipe, type Recipe } from '@pairwright/contract/datasets';
import type { StoredOutcome } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Message } from '@pairwright/contract/shapes';
import { type CanonicalDetails, detailsText } from '@pairwright/domain/judgment/canonical';
import { plainPair } from '@pairwright/domain/judgment/form';
import type { Database } from '@pairwright/db/database';
import { canonicalMessages } from '@pairwright/formats/canonical';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import type { ArtifactStore } from '@pairwright/runtime/artifacts/store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import type { ProjectContext } from '../context.ts';

export const plainRecipe: Recipe = recipe.parse({});

/** A project with people in it, for database tests of datasets. */
export interface Stage {
  readonly ctx: ProjectContext;
  readonly projectId: string;
  readonly batchId: string;
  readonly annotators: string[];
  readonly artifacts: ArtifactStore;
  readonly folder: string;
  /** Jobs that were asked for. */
  readonly enqueued: { name: string; payload: unknown }[];
  close(): Promise<void>;
}

export async function createStage(
  database: Database,
  options: { annotators?: number; slug?: string } = {},
): Promise<Stage> {
  const { db } = database;
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-artifacts-'));
  const artifacts = await openFolderStore(folder);
  const projectId = systemIds.next();
  const batchId = systemIds.next();
  const annotators = Array.from({ length: options.annotators ?? 7 }, () => systemIds.next());
  const owner = systemIds.next();
  await db
    .insertInto('users')
    .values(
      [owner, ...annotators].map((id) => ({
        id,
        kind: 'person' as const,
        email: `${id}@example.org`,
        name: id,
      })),
    )
    .execute();
  await db
    .insertInto('projects')
    .values({
      id: projectId,
      slug: options.slug ?? `p-${projectId}`,
      name: 'Café "评测" <b>',
      template: 'pair_7',
      language: 'mixed',
      target_judgments: 3,
      lease_minutes: 30,
    })
    .execute();
  await db
    .insertInto('project_members')
    .values({ project_id: projectId, user_id: owner, role: 'researcher' })
    .execute();
  await db
    .insertInto('questions')
    .values({
      project_id: projectId,
      version: 1,
      text_en: 'Which is better?',
      text_zh: '哪个更好？',
      form: JSON.stringify(
        plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
      ),
    })
    .execute();
  await db
    .insertInto('guidelines')
    .values({ project_id: projectId, version: 1, markdown: '# Be fair\n公平' })
    .execute();
  await db.insertInto('batches').values({ id: batchId, project_id: projectId, name: 'first' }).execute();
  const enqueued: Stage['enqueued'] = [];
  const queue = { enqueue: async (name: string, payload: unknown) => void enqueued.push({ name, payload }) };
  const ctx = {
    db: database,
    queue,
    artifacts,
    clock: systemClock,
    ids: systemIds,
    log: createLogger({ level: 'silent', name: 'test' }),
    sealer: Sealer.ofOneRun(),
    actor: {
      userId: owner,
      isOwner: false,
      via: 'session',
      scopes: new Set(['export']),
      onlyIn: null,
      tokenId: null,
    },
    projectId,
    role: 'researcher',
  } as unknown as ProjectContext;
  return {
    ctx,
    projectId,
    batchId,
    annotators,
    artifacts,
    folder,
    enqueued,
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

export interface PairTexts {
  readonly prompt: readonly Message[];
  /** Null: the source names the response without its text. */
  readonly first: readonly Message[] | null;
  readonly second: readonly Message[] | null;
  readonly externalId?: string;
  readonly source?: string;
  readonly rank?: number;
}

/** Adds a prompt with two responses and their comparison; gives the comparison's id. */
export async function addPair({ ctx, projectId, batchId }: Stage, texts: PairTexts): Promise<string> {
  const { db } = ctx.db;
  const [prompt, first, second, comparison] = [
    ctx.ids.next(),
    ctx.ids.next(),
    ctx.ids.next(),
    ctx.ids.next(),
  ];
  await db
    .insertInto('prompts')
    .values({
      id: prompt,
      project_id: projectId,
      messages: canonicalMessages(texts.prompt),
      content_hash: randomBytes(32),
      external_id: texts.externalId ?? null,
      source: texts.source ?? null,
    })
    .execute();
  for (const [id, model, messages] of [
    [first, 'model "甲"', texts.first],
    [second, 'model\tB\\', texts.second],
  ] as const) {
    await db
      .insertInto('responses')
      .values({
        id,
        prompt_id: prompt,
        model,
        messages: messages === null ? null : canonicalMessages(messages),
        content_hash: randomBytes(32),
      })
      .execute();
  }
  await db
    .insertInto('comparisons')
    .values({
      id: comparison,
      project_id: projectId,
      prompt_id: prompt,
      response_ids: [first, second],
      batch_id: batchId,
      rank: texts.rank ?? 1,
      target_judgments: 3,
      side_seed: 0,
    })
    .execute();
  return comparison;
}

/** Adds a prompt with these responses and their comparison; null: the source names the response without its text. */
export async function addGroup(
  { ctx, projectId, batchId }: Stage,
  given: {
    readonly responses: readonly (readonly Message[] | null)[];
    readonly prompt?: readonly Message[];
    readonly rank?: number;
    readonly judgeTurn?: number;
  },
): Promise<{ comparisonId: string; promptId: string; responseIds: string[] }> {
  const { db } = ctx.db;
  const [promptId, comparisonId] = [ctx.ids.next(), ctx.ids.next()];
  const responseIds = given.responses.map(() => ctx.ids.next());
  await db
    .insertInto('prompts')
    .values({
      id: promptId,
      project_id: projectId,
      messages: canonicalMessages(given.prompt ?? [{ role: 'user', content: 'q' }]),
      content_hash: randomBytes(32),
    })
    .execute();
  await db
    .insertInto('responses')
    .values(
      given.responses.map((messages, index) => ({
        id: responseIds[index] as string,
        prompt_id: promptId,
        model: `model ${index}`,
        messages: messages === null ? null : canonicalMessages(messages),
        content_hash: randomBytes(32),
      })),
    )
    .execute();
  await db
    .insertInto('comparisons')
    .values({
      id: comparisonId,
      project_id: projectId,
      prompt_id: promptId,
      response_ids: responseIds,
      batch_id: batchId,
      rank: given.rank ?? 1,
      target_judgments: 3,
      side_seed: 0,
      judge_turn: given.judgeTurn ?? null,
    })
    .execute();
  return { comparisonId, promptId, responseIds };
}

/** Adds the next version of the project's question. */
export async function addQuestion(
  { ctx, projectId }: Stage,
  version: number,
  form: QuestionForm,
): Promise<void> {
  await ctx.db.db
    .insertInto('questions')
    .values({
      project_id: projectId,
      version,
      text_en: `Question ${version}?`,
      text_zh: `问题 ${version}？`,
      form: JSON.stringify(form),
    })
    .execute();
}

export interface GivenVote {
  readonly annotator: string;
  readonly outcome: StoredOutcome | 'retracted';
  readonly strength?: number | null;
  readonly ranks?: readonly (number | null)[];
  readonly details?: CanonicalDetails;
  readonly questionVersion?: number;
  readonly guidelinesVersion?: number;
  /** As shown; two responses, the second first, unless given. */
  readonly order?: readonly number[];
  readonly kind?: 'normal' | 'gold' | 'repeat' | 'practice' | 'review' | 'imported';
  readonly repeat?: number;
  readonly samplingProbability?: number;
  readonly surplus?: boolean;
  readonly supersedes?: string;
  /** The assignment of the judgment that this one supersedes. */
  readonly assignmentId?: string;
  readonly rationale?: string;
  readonly view?: unknown;
  /** Known where a rationale was written, unless said. */
  readonly activeMs?: number;
  /** By who judged here, unless said. */
  readonly source?: 'import';
}

/** Stores a judgment (with an assignment of its own unless one is given); gives both ids. */
export async function addVote(
  { ctx, projectId }: Stage,
  comparisonId: string,
  vote: GivenVote,
): Promise<{ judgmentId: string; assignmentId: string }> {
  const { db } = ctx.db;
  const judgmentId = ctx.ids.next();
  const assignmentId = vote.assignmentId ?? ctx.ids.next();
  if (vote.assignmentId === undefined) {
    await db
      .insertInto('assignments')
      .values({
        id: assignmentId,
        project_id: projectId,
        comparison_id: comparisonId,
        annotator_id: vote.annotator,
        kind: vote.kind ?? 'normal',
        repeat_number: vote.repeat ?? 0,
        sampling_probability: vote.samplingProbability ?? null,
        presented_order: [...(vote.order ?? [1, 0])],
        state: 'submitted',
        question_version: vote.questionVersion ?? 1,
        guidelines_version: vote.guidelinesVersion ?? 1,
      })
      .execute();
  }
  const strength = vote.outcome === 'preference' ? (vote.strength ?? 1) : (vote.strength ?? null);
  await db
    .insertInto('judgments')
    .values({
      id: judgmentId,
      project_id: projectId,
      comparison_id: comparisonId,
      assignment_id: assignmentId,
      annotator_id: vote.annotator,
      question_version: vote.questionVersion ?? 1,
      guidelines_version: vote.guidelinesVersion ?? 1,
      outcome: vote.outcome,
      strength,
      ranks: vote.ranks === undefined ? null : ([...vote.ranks] as number[]),
      details: vote.details === undefined ? null : detailsText(vote.details),
      position: vote.outcome === 'preference' ? 2 : null,
      surplus: vote.surplus ?? false,
      supersedes: vote.supersedes ?? null,
      rationale: vote.rationale ?? null,
      view: vote.view === undefined ? null : JSON.stringify(vote.view),
      active_ms: vote.activeMs ?? (vote.rationale === undefined ? null : 1234),
      payload_hash: randomBytes(32),
      ...(vote.source === undefined ? {} : { source: vote.source }),
    })
    .execute();
  await db
    .updateTable('assignments')
    .set({ judgment_id: judgmentId })
    .where('id', '=', assignmentId)
    .execute();
  return { judgmentId, assignmentId };
}

export async function addFlag({ ctx, projectId, annotators }: Stage, comparisonId: string): Promise<string> {
  const annotator = annotators[0] as string;
  const assignment = await ctx.db.db
    .insertInto('assignments')
    .values({
      id: ctx.ids.next(),
      project_id: projectId,
      comparison_id: comparisonId,
      annotator_id: annotator,
      repeat_number: 99,
      presented_order: [0, 1],
      state: 'skipped',
      question_version: 1,
      guidelines_version: 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const id = ctx.ids.next();
  await ctx.db.db
    .insertInto('flags')
    .values({
      id,
      project_id: projectId,
      comparison_id: comparisonId,
      assignment_id: assignment.id,
      annotator_id: annotator,
      reason: 'broken',
    })
    .execute();
  return id;
}

/** Takes all comparisons and what hangs on them away again, for tests that fill a project many times. */
export async function emptyProject({ ctx, projectId }: Stage): Promise<void> {
  await ctx.db.db.transaction().execute(async (db) => {
    await sql`set local pairwright.purge = 'on'`.execute(db);
    await db.deleteFrom('judgments').where('project_id', '=', projectId).execute();
    await db.deleteFrom('assignments').where('project_id', '=', projectId).execute();
    await db.deleteFrom('prompts').where('project_id', '=', projectId).execute();
  });
}

/** Adds one prompt whose responses are all compared with each other and judged: few texts, and a large export. */
export async function addAllPairs(
  { ctx, projectId, batchId, annotators }: Stage,
  responses: number,
): Promise<void> {
  const { db } = ctx.db;
  const prompt = ctx.ids.next();
  const idOf = (kind: string, number: string) => sql.raw(`md5('${projectId} ${kind} ' || ${number})::uuid`);
  await db
    .insertInto('prompts')
    .values({
      id: prompt,
      project_id: projectId,
      messages: '[{"role":"user","content":"问题"}]',
      content_hash: Buffer.from('x'),
    })
    .execute();
  await sql`insert into responses (id, prompt_id, model, messages, content_hash)
    select ${idOf('response', 'i')}, ${prompt}, 'model ' || i, json_build_array(json_build_object('role', 'assistant', 'content', repeat('answer ' || i || ' 回答 ', 350))), int8send(i)
    from generate_series(1, ${responses}::int) i`.execute(db);
  await sql`insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, side_seed)
    select ${idOf('comparison', "i || '/' || k")}, ${projectId}, ${prompt}, array[${idOf('response', 'i')}, ${idOf('response', 'k')}], ${batchId}, row_number() over (), 1, 0
    from generate_series(1, ${responses}::int) i, generate_series(1, ${responses}::int) k where i < k`.execute(
    db,
  );
  await sql`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version)
    select md5('assignment ' || id)::uuid, project_id, id, ${annotators[0]}, '{0,1}', 'submitted', 1, 1 from comparisons where project_id = ${projectId}`.execute(
    db,
  );
  await sql`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength, position, payload_hash)
    select md5('judgment ' || id)::uuid, project_id, comparison_id, id, annotator_id, 1, 1, 'preference', -2, 2, '' from assignments where project_id = ${projectId}`.execute(
    db,
  );
}

/** Adds the response that a rewrite became; gives the details that name it. */
export async function addRewrite(
  { ctx }: Stage,
  of: {
    readonly comparisonId: string;
    readonly author: string;
    readonly parent: number | null;
    readonly content: string;
  },
): Promise<CanonicalDetails> {
  const { db } = ctx.db;
  const comparison = await db
    .selectFrom('comparisons')
    .select(['prompt_id', 'response_ids'])
    .where('id', '=', of.comparisonId)
    .executeTakeFirstOrThrow();
  const id = ctx.ids.next();
  await db
    .insertInto('responses')
    .values({
      id,
      prompt_id: comparison.prompt_id,
      model: 'human',
      messages: canonicalMessages([{ role: 'assistant', content: of.content }]),
      content_hash: randomBytes(32),
      origin: 'rewrite',
      parent_id: of.parent === null ? null : comparison.response_ids[of.parent],
      author_id: of.author,
    })
    .execute();
  return { ...noDetails, rewrite: { response_id: id, parent: of.parent, content: of.content } };
}

export const noDetails: CanonicalDetails = {
  criteria: [],
  ratings: [],
  flags: [],
  safe: null,
  reasons: [],
  spans: [],
  rewrite: null,
  steps: null,
};
