import type { BenchDatabase } from './benchmark.ts';
import { annotatorId, comparisonId, PROJECT_ID } from './vote-data.ts';
import { annotatorNumber, assignmentId, judgmentId } from './vote-stock.ts';

/** Judgments on each comparison. */
export const PER_COMPARISON = 4;
const CHUNK = 1_000_000;

/**
 * Stores `count` judgments, four on each of the first comparisons, as they lie there once everything about them is done. Rows go
 * in without their triggers and checks of keys: what those would do is said here, and ten million of them take hours.
 */
export async function castMany(
  { pool }: BenchDatabase,
  count: number,
  said: (cast: number) => void,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`set session_replication_role = 'replica'`);
    for (let from = 0; from < count; from += CHUNK) {
      const numbers = `generate_series(${from}, ${Math.min(count, from + CHUNK) - 1}) n`;
      const when = `now() - make_interval(secs => (${count} - n) * 3e6 / ${count})`;
      const who = annotatorId(annotatorNumber('n', PER_COMPARISON));
      const what = comparisonId(`n / ${PER_COMPARISON} + 1`);
      await client.query(`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, judgment_id, closed_at)
        select ${assignmentId('n')}, '${PROJECT_ID}', ${what}, ${who}, case when n % 2 = 0 then '{0,1}'::smallint[] else '{1,0}'::smallint[] end,
          'submitted', 1, 1, ${judgmentId('n')}, ${when} from ${numbers}`);
      await client.query(`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength, active_ms, payload_hash, created_at)
        select ${judgmentId('n')}, '${PROJECT_ID}', ${what}, ${assignmentId('n')}, ${who}, 1, 1,
          case when n % 11 = 0 then 'tie' else 'preference' end, case when n % 11 = 0 then null when (n / ${PER_COMPARISON}) % 2 = (n % 7 = 0)::int then 2 else -2 end,
          5000 + ((n::bigint * 7919) % 30000)::int, '', ${when} from ${numbers}`);
      said(Math.min(count, from + CHUNK));
    }
    await client.query(
      `update comparisons set judged = ${PER_COMPARISON}, issued = ${PER_COMPARISON} where project_id = '${PROJECT_ID}' and rank <= $1`,
      [count / PER_COMPARISON],
    );
    await client.query(`set session_replication_role = 'origin'`);
  } finally {
    client.release();
  }
  await pool.query(`insert into annotator_cursors (project_id, annotator_id, route, given)
    select project_id, user_id, ${Math.floor(count / PER_COMPARISON)}, ${Math.floor(count / PER_COMPARISON)} from project_members where project_id = '${PROJECT_ID}'
    on conflict do nothing`);
}

/** Leases the assignments numbered `from` and on, those of the last comparisons, to be voted on. */
export async function leaseOpen(
  { pool }: BenchDatabase,
  { from, votes }: { readonly from: number; readonly votes: number },
): Promise<void> {
  const last = from + votes - 1;
  await pool.query(`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version, lease_expires_at)
    select ${assignmentId('n')}, '${PROJECT_ID}', ${comparisonId(`n / ${PER_COMPARISON} + 1`)}, ${annotatorId(annotatorNumber('n', PER_COMPARISON))}, '{0,1}', 'leased', 1, 1, now() + interval '10 hours'
    from generate_series(${from}, ${last}) n`);
  await pool.query(
    `update comparisons set leased = ${PER_COMPARISON}, issued = ${PER_COMPARISON} where project_id = '${PROJECT_ID}' and rank > $1 and rank <= $2`,
    [from / PER_COMPARISON, (last + 1) / PER_COMPARISON],
  );
}
