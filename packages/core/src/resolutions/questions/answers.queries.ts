import { sql } from 'kysely';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Executor } from '@pairwright/db/database';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { type Asked, askedIn } from '@pairwright/domain/judgment/asked';

/** What each version of a project's question asks beside the main one; versions that ask nothing are left out. */
export type AskedByVersion = ReadonlyMap<number, readonly Asked[]>;

/** What one judgment says of these questions; null parts: it says nothing. */
export interface StoredAnswers {
  readonly version: number;
  readonly criteria: CanonicalDetails['criteria'] | null;
  readonly ratings: CanonicalDetails['ratings'] | null;
  readonly flags: CanonicalDetails['flags'] | null;
  readonly safe: CanonicalDetails['safe'];
}

/** The newest version first. */
export async function readAsked(db: Executor, projectId: string): Promise<AskedByVersion> {
  const rows = await db
    .selectFrom('questions')
    .select(['version', 'form'])
    .where('project_id', '=', projectId)
    .orderBy('version', 'desc')
    .execute();
  return new Map(
    rows
      .map(({ version, form }) => [version, askedIn(form as QuestionForm)] as const)
      .filter(([, asked]) => asked.length > 0),
  );
}

/** By the judgment's id. */
export async function readAnswers(
  db: Executor,
  comparisonIds: readonly string[],
): Promise<ReadonlyMap<string, StoredAnswers>> {
  if (comparisonIds.length === 0) return new Map();
  const { rows } = await sql<StoredAnswers & { id: string }>`
    select id, question_version as version, details -> 'criteria' as criteria, details -> 'ratings' as ratings,
      -- Whoever judges here is shown every flag; what others said may not have been about flags at all.
      case when source = 'import' and details ->> 'no_flags' is null and json_array_length(details -> 'flags') = 0 then null
        else details -> 'flags' end as flags, details -> 'safe' as safe
    from judgments where comparison_id = any(${comparisonIds}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}
