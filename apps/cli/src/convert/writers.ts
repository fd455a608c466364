import type { ImportRow } from '@pairwright/formats/import-types';
import type { RowVote } from '@pairwright/formats/import-votes';
import { canonicalMessages } from '@pairwright/formats/canonical';
import { trlExplicitLine, trlImplicitLine, type PreferenceSource } from '@pairwright/formats/out/trl-lines';
import type { Converted } from '@pairwright/formats/in/convert';

/** Why a row cannot be written in a format. */
export interface Unwritable {
  readonly code: string;
  readonly reason: string;
}

/** The lines of a row in a format, or why it has none. */
export type RowWriter = (made: Converted) => readonly string[] | Unwritable;

/** Which of two responses of the row a vote prefers: 'a' the first of the two. */
function winnerOf(vote: RowVote): 'a' | 'b' | 'tie' | null {
  if (vote.outcome === 'a' || vote.outcome === 'b') return vote.outcome;
  if (vote.outcome === 'tie' || vote.outcome === 'both_bad') return 'tie';
  if (vote.strength !== undefined) return vote.strength < 0 ? 'a' : vote.strength > 0 ? 'b' : 'tie';
  return null;
}

interface Pair {
  readonly chosen: number;
  readonly rejected: number;
}

/** Votes for the first less those for the second, of each two responses that votes compare. */
function pairsOf(row: ImportRow): Pair[] {
  const score = new Map<string, number>();
  const add = (first: number, second: number, towardsFirst: number) => {
    const swap = first > second;
    const key = swap ? `${second} ${first}` : `${first} ${second}`;
    score.set(key, (score.get(key) ?? 0) + (swap ? -towardsFirst : towardsFirst));
  };
  for (const vote of row.votes ?? []) {
    const of = vote.of ?? row.responses.map((_, index) => index);
    const winner = winnerOf(vote);
    if (winner !== null && of.length === 2) add(of[0]!, of[1]!, winner === 'a' ? 1 : winner === 'b' ? -1 : 0);
    if (vote.ranks === undefined) continue;
    for (let i = 0; i < of.length; i++)
      for (let j = i + 1; j < of.length; j++) {
        const [one, other] = [rankOf(vote.ranks[i]), rankOf(vote.ranks[j])];
        // Equal ranks are a tie; two below the best k were not compared.
        if (one === other && one === belowTheBest) continue;
        add(of[i]!, of[j]!, Math.sign(other - one));
      }
  }
  return [...score].flatMap(([key, sum]) => {
    const [first, second] = key.split(' ').map(Number) as [number, number];
    if (sum === 0) return [];
    return [sum > 0 ? { chosen: first, rejected: second } : { chosen: second, rejected: first }];
  });
}

const belowTheBest = 1000;
/** Unacceptable (0) is worse than any rank, and than what is below the best k. */
const rankOf = (rank: number | null | undefined): number => (rank === 0 ? 2000 : (rank ?? belowTheBest));

function preferenceWriter(line: (source: PreferenceSource) => string): RowWriter {
  return ({ row, line: at }) => {
    if (row.responses.length < 2)
      return { code: 'single_response', reason: 'a preference is about two responses; this row has one' };
    if (row.votes === undefined)
      return { code: 'no_votes', reason: 'the row has no past votes that say which response is better' };
    const pairs = pairsOf(row);
    if (pairs.length === 0)
      return { code: 'no_winner', reason: 'the votes of the row are ties, even, or about something else' };
    const texts = row.responses.map(({ messages }) => canonicalMessages(messages));
    if (pairs.some(({ chosen, rejected }) => texts[chosen] === texts[rejected]))
      return { code: 'identical_responses', reason: 'both responses are the same text' };
    const id = row.pairId ?? row.externalId ?? `line-${at}`;
    const isPair = row.responses.length === 2;
    return pairs.map(({ chosen, rejected }) =>
      line({
        id: isPair ? id : `${id}-${Math.min(chosen, rejected)}-${Math.max(chosen, rejected)}`,
        comparisonId: id,
        source: isPair ? 'pair' : 'ranking',
        prompt: canonicalMessages(row.prompt),
        chosen: texts[chosen]!,
        rejected: texts[rejected]!,
      }),
    );
  };
}

/** The formats that rows are written in. More are plugged in here. */
export const rowWriters: Readonly<Record<string, RowWriter>> = {
  pairwright: ({ text }) => [`${text}\n`],
  'trl-implicit': preferenceWriter(trlImplicitLine),
  'trl-explicit': preferenceWriter(trlExplicitLine),
};
