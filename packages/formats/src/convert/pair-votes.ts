import { rankedPair } from '@pairwright/domain/judgment/ranking';
import type { Vote } from '@pairwright/domain/resolution';
import type { RowVote } from '../import-votes.ts';
import type { RecordOpinion } from '../out/record.ts';

/** What a past vote says of two responses of its row, negative = the one at `first`. */
export interface PairVote {
  readonly vote: Vote;
  readonly opinion: RecordOpinion;
}

/** The places that a vote is about. */
export function placesOf(vote: RowVote, responses: number): readonly number[] {
  return vote.of ?? Array.from({ length: responses }, (_, place) => place);
}

/** Null: it says nothing of the two. A side without a strength and a ranking count as the least strength there is, 1. */
export function pairVote(
  vote: RowVote,
  { first, second, responses }: { first: number; second: number; responses: number },
): PairVote | null {
  const places = placesOf(vote, responses);
  const [one, other] = [places.indexOf(first), places.indexOf(second)];
  if (one === -1 || other === -1) return null;
  const said = vote.ranks === undefined ? sideOf(vote, places) : rankOf(vote.ranks[one], vote.ranks[other]);
  if (said === null) return null;
  const sign = vote.ranks === undefined && one > other ? -1 : 1;
  const strength = said.strength === null ? null : said.strength * sign;
  const isTold = vote.strength !== undefined || vote.ranks !== undefined;
  return {
    vote: { outcome: said.outcome, strength },
    opinion: {
      annotator: vote.annotator,
      outcome: said.outcome,
      strength,
      ...(strength === null || isTold ? {} : { sideOnly: true }),
      rationale: vote.rationale ?? null,
    },
  };
}

type Said = Pick<Vote, 'outcome' | 'strength'>;
const towards = (strength: number): Said =>
  strength === 0 ? { outcome: 'tie', strength: null } : { outcome: 'preference', strength };

function sideOf({ outcome, strength }: RowVote, places: readonly number[]): Said | null {
  if (outcome === 'cannot_judge') return { outcome, strength: null };
  if (places.length !== 2) return null;
  if (strength !== undefined) return towards(strength);
  if (outcome === 'a' || outcome === 'b') return towards(outcome === 'a' ? -1 : 1);
  return outcome === 'tie' || outcome === 'both_bad' ? { outcome, strength: null } : null;
}

function rankOf(one: number | null | undefined, other: number | null | undefined): Said | null {
  const said = rankedPair(one ?? null, other ?? null);
  if (said === 'unknown') return null;
  return said === 'first' || said === 'second'
    ? towards(said === 'first' ? -1 : 1)
    : { outcome: said, strength: null };
}
