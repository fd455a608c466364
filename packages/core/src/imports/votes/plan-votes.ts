import type { QuestionForm } from '@pairwright/contract/question-form';
import type { RowVote } from '@pairwright/formats/import-votes';
import type { HashedRow } from '../hash-row.ts';
import type { Novelty } from '../seen-content.ts';
import { type JudgedVote, judgeVote } from './judge-vote.ts';
import { KnownVotes, unnamedKey, type VotePlace } from './known-votes.ts';

/** A past judgment that a chunk adds. */
export interface NewVote extends JudgedVote {
  readonly comparisonId: string;
  readonly place: VotePlace;
}

export interface VotePlan {
  readonly votes: NewVote[];
  /** Votes of rows that say nothing the question asks, that are about responses the plan does not compare, that are there already. */
  votesUnfit: number;
  votesUnplanned: number;
  votesThere: number;
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
  const { form } = input;
  if (row.votes.length === 0) return;
  /** How many unnamed votes of this row said the same of a comparison before. */
  const said = new Map<string, number>();
  for (const vote of row.votes) {
    const about = comparisons.filter(({ group }) => isAbout(vote, group));
    if (about.length === 0) plan.votesUnplanned += 1;
    let fits = about.length === 0;
    for (const comparison of about) {
      const judged = form && judgeVote(vote, sceneOf(form, row, { comparison, vote }));
      if (judged === null) continue;
      fits = true;
      addVote(plan, input, { row, vote, comparison, judged, said });
    }
    if (!fits) plan.votesUnfit += 1;
  }
}

/** Whether all responses of the comparison are among those that the vote is about. */
function isAbout(vote: RowVote, group: readonly number[]): boolean {
  if (vote.of !== undefined) return group.every((response) => vote.of?.includes(response));
  return true;
}

function sceneOf(
  form: QuestionForm,
  row: HashedRow,
  { comparison, vote }: { comparison: PlannedComparison; vote: RowVote },
) {
  const { group, order } = comparison;
  const key = `${hashesOf(row, group)} ${vote.annotator ?? ''}`;
  return { form, group, order, texts: row.texts, key, asShown: row.asShown };
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
  if (isNew) plan.votes.push({ ...judged, comparisonId: comparison.id, place });
  else plan.votesThere += 1;
}
