import type { DropReason } from '@pairwright/contract/drop-reasons';

/** How the judgments of a comparison become one label. */
export interface ResolutionRecipe {
  readonly minJudgments: number;
  readonly majority: 'simple' | 'absolute' | 'unanimous';
  /** `keep` and `half_weight` are as `drop` here; see `rowsOfUnit`. */
  readonly ties: 'drop' | 'ignore_votes' | 'keep' | 'half_weight';
  /** `negatives` is as `drop` here; see `rowsOfUnit`. */
  readonly bothBad: 'drop' | 'as_tie' | 'negatives';
  readonly dropFlagged: boolean;
}

/** A judgment that counts: strength < 0 prefers the first canonical response; it is null or 0 unless `preference`. */
export interface Vote {
  readonly outcome: 'preference' | 'tie' | 'both_bad' | 'cannot_judge';
  readonly strength: number | null;
  /** What its ballot weighs, a whole number above 0 in the same unit for all votes; 1 unless given. */
  readonly weight?: number;
}

/** What resolution must know of the two texts. `blank` means `isBlankResponse`. */
export interface PairFacts {
  readonly flagged: boolean;
  readonly textMissing: boolean;
  readonly identical: boolean;
  readonly blankFirst: boolean;
  readonly blankSecond: boolean;
}

export type ResolutionLabel = 'first' | 'second' | 'tie' | 'both_bad' | 'unresolved';

export interface VoteCounts {
  readonly first: number;
  readonly second: number;
  readonly tie: number;
  readonly both_bad: number;
  readonly cannot_judge: number;
}

export interface Resolution {
  readonly label: ResolutionLabel;
  /** As judged, before the recipe's policies. */
  readonly votes: VoteCounts;
  /** Ballots for the label / all ballots, by weight, 0..1; 0 when unresolved. */
  readonly agreement: number;
  /** How many ballots there were; 0 when unresolved. */
  readonly ballots: number;
  /** Mean strength towards the label over all ballots, 0..3; 0 unless first or second. */
  readonly margin: number;
  /** Null: the unit becomes a row. */
  readonly dropped: DropReason | null;
}

/** Why a stored judgment takes no part in resolution. */
export const notCountedReasons = [
  'superseded',
  'retracted',
  'retraction',
  'withdrawn',
  'excluded',
  'surplus',
  'repeat',
  'practice',
  'gold',
  'review',
  'filtered',
] as const;

/** The characters a blank text consists of; `btrim(content, these) = ''` in SQL says the same as `trim() === ''` here. */
export const blankCharacters =
  '\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** A response is blank when it has no message, or its last message has no content but blank characters. */
export function isBlankResponse(messages: readonly { readonly content: string | null }[]): boolean {
  return (messages.at(-1)?.content ?? '').trim() === '';
}

function countVotes(votes: readonly Vote[], weightOf: (vote: Vote) => number): VoteCounts {
  const counts = { first: 0, second: 0, tie: 0, both_bad: 0, cannot_judge: 0 };
  for (const vote of votes) {
    if (vote.outcome !== 'preference') counts[vote.outcome] += weightOf(vote);
    else if ((vote.strength ?? 0) < 0) counts.first += weightOf(vote);
    else if ((vote.strength ?? 0) > 0) counts.second += weightOf(vote);
    else throw new RangeError('a preference needs a strength other than 0');
  }
  return counts;
}

const one = (): number => 1;
const weightOf = ({ weight }: Vote): number => weight ?? 1;

type Ballots = Omit<VoteCounts, 'cannot_judge'>;

/** The votes that have a ballot under the recipe; null: all of them are for a tie, and the recipe ignores those. */
function ballotsOf(recipe: ResolutionRecipe, { first, second, tie, both_bad }: VoteCounts): Ballots | null {
  const ballots =
    recipe.bothBad === 'as_tie'
      ? { first, second, tie: tie + both_bad, both_bad: 0 }
      : { first, second, tie, both_bad };
  if (recipe.ties !== 'ignore_votes') return ballots;
  return first + second + ballots.both_bad === 0 ? null : { ...ballots, tie: 0 };
}

/** The share of the ballots for the most frequent answer, votes weighing the same, as the recipe takes ties and both bad; null: there are none. */
export function leadingShareOf(recipe: ResolutionRecipe, votes: VoteCounts): number | null {
  const { first, second, tie, both_bad } = ballotsOf(recipe, votes) ?? votes;
  const total = first + second + tie + both_bad;
  return total === 0 ? null : Math.max(first, second, tie, both_bad) / total;
}

/** The same of votes. */
export function leadingShareAmong(recipe: ResolutionRecipe, votes: readonly Vote[]): number | null {
  return leadingShareOf(recipe, countVotes(votes, one));
}

function sumOf({ first, second, tie, both_bad }: Ballots): number {
  return first + second + tie + both_bad;
}

type Leader = { label: Exclude<ResolutionLabel, 'unresolved'>; ballots: number };

