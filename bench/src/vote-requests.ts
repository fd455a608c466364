import { usualView } from '@pairwright/core/annotate/usual-view';
import type { BenchDatabase } from './benchmark.ts';
import type { PreparedVote } from './load-http.ts';
import { PROJECT_ID } from './vote-data.ts';
import { annotatorNumber, assignmentId, judgmentId } from './vote-stock.ts';

/** Votes on the assignments that are numbered `from` and on, as requests. */
export async function prepareVotes(
  { pool }: BenchDatabase,
  { from, count }: { readonly from: number; readonly count: number },
): Promise<PreparedVote[]> {
  const { rows } = await pool.query<{ id: string; judgment: string; annotator: number }>(
    `select ${assignmentId('n')} as id, ${judgmentId('n')} as judgment, ${annotatorNumber('n')} as annotator
     from generate_series(${from}, ${from + count - 1}) n`,
  );
  return rows.map((row) => ({
    path: `/api/v1/projects/${PROJECT_ID}/assignments/${row.id}/judgment`,
    cookie: `pairwright=${String(row.annotator).padStart(43, '0')}`,
    body: JSON.stringify({
      id: row.judgment,
      answer: { outcome: 'scale', position: 2 },
      activeMs: 4_000,
      questionVersion: 1,
      guidelinesVersion: 1,
      view: usualView,
    }),
  }));
}
