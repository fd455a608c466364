import type { Message } from '@pairwright/contract/shapes';
import type { StepLabel, StoredOutcome } from '@pairwright/contract/judgment';
import type { RowSource } from '@pairwright/formats/out/trl-lines';
import type { RecordKind } from '@pairwright/formats/out/record';

/** A comparison of a frozen version as `record-source.sql.ts` writes it; the shape is ours on both sides. */
export interface StoredComparison {
  readonly id: string;
  readonly prompt: readonly Message[];
  readonly language: string | null;
  readonly judgeTurn: number | null;
  /** The ids of its responses in canonical order. */
  readonly order: readonly string[];
  /** Somebody had reported a problem when the version was frozen. */
  readonly flagged: boolean;
  /** Of the rows or of the comparison, in no order; rewrites among them. */
  readonly responses: readonly StoredResponse[];
  readonly rows: readonly StoredRow[];
  /** Of one part of a version: the first row of the comparison is in another part, and with it what is rated beside the rows. */
  readonly ratedElsewhere?: boolean;
  /** Those that count. */
  readonly judgments: readonly StoredJudgment[];
}

interface StoredResponse {
  readonly id: string;
  readonly model: string;
  readonly messages: readonly Message[] | null;
  /** As they were, where `messages` are masked: steps have their places in these. */
  readonly unmasked?: readonly Message[];
}

export interface StoredRow {
  readonly suffix: string | null;
  readonly kind: RecordKind;
  readonly split: string;
  readonly weight: number;
  readonly source: RowSource | 'single';
  /** Of ties and both bad the first response, of labels, steps and ratings the one that they are about. */
  readonly chosen: string;
  readonly rejected: string | null;
  readonly margin: number;
  readonly agreement: number | null;
  readonly votes: number;
  /** Of a rewrite the judgment it came with; of a row that is one vote that vote; else null. */
  readonly judgment: string | null;
  /** What was said of one response; null of pairs. */
  readonly detail: StoredDetail | null;
}

export interface StoredDetail {
  readonly good?: boolean;
  readonly steps?: readonly StoredStep[];
  readonly ratings?: readonly {
    readonly key: string;
    readonly mean: number;
    readonly lowest: number;
    readonly highest: number;
  }[];
}

export interface StoredStep {
  readonly start: number;
  readonly end: number;
  readonly label: StepLabel;
}

export interface StoredJudgment {
  readonly id: string;
  /** Null where the recipe names nobody. */
  readonly annotator: string | null;
  readonly outcome: StoredOutcome;
  readonly strength: number | null;
  readonly ranks: readonly (number | null)[] | null;
  readonly rationale: string | null;
  readonly ratings: readonly { readonly key: string; readonly response: number; readonly value: number }[];
  readonly steps:
    | readonly { readonly start: number; readonly end: number; readonly label: StepLabel }[]
    | null;
  /** The ratings that the question asked for. */
  readonly scales: readonly { readonly key: string; readonly min: number; readonly max: number }[];
}
