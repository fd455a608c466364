import type { LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { voteFilter } from '../vote-filter.ts';
import { pairOutcomes, type VoteTable } from '../vote-table.ts';
import type { PairRows } from './pair-rows.ts';
import type { Voters } from './voters.ts';

const [preference, tie, bothBad] = (['preference', 'tie', 'both_bad'] as const).map((outcome) =>
  pairOutcomes.indexOf(outcome),
);

/** Puts the votes on two answers that count and pass the options among the rows. */
export function takeVotes(
  rows: PairRows,
  votes: VoteTable,
  { options, voters }: { readonly options: LeaderboardOptions; readonly voters: Voters },
): void {
  const { comparisons, comparison, firstOnLeft, strength } = votes;
  const passes = voteFilter(votes, options);
  const votesOf = Uint8Array.from(votes.annotators, ({ id }) => (voters(id) ? 1 : 0));
  const tied = options.bothBad === 'as_tie' ? bothBad : tie;
  const indexesOf = (names: { of(name: string): number }, all: readonly string[]): Int32Array =>
    Int32Array.from(all, (name) => names.of(name));
  const model = indexesOf(rows.models, votes.models);
  const prompt = indexesOf(rows.prompts, votes.promptIds);
  const annotator = indexesOf(
    rows.annotators,
    votes.annotators.map(({ id }) => id),
  );
  const known = indexesOf(rows.comparisons, comparisons.ids);
  for (let vote = 0; vote < votes.votes; vote += 1) {
    const outcome = votes.outcome[vote]!;
    if (outcome !== preference && outcome !== tie && outcome !== tied) continue;
    if (votesOf[votes.annotator[vote]!] === 0 || !passes(vote)) continue;
    const of = comparison[vote]!;
    const [first, second] = [model[comparisons.first[of]!]!, model[comparisons.second[of]!]!];
    const isFirstLeft = firstOnLeft[vote] === 1;
    const sign = Math.sign(strength[vote]!);
    rows.add({
      left: isFirstLeft ? first : second,
      right: isFirstLeft ? second : first,
      winner: isFirstLeft ? -sign : sign,
      weight: 1,
      prompt: prompt[comparisons.prompt[of]!]!,
      annotator: annotator[votes.annotator[vote]!]!,
      comparison: known[of]!,
      leftPlace: isFirstLeft ? 0 : 1,
      rightPlace: isFirstLeft ? 1 : 0,
    });
  }
}