function leaderOf(ballots: Ballots, total: number, majority: ResolutionRecipe['majority']): Leader | null {
  const [top, next] = (['first', 'second', 'tie', 'both_bad'] as const)
    .map((label) => ({ label, ballots: ballots[label] }))
    .sort((a, b) => b.ballots - a.ballots);
  if (top === undefined || next === undefined || top.ballots === next.ballots) return null;
  const enough = { simple: true, absolute: top.ballots * 2 > total, unanimous: top.ballots === total }[
    majority
  ];
  return enough ? top : null;
}

function contentFault(label: ResolutionLabel, facts: PairFacts): DropReason | null {
  if (facts.textMissing) return 'text_missing';
  if (facts.identical) return 'identical_responses';
  return (label === 'first' ? facts.blankFirst : facts.blankSecond) ? 'empty_chosen' : null;
}

/**
 * The label of one unit: two responses and the votes about them. The rules, in order; the first that applies decides:
 *
 * 0. Votes are the judgments that count: the current one of its assignment, not a retraction, not
 *    surplus, of an assignment of kind `normal` or `imported` with repeat number 0.
 *    F, S = preferences with strength < 0, > 0; T = ties; B = both_bad; C = cannot_judge; all = F+S+T+B+C. Rules 4 to 8
 *    take the sum of the votes' weights for their number.
 * 1. `dropFlagged` and the comparison has a flag        -> unresolved, `flagged`.
 * 2. all < minJudgments                                 -> unresolved, `too_few_judgments`.
 * 3. all - C < minJudgments (who cannot judge abstains) -> unresolved, `cannot_judge`.
 * 4. `bothBad: as_tie`: T := T + B, B := 0.
 * 5. `ties: ignore_votes`: if F + S + B = 0 -> label tie, agreement 1, `tie`; else T := 0.
 * 6. ballots = F+S+T+B. The leader has more than each of the others; else -> unresolved, `no_majority`.
 *    `absolute`: leader * 2 > ballots; `unanimous`: leader = ballots; else -> unresolved, `no_majority`.
 * 7. agreement = leader / ballots. Label tie -> `tie`; label both_bad -> `both_bad`.
 * 8. Label first or second: margin = max(0, d * (sum of the strengths of F and S) / ballots), d = -1 for
 *    first, +1 for second: ties and both_bad that are ballots weigh 0.
 * 9. A text is missing -> `text_missing`; both are equal (canonical messages, byte for byte) ->
 *    `identical_responses`; the chosen one is blank -> `empty_chosen`. The label stays, the row is left out.
 *
 * Strengths are multiples of 1/4 and weights whole, so sums are exact and the one division gives the same double anywhere.
 */
export function resolve(recipe: ResolutionRecipe, votes: readonly Vote[], facts: PairFacts): Resolution {
  const counts = countVotes(votes, one);
  const unresolved = (dropped: DropReason): Resolution => ({
    label: 'unresolved',
    votes: counts,
    agreement: 0,
    ballots: 0,
    margin: 0,
    dropped,
  });
  if (recipe.dropFlagged && facts.flagged) return unresolved('flagged');
  if (votes.length < recipe.minJudgments) return unresolved('too_few_judgments');
  if (votes.length - counts.cannot_judge < recipe.minJudgments) return unresolved('cannot_judge');

  const weighed = ballotsOf(recipe, countVotes(votes, weightOf));
  const ballots = sumOf(ballotsOf(recipe, counts) ?? counts);
  if (weighed === null)
    return { label: 'tie', votes: counts, agreement: 1, ballots, margin: 0, dropped: 'tie' };
  const total = sumOf(weighed);
  const leader = leaderOf(weighed, total, recipe.majority);
  if (leader === null) return unresolved('no_majority');
  const { label } = leader;
  const agreement = leader.ballots / total;
  if (label === 'tie' || label === 'both_bad')
    return { label, votes: counts, agreement, ballots, margin: 0, dropped: label };

  const sum = votes.reduce(
    (towards, vote) => towards + (vote.outcome === 'preference' ? (vote.strength ?? 0) * weightOf(vote) : 0),
    0,
  );
  const margin = Math.max(0, ((label === 'first' ? -1 : 1) * sum) / total);
  return { label, votes: counts, agreement, ballots, margin, dropped: contentFault(label, facts) };
}

/**
 * The label of a unit that reviewers decided: their decision alone is the ballot, whatever the recipe asks of votes, and the
 * votes are told all the same. Who decides that it cannot be judged leaves it unresolved, `cannot_judge`.
 */
export function resolveDecided(
  recipe: ResolutionRecipe,
  decision: Vote,
  { votes, facts }: { readonly votes: readonly Vote[]; readonly facts: PairFacts },
): Resolution {
  const decided = resolve({ ...recipe, minJudgments: 1, ties: 'drop' }, [decision], facts);
  return { ...decided, votes: countVotes(votes, one) };
}
