import { type Kysely, sql } from 'kysely';
import type { Submission } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Database } from '@pairwright/db/database';
import type { DB } from '@pairwright/db/tables.generated';
import { plainPair } from '@pairwright/domain/judgment/form';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import type { ProjectContext } from '../context.ts';
import { usualView } from './usual-view.ts';

/** A project to annotate in, for database tests. */
export interface TestProject {
  readonly projectId: string;
  /** By rank, from 1. */
  readonly comparisonIds: string[];
  /** One context per annotator. */
  readonly annotators: ProjectContext[];
}

export interface TestProjectOptions {
  readonly comparisons: number;
  readonly target?: number;
  readonly annotators?: number;
  readonly points?: number;
  /** Instead of a scale of so many points. */
  readonly form?: QuestionForm;
  /** Responses of each comparison, 2 unless said otherwise. */
  readonly responses?: number;
  readonly leaseMinutes?: number;
}

export async function createProject(database: Database, options: TestProjectOptions): Promise<TestProject> {
  const { db } = database;
  const projectId = systemIds.next();
  const batchId = systemIds.next();
  const users = Array.from({ length: options.annotators ?? 1 }, () => systemIds.next());
  await db
    .insertInto('users')
    .values(users.map((id) => ({ id, kind: 'person' as const, email: `${id}@example.org`, name: id })))
    .execute();
  await db
    .insertInto('projects')
    .values({
      id: projectId,
      slug: projectId,
      name: 'Test',
      template: 'pair_7',
      language: 'en',
      target_judgments: options.target ?? 3,
      lease_minutes: options.leaseMinutes ?? 30,
    })
    .execute();
  await db
    .insertInto('questions')
    .values({
      project_id: projectId,
      version: 1,
      text_en: 'Which is better?',
      text_zh: '哪个更好？',
      form: JSON.stringify(
        options.form ??
          plainPair({
            points: options.points ?? 7,
            allowTie: true,
            allowBothBad: true,
            allowCannotJudge: false,
          }),
      ),
    })
    .execute();
  await db
    .insertInto('guidelines')
    .values({ project_id: projectId, version: 1, markdown: 'Be fair.' })
    .execute();
  await db.insertInto('batches').values({ id: batchId, project_id: projectId, name: 'first' }).execute();
  await addComparisons(db, {
    projectId,
    batchId,
    count: options.comparisons,
    target: options.target ?? 3,
    responses: options.responses ?? 2,
  });
  const rows = await db
    .selectFrom('comparisons')
    .select('id')
    .where('project_id', '=', projectId)
    .orderBy('rank')
    .execute();
  return {
    projectId,
    comparisonIds: rows.map((row) => row.id),
    annotators: users.map((userId) => contextOf(database, projectId, userId)),
  };
}

/** Comparisons of one prompt each, ranks from 1, text and ids from their number. */
async function addComparisons(
  db: Kysely<DB>,
  to: { projectId: string; batchId: string; count: number; target: number; responses: number },
): Promise<void> {
  // Version and variant as ids of ours have them: the contract takes no other.
  const idOf = (kind: string) =>
    sql`overlay(overlay(md5(${`${to.projectId} ${kind} `}::text || i) placing '7' from 13) placing '8' from 17)::uuid`;
  const text = (role: string, words: string) =>
    sql`json_build_array(json_build_object('role', ${role}::text, 'content', ${words}::text || i))`;
  const numbers = sql`generate_series(1, ${to.count}::int) as i`;
  await sql`insert into prompts (id, project_id, messages, content_hash, language)
    select ${idOf('prompt')}, ${to.projectId}, ${text('user', 'question ')}, int8send(i), 'en' from ${numbers}`.execute(
    db,
  );
  const kinds = ['first', 'second', ...Array.from({ length: 7 }, (_, index) => `next ${index} `)];
  const shown = kinds.slice(0, to.responses);
  for (const [index, kind] of shown.entries()) {
    const model = `secret-model-${'abcdefghi'[index]}`;
    await sql`insert into responses (id, prompt_id, model, messages, content_hash)
      select ${idOf(kind)}, ${idOf('prompt')}, ${model}::text, ${text('assistant', `${kind} `)}, decode(md5(${model}::text || i), 'hex') from ${numbers}`.execute(
      db,
    );
  }
  await sql`insert into comparisons (id, project_id, prompt_id, response_ids, batch_id, rank, target_judgments, side_seed)
    select ${idOf('comparison')}, ${to.projectId}, ${idOf('prompt')}, array[${sql.join(shown.map(idOf))}], ${to.batchId}, i,
      ${to.target}::int, i % 2 from ${numbers}`.execute(db);
}

export function contextOf(database: Database, projectId: string, userId: string): ProjectContext {
  const services = { db: database, clock: systemClock, ids: systemIds };
  const actor = {
    userId,
    isOwner: false,
    via: 'session',
    scopes: new Set(['annotate']),
    onlyIn: null,
    tokenId: null,
  };
  // Queue, artifacts and log have no part in annotating; using one of them would fail the test.
  return { ...services, actor, projectId, role: 'annotator' } as unknown as ProjectContext;
}

export function submission(id: string = systemIds.next(), change: Partial<Submission> = {}): Submission {
  return {
    id,
    answer: { outcome: 'scale', position: 2 },
    activeMs: 4_000,
    questionVersion: 1,
    guidelinesVersion: 1,
    view: usualView,
    ...change,
  };
}

/** Lets the leases of a project (or only these) run out. */
export async function letExpire(
  database: Database,
  projectId: string,
  assignmentIds?: readonly string[],
): Promise<void> {
  const these = assignmentIds ?? null;
  // Locks as all that changes several leases does: comparisons first, in the order of ids.
  await sql`
    with places as materialized (
      select c.id from comparisons c
      where c.id in (select comparison_id from assignments where project_id = ${projectId} and state = 'leased') order by c.id for no key update
    ), held as materialized (
      select a.id from assignments a join places on places.id = a.comparison_id
      where a.state = 'leased' and (${these}::uuid[] is null or a.id = any(${these}::uuid[]))
      order by a.id for no key update of a
    )
    update assignments a set lease_expires_at = now() - interval '1 second' from held where a.id = held.id`.execute(
    database.db,
  );
}

export interface Counters {
  readonly rank: number;
  readonly leased: number;
  readonly judged: number;
  readonly skipped: number;
}

/** The stored counters, by rank. */
export async function countersOf(database: Database, projectId: string): Promise<Counters[]> {
  return database.db
    .selectFrom('comparisons')
    .select(['rank', 'leased', 'judged', 'skipped'])
    .where('project_id', '=', projectId)
    .orderBy('rank')
    .execute();
}

/** The same numbers counted anew from assignments and judgments of ordinary work, by rank. */
export async function recount(database: Database, projectId: string): Promise<Counters[]> {
  const { rows } = await sql<Counters>`
    select c.rank, count(*) filter (where a.state = 'leased')::int as leased,
      count(*) filter (where a.state = 'submitted' and not j.surplus and a.set_aside is null)::int as judged,
      count(*) filter (where a.state = 'skipped')::int as skipped
    from comparisons c left join assignments a on a.comparison_id = c.id and a.kind = 'normal' left join judgments j on j.id = a.judgment_id
    where c.project_id = ${projectId} group by c.id, c.rank order by c.rank`.execute(database.db);
  return rows;
}
