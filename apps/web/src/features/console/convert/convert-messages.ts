import type { FileColumn } from '@pairwright/contract/import-inspection';
import type { Mapping } from '@pairwright/contract/import-mapping';
import type { ConvertCounts } from '@pairwright/formats/convert/conversion';
import type { ConvertReason } from '@pairwright/formats/convert/reasons';
import type { TargetWish } from '@pairwright/formats/convert/target';

/** What the page asks of the thread that converts. */
export type Asked =
  | { readonly kind: 'look'; readonly file: File }
  | {
      readonly kind: 'convert';
      readonly file: File;
      /** The name of a format, or which column is what. */
      readonly from: string | Mapping;
      readonly wish: TargetWish;
      /** Of the file that is made. */
      readonly name: string;
    };

export interface Looked {
  readonly kind: 'looked';
  /** Null: a person must say. */
  readonly format: string | null;
  /** Of the sample, how many rows are of that format. */
  readonly rows: number;
  readonly sample: number;
  readonly columns: readonly FileColumn[];
}

export interface Refusals {
  readonly code: string;
  readonly rows: number;
  readonly rule: string;
  /** Where the first one stands. */
  readonly file: string;
  readonly line: number;
}

export interface Converted {
  readonly kind: 'converted';
  readonly counts: Omit<ConvertCounts, 'leftOut'> & {
    readonly leftOut: readonly (readonly [ConvertReason, number])[];
  };
  readonly refused: readonly Refusals[];
  /** The data first, where there are any. */
  readonly files: readonly { readonly name: string; readonly blob: Blob }[];
}

export type Told =
  | Looked
  | Converted
  | { readonly kind: 'progress'; readonly read: number }
  | { readonly kind: 'failed'; readonly message: string };
