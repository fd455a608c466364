import type { BenchDatabase } from './benchmark.ts';
import { annotatorId, comparisonId, idOf, PROJECT_ID } from './vote-data.ts';

/** Assignments per comparison. */
export const TARGET = 3;
/** A multiple of the target, so that the three of a comparison are of different people. */
export const ANNOTATORS = 63;

/** Number of the annotator of the n-th assignment, as SQL over the number n. */
export const annotatorNumber = (n: string): string => `(${n}) % 3 + 3 * (((${n}) / 3) % 21)`;
/** Id of the n-th assignment, as SQL over the number n. */
export const assignmentId = (n: string): string => idOf(5, n);

/** Id of the judgment on the n-th assignment, as SQL over the number n. */
export const judgmentId = (n: string): string => idOf(6, n);

/** Leases `count` assignments, numbered from 0: three of each comparison, ready to be voted on. */
export async function leaseStock({ pool }: BenchDatabase, count: number): Promise<void> {
  await pool.query(`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, lease_expires_at)
    select ${assignmentId('n')}, '${PROJECT_ID}', ${comparisonId('n / 3 + 1')}, ${annotatorId(annotatorNumber('n'))}, '{0,1}', 'leased', 1, 1, now() + interval '10 hours'
    from generate_series(0, ${count - 1}) n`);
  await pool.query(`update comparisons set leased = ${TARGET}, issued = ${TARGET}`);
}

/** What came of the votes: how many are stored, and how many comparisons have wrong counters. */
export async function checkVotes({ pool }: BenchDatabase): Promise<{ stored: number; wrong: number }> {
  const { rows } = await pool.query<{ stored: number; wrong: number }>(`
    select (select count(*)::int from judgments) as stored, (select count(*)::int from comparisons c where c.judged <> (
      select count(*) from judgments j where j.comparison_id = c.id and not j.surplus) or c.leased + c.judged <> ${TARGET}) as wrong`);
  return rows[0]!;
}
