import { storedOutcome } from '@pairwright/contract/judgment';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { leastForShares as least, type Overview } from '@pairwright/contract/statistics/overview';
import type { Executor } from '@pairwright/db/database';
import { countProject } from '../../projects/counts.queries.ts';
import type { Made, Source } from '../compute-statistics.service.ts';
import { normalEstimate, shareOf, unknown } from '../estimates.ts';
import { readOverviewRows } from './overview.queries.ts';
import { type OverviewNumbers, readSums } from './sums.queries.ts';

/** How a project goes, from all its judgments that count. */
export async function computeOverview({ db, projectId }: Source): Promise<Made> {
  const {
    perDay,
    outcomes: rows,
    paid: paidByRate,
    agreeing,
    models,
    counts,
  } = (await readSums(db, projectId)) ?? (await countAll(db, projectId));
  const outcomes = Object.fromEntries(
    storedOutcome.options.map((outcome) => [outcome, rows.find((row) => row.outcome === outcome)?.n ?? 0]),
  ) as Overview['outcomes'];
  const onPairs = outcomes.preference + outcomes.tie + outcomes.both_bad + outcomes.cannot_judge;
  const leftPicks = rows.reduce((sum, { leftPicks: picks }) => sum + picks, 0);
  const result: Overview = {
    perDay,
    outcomes,
    leftShare: shareOf(leftPicks, outcomes.preference, least),
    tieRate: shareOf(outcomes.tie, onPairs, least),
    bothBadRate: shareOf(outcomes.both_bad, onPairs, least),
    cannotJudgeRate: shareOf(outcomes.cannot_judge, onPairs, least),
    agreement: meanAgreement(agreeing, onPairs),
    paid: paidByRate.reduce((sum, { judgments }) => sum + judgments, 0),
    paidByRate,
    models,
    counts,
  };
  return { judgments: rows.reduce((sum, { n }) => sum + n, 0), result };
}

/** The same as from sums, by going through everything. */
export async function countAll(db: Executor, projectId: string): Promise<OverviewNumbers> {
  return { ...(await readOverviewRows(db, projectId)), counts: await countProject(db, projectId) };
}

/** Mean and standard error over comparisons of the share of pairs of votes that agree. */
function meanAgreement(
  rows: readonly { votes: number; agreeing: number; comparisons: number }[],
  judgments: number,
): Estimate {
  const n = rows.reduce((sum, { comparisons }) => sum + comparisons, 0);
  if (n === 0) return unknown(judgments === 0 ? 'no_data' : 'no_overlap');
  if (n < least) return unknown('too_few', n);
  const shares = rows.map(({ votes, agreeing, comparisons }) => ({
    share: agreeing / (votes * (votes - 1)),
    comparisons,
  }));
  const value = shares.reduce((sum, { share, comparisons }) => sum + share * comparisons, 0) / n;
  const squares = shares.reduce((sum, { share, comparisons }) => sum + (share - value) ** 2 * comparisons, 0);
  return normalEstimate({ value, error: Math.sqrt(squares / (n - 1) / n), n }, [0, 1]);
}
