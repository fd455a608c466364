import type { Message } from '@pairwright/contract/shapes';

/** A response of a record, in canonical messages; `model` is null where the import named none. */
export interface RecordResponse {
  readonly id: string;
  readonly model: string | null;
  readonly messages: readonly Message[];
}

/** One judgment that counted, seen from the record: strength -3..3, negative = the first (chosen) response is preferred. */
export interface RecordOpinion {
  /** Pseudonym, stable within the dataset; null where the recipe leaves annotators out. */
  readonly annotator: string | null;
  readonly outcome: 'preference' | 'tie' | 'both_bad' | 'cannot_judge';
  readonly strength: number | null;
  /** It tells which is better and not by how much: `strength` has the sign alone. */
  readonly sideOnly?: true;
  readonly rationale: string | null;
}

interface RecordHead {
  /** One row has it; see `TrlImplicitRow.id`. */
  readonly id: string;
  /** Rows with the same one belong together: in one training batch, in one split. */
  readonly comparisonId: string;
  readonly source: 'pair' | 'ranking' | 'rewrite' | 'single';
  /** The name of the split, as `train`. */
  readonly split: string;
  /** BCP 47, as the import said or detected; null where unknown. */
  readonly language: string | null;
  /** Ends with a user or tool message. */
  readonly prompt: readonly Message[];
  /** Which message of the responses was judged, from 0; null: the last. */
  readonly judgeTurn: number | null;
  /** Judgments that count. */
  readonly votes: number;
  /** Share of the judgments that say what the row says, 0..1; null where reviewers decided or nothing was counted. */
  readonly agreement: number | null;
  /** What the row counts in training, above 0; 1 unless the recipe says otherwise. */
  readonly weight: number;
}

/**
 * A row of a frozen version before it takes the shape of a format. `preference`: the first response won. `tie` and
 * `both_bad`: neither did. `label`: one response, good or bad. `steps`: one response, each of its steps judged. `ratings`:
 * one response with means on the question's criteria.
 */
export type ExportRecord = RecordHead &
  (
    | {
        readonly kind: 'preference';
        readonly chosen: RecordResponse;
        readonly rejected: RecordResponse;
        /** In all rows of a file or in none. */
        readonly margin: number | null;
        /** How strongly the first response is preferred, 0..3, as the recipe counts votes or reviewers decided; left out or null: not stored. */
        readonly strength?: number | null;
        /** The margin is no strength on -3..3 but another number: log odds, a difference of ratings, a step as Llama 2 has them. */
        readonly otherMargin?: true;
        readonly opinions: readonly RecordOpinion[];
      }
    | {
        readonly kind: 'tie' | 'both_bad';
        readonly first: RecordResponse;
        readonly second: RecordResponse;
        readonly opinions: readonly RecordOpinion[];
      }
    | { readonly kind: 'label'; readonly response: RecordResponse; readonly good: boolean }
    | {
        readonly kind: 'steps';
        readonly response: RecordResponse;
        readonly steps: readonly { readonly text: string; readonly label: 'right' | 'wrong' | 'neutral' }[];
      }
    | {
        readonly kind: 'ratings';
        readonly response: RecordResponse;
        /** `mean` on the criterion's own scale, `lowest` to `highest`. */
        readonly ratings: readonly {
          readonly key: string;
          readonly mean: number;
          readonly lowest: number;
          readonly highest: number;
        }[];
      }
  );
export type RecordKind = ExportRecord['kind'];

type OfKind<Record, Kind> = Record extends { readonly kind: infer Own }
  ? Extract<Own, Kind> extends never
    ? never
    : Record
  : never;
/** The records of some kinds. */
export type RecordOf<Kind extends RecordKind> = OfKind<ExportRecord, Kind>;
