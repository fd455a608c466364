import type { Tx } from '@pairwright/db/transaction';
import { computeMain } from '../resolutions/compute-main.ts';
import { readWeighing } from '../resolutions/model.queries.ts';
import { readDecisions } from '../resolutions/refresh.service.ts';
import { isFlip } from '../resolutions/verdict.ts';
import { readVotes } from '../resolutions/votes.queries.ts';

/** Comparisons read at a time. */
const CHUNK = 500;

interface Covered {
  readonly projectId: string;
  readonly covered: readonly { readonly comparisonId: string; readonly judgmentId: string }[];
}

/** How many labels would say another thing without these judgments. */
export async function countFlips(db: Tx, { projectId, covered }: Covered): Promise<number> {
  const weighing = await readWeighing(db, projectId);
  const without = new Set(covered.map(({ judgmentId }) => judgmentId));
  let flips = 0;
  for (let from = 0; from < covered.length; from += CHUNK) {
    const comparisonIds = covered.slice(from, from + CHUNK).map(({ comparisonId }) => comparisonId);
    const decisions = await readDecisions(db, comparisonIds);
    for (const comparison of await readVotes(db, { projectId, comparisonIds })) {
      const decision = decisions.get(comparison.comparisonId) ?? null;
      const votes = comparison.votes.filter(({ id }) => !without.has(id));
      const by = { weighing, decision, beside: [] };
      if (isFlip(computeMain(comparison, by), computeMain({ ...comparison, votes }, by))) flips += 1;
    }
  }
  return flips;
}
