import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import type { Tx } from '@pairwright/db/transaction';

interface Sum {
  readonly judgments: number;
  readonly sha256: string;
}

/** What most entries `sealJudgments` say: these judgments were there. Times are half open: after `from`, up to `to`. */
export interface Seal extends Sum {
  /** Null: from the first judgment on. */
  readonly from: string | null;
  readonly to: string;
}

/** What the others say: judgments of a time that was sealed already were there, as the so manieth block of such ones. */
export interface LateSeal extends Sum {
  readonly late: number;
}

/** At most, so that a seal of a large project is made and checked in constant memory. */
export const MOST_SEALED = 10_000;

/** Projects with judgments that no seal has yet. */
export async function findUnsealed(db: Executor): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from projects p left join audit_seals s on s.project_id = p.id
    where exists (select from judgments j where j.project_id = p.id and j.source = 'annotator' and j.created_at > coalesce(s.to_at, '-infinity'))
      or exists (select from late_judgments l where l.project_id = p.id and l.seal is null)
    order by p.id`.execute(db);
  return rows.map(({ id }) => id);
}

/**
 * Says that judgments of a project are closed up to now, or up to the last of them where the clock has gone back since. Gives the
 * moment. Who comes with an earlier time from now on notes it.
 */
export async function closeTime(db: Executor, projectId: string): Promise<string> {
  const { rows } = await sql<{ closing: string }>`
    insert into audit_seals as s (project_id, to_at, closing_at)
    values (${projectId}, '-infinity', greatest(clock_timestamp(),
      (select max(j.created_at) from judgments j where j.project_id = ${projectId} and j.source = 'annotator')))
    on conflict (project_id) do update set closing_at = greatest(s.closing_at, s.to_at, excluded.closing_at)
    returning closing_at as closing`.execute(db);
  return rows[0]!.closing;
}

/**
 * Transactions that write judgments now, and may have begun to before others said what is closed. Whoever inserts holds this
 * lock to the end, so no clock is asked.
 */
export async function writersOfJudgments(db: Executor): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select l.virtualtransaction as id from pg_locks l join pg_database d on d.oid = l.database
    where d.datname = current_database() and l.locktype = 'relation' and l.relation = 'judgments'::regclass
      and l.mode = 'RowExclusiveLock' and l.granted and l.pid <> pg_backend_pid()`.execute(db);
  return rows.map(({ id }) => id);
}

/** Up to where a project is sealed, locked against others that seal; null: nothing is. */
export async function holdSeal(db: Tx, projectId: string): Promise<string | null> {
  const { rows } = await sql<{ to: string | null }>`
    select nullif(to_at, '-infinity') as to from audit_seals where project_id = ${projectId} for update`.execute(
    db,
  );
  return rows[0]?.to ?? null;
}

export interface Span {
  readonly projectId: string;
  readonly from: string | null;
  readonly to: string;
}

const within = ({ projectId, from, to }: Span) => sql`
  j.project_id = ${projectId} and j.source = 'annotator' and j.created_at > coalesce(${from}::timestamptz, '-infinity') and j.created_at <= ${to}::timestamptz`;

/** Where the next seal ends: behind at most `MOST_SEALED` judgments, together with all of the same moment, or at the end of the span. */
export async function endOfSeal(db: Executor, span: Span): Promise<string> {
  const { rows } = await sql<{ to: string | null }>`
    select j.created_at as "to" from judgments j where ${within(span)}
    order by j.created_at, j.id offset ${MOST_SEALED - 1} limit 1`.execute(db);
  return rows[0]?.to ?? span.to;
}

const hash = sql`sha256(convert_to(jsonb_build_array(j.id, j.comparison_id, j.assignment_id, j.annotator_id,
  j.question_version, j.guidelines_version, j.outcome, j.position, j.strength, j.ranks, j.rationale, j.details, j.source,
  j.supersedes, encode(j.payload_hash, 'hex'), j.created_at)::text, 'UTF8'))`;

const sum = sql`count(*) as judgments,
  encode(sha256(coalesce(string_agg(one.hash, ''::bytea order by one.created_at, one.id), ''::bytea)), 'hex') as sha256`;

/** The judgments of a time, without those that came late: how many, and one hash over what each of them says, in the order of time and id. */
export async function sumJudgments(db: Executor, span: Span): Promise<Sum> {
  const { rows } = await sql<Sum>`
    select ${sum} from (
      select j.id, j.created_at, ${hash} as hash from judgments j
      where ${within(span)} and not exists (select from late_judgments l where l.judgment_id = j.id)
    ) one`.execute(db);
  return rows[0]!;
}

/** The same of a block of judgments that came late. */
export async function sumLate(
  db: Executor,
  { projectId, late }: { projectId: string; late: number },
): Promise<Sum> {
  const { rows } = await sql<Sum>`
    select ${sum} from (
      select j.id, j.created_at, ${hash} as hash from late_judgments l join judgments j on j.id = l.judgment_id
      where l.project_id = ${projectId} and l.seal = ${late} and j.project_id = l.project_id
    ) one`.execute(db);
  return rows[0]!;
}

/** Puts up to `MOST_SEALED` judgments that came late into the next block of such ones; gives its number, null when there are none. */
export async function blockOfLate(db: Tx, projectId: string): Promise<number | null> {
  const { rows } = await sql<{ seal: number }>`
    update late_judgments l set seal = (select coalesce(max(seal), 0) + 1 from late_judgments where project_id = ${projectId})
    where l.judgment_id in (
      select judgment_id from late_judgments where project_id = ${projectId} and seal is null order by judgment_id limit ${MOST_SEALED})
    returning l.seal`.execute(db);
  return rows[0]?.seal ?? null;
}

export async function moveSeal(db: Executor, projectId: string, to: string): Promise<void> {
  await db.updateTable('audit_seals').set({ to_at: to }).where('project_id', '=', projectId).execute();
}

/** Whether the project is still there: with it go its judgments, which its seals then say nothing of. */
export async function projectExists(db: Executor, projectId: string): Promise<boolean> {
  const row = await db.selectFrom('projects').select('id').where('id', '=', projectId).executeTakeFirst();
  return row !== undefined;
}
