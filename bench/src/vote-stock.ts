import type { BenchDatabase } from './benchmark.ts';
import { annotatorId, comparisonId, idOf, PROJECT_ID } from './vote-data.ts';

/** Assignments per comparison. */
export const TARGET = 3;
/** A multiple of the target, so that the three of a comparison are of different people. */
export const ANNOTATORS = 63;

/** Number of the annotator of the n-th assignment where a comparison has `per` of them, as SQL over the number n. */
export const annotatorNumber = (n: string, per = TARGET): string =>
  `(${n}) % ${per} + ${per} * (((${n}) / ${per}) % ${Math.floor(ANNOTATORS / per)})`;
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

/**
 * Casts `count` votes, numbered on from `from`: three on each comparison, over the last forty days, the first `from` of which
 * are there already. Who votes picks the better of two by a coin of their own.
 */
export async function castStock({ pool }: BenchDatabase, count: number, from = 0): Promise<void> {
  const numbers = `generate_series(${from}, ${from + count - 1}) n`;
  const age =
    from === 0 ? `make_interval(mins => 57600 - (n::bigint * 57600 / ${count})::int)` : `interval '0'`;
  await pool.query(`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, closed_at)
    select ${assignmentId('n')}, '${PROJECT_ID}', ${comparisonId('n / 3 + 1')}, ${annotatorId(annotatorNumber('n'))},
      case when n % 2 = 0 then '{0,1}'::smallint[] else '{1,0}'::smallint[] end, 'submitted', 1, 1, clock_timestamp() - ${age} from ${numbers}`);
  await pool.query(`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength,
      active_ms, payload_hash, created_at)
    select ${judgmentId('n')}, '${PROJECT_ID}', ${comparisonId('n / 3 + 1')}, ${assignmentId('n')}, ${annotatorId(annotatorNumber('n'))}, 1, 1,
      case when n % 11 = 0 then 'tie' else 'preference' end, case when n % 11 = 0 then null when (n / 3) % 2 = (n % 7 = 0)::int then 2 else -2 end,
      5000 + ((n::bigint * 7919) % 30000)::int, '', clock_timestamp() - ${age} from ${numbers}`);
  await pool.query(
    `update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id and a.judgment_id is null`,
  );
  await pool.query(`update comparisons c set judged = s.n, issued = s.n from (
    select comparison_id, count(*)::int as n from assignments group by 1) s where s.comparison_id = c.id and c.judged <> s.n`);
}

/** What came of the votes: how many are stored, and how many comparisons have wrong counters. */
export async function checkVotes({ pool }: BenchDatabase): Promise<{ stored: number; wrong: number }> {
  const { rows } = await pool.query<{ stored: number; wrong: number }>(`
    select (select count(*)::int from judgments) as stored, (select count(*)::int from comparisons c where c.judged <> (
      select count(*) from judgments j where j.comparison_id = c.id and not j.surplus) or c.leased + c.judged <> ${TARGET}) as wrong`);
  return rows[0]!;
}
