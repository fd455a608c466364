import type { RatingVotes } from '@pairwright/contract/import-ratings';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { ShownTexts } from '@pairwright/domain/judgment/checked';
import type { RowVote } from '@pairwright/formats/import-votes';

/** What a vote is fitted to: the question, and the responses of one comparison. */
export interface VoteScene {
  readonly form: QuestionForm;
  /** Responses of the row by the places they were shown at. */
  readonly shown: readonly number[];
  /** What they say, in the same order. */
  readonly texts: ShownTexts;
  /** Responses of the whole row. */
  readonly rowSize: number;
  /** What becomes of votes that only rate, where the question compares. */
  readonly ratingVotes: RatingVotes;
}

/** The responses a vote is about, all of the row where it names none. */
export function aboutOf({ of }: RowVote, { rowSize }: Pick<VoteScene, 'rowSize'>): readonly number[] {
  return of ?? Array.from({ length: rowSize }, (_, index) => index);
}
