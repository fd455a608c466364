import type { RowVote } from '@pairwright/formats/import-votes';
import type { VoteScene } from './vote-scene.ts';

/** What a main answer was made of where a vote has none of its own. */
export type DerivedFrom = 'criteria' | 'ratings';

/** The main answer that was made, in the words of a vote, and of what. */
interface Derived {
  readonly from: DerivedFrom;
  readonly said: Pick<RowVote, 'of' | 'outcome' | 'ranks'>;
}

const mains = ['outcome', 'strength', 'ranks', 'thumbs', 'steps'] as const;

/** Names of the axis that decides where the criteria of a vote say different things. */
const helpful = new Set(['helpfulness', 'helpful']);

/** Ratings of what is not the better the more there is of it. */
const notBetter = new Set(['verbosity', 'complexity', 'toxicity', 'severity']);

/**
 * A main answer for a vote that has none, where the question compares: what all its criteria say, else what the one about
 * helpfulness says; without criteria, and only where the import asks for it, what its ratings say. Null: nothing.
 */
export function deriveMain(vote: RowVote, scene: VoteScene): Derived | null {
  if (scene.form.main.kind === 'single' || mains.some((key) => vote[key] !== undefined)) return null;
  const outcome = ofCriteria(vote.criteria ?? []);
  if (outcome !== null) return { from: 'criteria', said: { outcome } };
  if (scene.ratingVotes !== 'prefer') return null;
  const ranks = ofRatings(vote.ratings ?? [], scene.shown);
  return ranks && { from: 'ratings', said: { of: [...scene.shown], ranks } };
}

function ofCriteria(criteria: NonNullable<RowVote['criteria']>): 'a' | 'b' | 'tie' | null {
  const said = criteria.flatMap(({ key, outcome }) =>
    outcome === 'not_applicable' ? [] : [{ key, outcome }],
  );
  const [first] = said;
  if (first === undefined) return null;
  if (said.every(({ outcome }) => outcome === first.outcome)) return first.outcome;
  return said.find(({ key }) => helpful.has(key))?.outcome ?? null;
}

/** Ranks by the mean of the ratings that all of the responses have, 1 is best; null where they share none. */
function ofRatings(ratings: NonNullable<RowVote['ratings']>, shown: readonly number[]): number[] | null {
  const valueOf = (key: string, response: number): number | undefined =>
    ratings.find((rating) => rating.key === key && rating.response === response)?.value;
  const keys = [...new Set(ratings.map(({ key }) => key))].filter(
    (key) => !notBetter.has(key) && shown.every((response) => valueOf(key, response) !== undefined),
  );
  if (keys.length === 0) return null;
  const sums = shown.map((response) => keys.reduce((sum, key) => sum + (valueOf(key, response) ?? 0), 0));
  const levels = [...new Set(sums)].sort((one, other) => other - one);
  return sums.map((sum) => levels.indexOf(sum) + 1);
}
