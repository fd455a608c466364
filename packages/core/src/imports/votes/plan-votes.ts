import type { QuestionForm } from '@pairwright/contract/question-form';
import type { RatingVotes } from '@pairwright/contract/import-ratings';
import type { RowVote } from '@pairwright/formats/import-votes';
import type { HashedRow } from '../hash-row.ts';
import type { Novelty } from '../seen-content.ts';
import { type JudgedVote, judgeVote } from './judge-vote.ts';
import type { DerivedFrom } from './derive-main.ts';
import { KnownVotes, unnamedKey, type VotePlace } from './known-votes.ts';

/** A past judgment that a chunk adds. */
export interface NewVote extends JudgedVote {
  readonly comparisonId: string;
  readonly place: VotePlace;
}

/** A vote that is kept as the file has it, with its comparison: it became no judgment, or says more than one can. */
export interface KeptVote {
  readonly comparisonId: string;
  readonly vote: RowVote;
}

/** Why votes that do not count do not; null: their file does not say. */
type NotCounted = NonNullable<RowVote['not_counted_because']> | null;

export interface VotePlan {
  readonly votes: NewVote[];
  readonly keptVotes: KeptVote[];
  /** Votes of rows that say nothing the question asks, that are about responses the plan does not compare, that are there already. */
  votesUnfit: number;
  votesUnplanned: number;
  votesThere: number;
  /** Judgments that say more than the question asks. */
  votesPartly: number;
  readonly votesNotCounted: Map<NotCounted, number>;
  /** Judgments by what their main answer was made of. */
  readonly votesDerived: Record<DerivedFrom, number>;
}

export function emptyVotePlan(): VotePlan {
  return {
    votes: [],
    keptVotes: [],
    votesUnfit: 0,
    votesUnplanned: 0,
    votesThere: 0,
    votesPartly: 0,
    votesNotCounted: new Map(),
    votesDerived: { criteria: 0, ratings: 0 },
  };
}

/** A comparison of a row, with the place in the row and the canonical index of each of its responses. */
export interface PlannedComparison {
  readonly id: string;
  readonly group: readonly number[];
  readonly order: readonly number[];
}

export interface VoteInput {
  /** Null: the project asks nothing yet. */
  readonly form: QuestionForm | null;
  readonly ratingVotes: RatingVotes;
  /** By comparison; the plan adds to it. */
  readonly known: Map<string, KnownVotes>;
  readonly novelty: Novelty;
}

/** Works out which past judgments of a row are not there yet, for each of its comparisons. */
export function planVotes(
  plan: VotePlan,
  input: VoteInput,
  { row, comparisons }: { row: HashedRow; comparisons: readonly PlannedComparison[] },
): void {
  if (row.votes.length === 0) return;
  /** How many unnamed votes of this row said the same of a comparison before. */
  const said = new Map<string, number>();
  for (const vote of row.votes) {
    const about = comparisons.filter(({ group }) => isAbout(vote, group));
    const [first] = about;
    if (first === undefined) plan.votesUnplanned += 1;
    else if (vote.counted === false) leaveUncounted(plan, vote, first);
    else judgeVotes(plan, input, { row, vote, about, said });
  }
}

function leaveUncounted(plan: VotePlan, vote: RowVote, { id }: PlannedComparison): void {
  const why = vote.not_counted_because ?? null;
  plan.votesNotCounted.set(why, (plan.votesNotCounted.get(why) ?? 0) + 1);
  plan.keptVotes.push({ comparisonId: id, vote });
}

interface AboutVote {
  readonly row: HashedRow;
  readonly vote: RowVote;
  readonly about: readonly PlannedComparison[];
  readonly said: Map<string, number>;
}

/** One vote in each of the comparisons that it is about. What the question has no place for stays with the first of them. */
function judgeVotes(plan: VotePlan, input: VoteInput, { row, vote, about, said }: AboutVote): void {
  const { form, ratingVotes } = input;
  const fitting = about.flatMap((comparison) => {
    const judged = form && judgeVote(vote, { ...sceneOf(row, { comparison, vote }), form, ratingVotes });
    return judged === null ? [] : [{ comparison, judged }];
  });
  for (const { comparison, judged } of fitting) addVote(plan, input, { row, vote, comparison, judged, said });
  if (fitting.length === 0) plan.votesUnfit += 1;
  const partly = fitting.some(({ judged }) => !judged.isWhole);
  if (partly) plan.votesPartly += 1;
  if (partly || fitting.length === 0) plan.keptVotes.push({ comparisonId: about[0]!.id, vote });
}

/** Whether all responses of the comparison are among those that the vote is about. */
function isAbout(vote: RowVote, group: readonly number[]): boolean {
  if (vote.of !== undefined) return group.every((response) => vote.of?.includes(response));
  return true;
}

function sceneOf(row: HashedRow, { comparison, vote }: { comparison: PlannedComparison; vote: RowVote }) {
  const { group, order } = comparison;
  const key = `${hashesOf(row, group)} ${vote.annotator ?? ''}`;
  return { group, order, texts: row.texts, key, asShown: row.asShown };
}

function hashesOf(row: HashedRow, group: readonly number[]): string {
  const hashes = group.map((index) => row.responses[index]?.hash ?? '');
  return [row.hash, ...hashes.sort()].join(' ');
}

interface GivenVote {
  readonly row: HashedRow;
  readonly vote: RowVote;
  readonly comparison: PlannedComparison;
  readonly judged: JudgedVote;
  readonly said: Map<string, number>;
}

function addVote(plan: VotePlan, input: VoteInput, given: GivenVote): void {
  const { row, vote, comparison, judged, said } = given;
  const saidKey = `${comparison.id} ${unnamedKey(vote.kind, judged.hash)}`;
  const nth = said.get(saidKey) ?? 0;
  if (vote.annotator === null) said.set(saidKey, nth + 1);
  const known = input.known.get(comparison.id) ?? new KnownVotes();
  input.known.set(comparison.id, known);
  const place = known.take(vote, judged.hash, nth);
  const who = `${vote.annotator ?? `${nth}`} ${vote.annotator === null} ${unnamedKey(vote.kind, judged.hash)}`;
  const isNew =
    place !== null &&
    input.novelty.vote(
      row.hash,
      comparison.group.map((index) => row.responses[index]!.hash),
      who,
    );
  if (!isNew) {
    plan.votesThere += 1;
    return;
  }
  plan.votes.push({ ...judged, comparisonId: comparison.id, place });
  if (judged.derived !== null) plan.votesDerived[judged.derived] += 1;
}
