import { sql } from 'kysely';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import type { Decision } from './compute.ts';
import { computeMain } from './compute-main.ts';
import { readWeighing } from './model.queries.ts';
import { readAnswers, readAsked } from './questions/answers.queries.ts';
import { readBesideWeighing } from './questions/beside-model.ts';
import { type Answers, computeQuestions } from './questions/compute-questions.ts';
import { type Changed, lockResolutions, storeResolutions } from './store.queries.ts';
import { readVotes } from './votes.queries.ts';

/** Comparisons whose labels are made in one transaction. */
const CHUNK = 500;

/** Makes the labels of these comparisons anew, as of what is committed and what this transaction wrote. Gives those that changed. */
export async function relabel(
  db: Tx,
  of: { readonly projectId: string; readonly comparisonIds: readonly string[] },
): Promise<Changed[]> {
  await lockResolutions(db, of.projectId);
  const weighing = await readWeighing(db, of.projectId);
  const decisions = await readDecisions(db, of.comparisonIds);
  const comparisons = await readVotes(db, of);
  const answers = await readAnswersOf(db, of);
  const besideWeighing = await readBesideWeighing(db, of.projectId);
  return storeResolutions(
    db,
    of.projectId,
    comparisons.flatMap((comparison) => {
      const { comparisonId } = comparison;
      const decision = decisions.get(comparisonId) ?? null;
      const beside = computeQuestions(comparison, answers, { decision, weighing: besideWeighing });
      return [
        { comparisonId, question: 'main', computed: computeMain(comparison, { weighing, decision, beside }) },
        ...beside.map(({ asked, computed }) => ({
          comparisonId,
          question: asked.question,
          computed,
        })),
      ];
    }),
  );
}

/** What questions beside the main one are labelled from; a project that asks none costs one look at its forms. */
export async function readAnswersOf(
  db: Tx,
  of: { readonly projectId: string; readonly comparisonIds: readonly string[] },
): Promise<Answers> {
  const byVersion = await readAsked(db, of.projectId);
  return {
    byVersion,
    byJudgment: byVersion.size === 0 ? new Map() : await readAnswers(db, of.comparisonIds),
  };
}

/** What reviewers decided of these comparisons and holds. */
export async function readDecisions(
  db: Tx,
  comparisonIds: readonly string[],
): Promise<ReadonlyMap<string, Decision>> {
  if (comparisonIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('review_decisions')
    .select(['id', 'comparison_id', 'outcome', 'strength', 'ranks', 'details'])
    .where('comparison_id', 'in', comparisonIds)
    .where('withdrawn_at', 'is', null)
    .execute();
  return new Map(rows.map(({ comparison_id, ...row }) => [comparison_id, row as unknown as Decision]));
}

/**
 * Takes in what was judged since labels were stored, up to so many notes of it; several at a time share them. Gives how
 * many were taken in, fewer than the limit when none are left.
 */
export async function takeInChanges(
  { db }: Pick<Services, 'db'>,
  { projectId, limit }: { readonly projectId: string; readonly limit: number },
): Promise<number> {
  let taken = 0;
  while (taken < limit) {
    const size = Math.min(CHUNK, limit - taken);
    const found = await inTransaction(db.db, async (tx) => {
      // The lock first: whoever waits for it sees the notes that are left, not those being taken in.
      await lockResolutions(tx, projectId);
      const { rows } = await sql<{ comparison_id: string }>`
        delete from resolution_changes where id in (
          select id from resolution_changes where project_id = ${projectId} order by id limit ${size}::int
        ) returning comparison_id`.execute(tx);
      const comparisonIds = [...new Set(rows.map((row) => row.comparison_id))];
      await relabel(tx, { projectId, comparisonIds });
      return rows.length;
    });
    taken += found;
    if (found < size) break;
  }
  return taken;
}
