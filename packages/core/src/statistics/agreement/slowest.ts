import type { Agreement, AgreementOptions } from '@pairwright/contract/statistics/agreement';
import { quantileOfSorted } from '@pairwright/stats/numeric/quantile';
import { findExcerpts } from '../../browse/comparisons.queries.ts';
import type { Source } from '../compute-statistics.service.ts';
import { voteFilter } from '../vote-filter.ts';
import type { VoteTable } from '../vote-table.ts';

const SHOWN = 100;
/** One time alone tells of who took it, not of the comparison. */
const LEAST_VOTES = 2;

/** The comparisons that take people longest, by the median of their active times. */
export async function slowestOf(
  source: Source,
  votes: VoteTable,
  options: AgreementOptions,
): Promise<Agreement['slowest']> {
  const passes = voteFilter(votes, options);
  const times = new Map<number, number[]>();
  for (let vote = 0; vote < votes.votes; vote += 1) {
    const ms = votes.activeMs[vote]!;
    if (Number.isNaN(ms) || !passes(vote)) continue;
    const of = times.get(votes.comparison[vote]!);
    if (of === undefined) times.set(votes.comparison[vote]!, [ms]);
    else of.push(ms);
  }
  const timed = [...times]
    .filter(([, all]) => all.length >= LEAST_VOTES)
    .map(([comparison, all]) => ({
      id: votes.comparisons.ids[comparison]!,
      votes: all.length,
      medianMs: quantileOfSorted(
        all.sort((one, other) => one - other),
        0.5,
      ),
    }))
    .sort(
      (one, other) =>
        other.medianMs - one.medianMs || other.votes - one.votes || (one.id < other.id ? -1 : 1),
    );
  const shown = timed.slice(0, SHOWN);
  const excerpts = await findExcerpts(
    source.db,
    shown.map(({ id }) => id),
  );
  return {
    comparisons: shown.map((row) => ({ ...row, promptExcerpt: excerpts.get(row.id) ?? '' })),
    timed: timed.length,
  };
}
