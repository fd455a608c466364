import { sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';

/** What an entry `sealJudgments` says: these judgments were there. Times are half open: after `from`, up to `to`. */
export interface Seal {
  /** Null: from the first judgment on. */
  readonly from: string | null;
  readonly to: string;
  readonly judgments: number;
  readonly sha256: string;
}

/** At most, so that a seal of a large project is made and checked in constant memory. */
export const MOST_SEALED = 10_000;

/**
 * Up to when all judgments of our own annotators are there: the start of the oldest transaction that is still running. They
 * have the time at which their row was written, so none of an earlier time can still come. Imported ones may have any time:
 * they are held by the sha256 of their file.
 */
export async function completeUntil(db: Executor): Promise<string> {
  const { rows } = await sql<{ until: string }>`
    select least(min(xact_start), statement_timestamp()) as until from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(db);
  return rows[0]!.until;
}

export interface ToSeal {
  readonly projectId: string;
  readonly from: string | null;
}

/** Projects with judgments that no seal has yet. */
export async function findUnsealed(db: Executor, until: string): Promise<ToSeal[]> {
  const { rows } = await sql<ToSeal>`
    select p.id as "projectId", s.to_at as "from" from projects p left join audit_seals s on s.project_id = p.id
    where exists (select from judgments j where j.project_id = p.id and j.source = 'annotator'
      and j.created_at > coalesce(s.to_at, '-infinity') and j.created_at <= ${until}::timestamptz)
    order by p.id`.execute(db);
  return rows;
}

/** Where the next seal ends: behind at most `MOST_SEALED` judgments, together with all of the same moment. */
export async function endOfSeal(
  db: Executor,
  { projectId, from, until }: ToSeal & { readonly until: string },
): Promise<string> {
  const { rows } = await sql<{ to: string | null }>`
    select j.created_at as "to" from judgments j
    where j.project_id = ${projectId} and j.source = 'annotator' and j.created_at > coalesce(${from}::timestamptz, '-infinity') and j.created_at <= ${until}::timestamptz
    order by j.created_at, j.id offset ${MOST_SEALED - 1} limit 1`.execute(db);
  return rows[0]?.to ?? until;
}

/** The judgments of a time: how many, and one hash over what each of them says, in the order of time and id. */
export async function sumJudgments(
  db: Executor,
  { projectId, from, to }: ToSeal & { readonly to: string },
): Promise<Pick<Seal, 'judgments' | 'sha256'>> {
  const { rows } = await sql<{ judgments: number; sha256: string }>`
    select count(*) as judgments, encode(sha256(coalesce(string_agg(one.hash, ''::bytea order by one.created_at, one.id), ''::bytea)), 'hex') as sha256
    from (
      select j.id, j.created_at, sha256(convert_to(jsonb_build_array(j.id, j.comparison_id, j.assignment_id, j.annotator_id,
        j.question_version, j.guidelines_version, j.outcome, j.position, j.strength, j.ranks, j.rationale, j.details, j.source,
        j.supersedes, encode(j.payload_hash, 'hex'), j.created_at)::text, 'UTF8')) as hash
      from judgments j
      where j.project_id = ${projectId} and j.source = 'annotator' and j.created_at > coalesce(${from}::timestamptz, '-infinity') and j.created_at <= ${to}::timestamptz
    ) one`.execute(db);
  return rows[0]!;
}

export async function moveSeal(db: Executor, projectId: string, to: string): Promise<void> {
  await db
    .insertInto('audit_seals')
    .values({ project_id: projectId, to_at: to })
    .onConflict((conflict) => conflict.column('project_id').doUpdateSet({ to_at: to }))
    .execute();
}

/** Whether the project is still there: with it go its judgments, which its seals then say nothing of. */
export async function projectExists(db: Executor, projectId: string): Promise<boolean> {
  const row = await db.selectFrom('projects').select('id').where('id', '=', projectId).executeTakeFirst();
  return row !== undefined;
}
