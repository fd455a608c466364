import type { Message, MessageImage, SensitiveCategory } from '@pairwright/contract/shapes';
import type { ImportFault } from './import-faults.ts';
import type { ImportGold } from './import-gold.ts';
import type { ImageTools } from './import-images.ts';
import type { RowVote } from './import-votes.ts';

/** A JSON object of the file that is kept as it is. */
export type Metadata = Record<string, unknown>;

export interface ImportResponse {
  readonly model: string;
  readonly messages: Message[];
  /** Keys of the response that are not ours (sampling parameters, slots ...). */
  readonly metadata?: Metadata;
}

/** A valid row, the same for both shapes. */
export interface ImportRow {
  readonly externalId?: string;
  readonly pairId?: string;
  readonly language?: string;
  /** The language was detected in the text, not named by the source. */
  readonly languageDetected?: true;
  readonly category?: string;
  readonly source?: string;
  readonly prompt: Message[];
  readonly responses: ImportResponse[];
  /** `metadata` of the row, plus `reference` and unknown top-level keys, untouched. */
  readonly metadata?: Metadata;
  /** The two responses are the comparison: the pairing plan does not apply. */
  readonly readyPair: boolean;
  /** Which message of every response is judged, from 0. */
  readonly judgeTurn?: number;
  /** Each once, in the order of the contract. */
  readonly sensitive?: readonly SensitiveCategory[];
  /** Its comparison has a known answer. */
  readonly gold?: ImportGold;
  /** Past judgments of its responses. */
  readonly votes?: readonly RowVote[];
  /** The images its messages name, each once; absent without any. */
  readonly media?: readonly ImportMedia[];
}

/** An image whose bytes came with the row. */
export interface ImportMedia extends MessageImage {
  readonly bytes: Uint8Array;
}

/** What is worth a note in a row that goes in. */
export interface RowNotes {
  readonly emptyResponses: number;
  readonly extraKeys: readonly string[];
  readonly unnamedModels: number;
  /** Messages whose text came in several parts. */
  readonly joinedTexts: number;
}

export type RowResult =
  | { readonly ok: true; readonly row: ImportRow; readonly notes: RowNotes | null }
  | { readonly ok: false; readonly faults: readonly ImportFault[] };

export interface RowOptions {
  /** UTF-8 bytes of one message's content. */
  readonly messageBytes: number;
  /** How many responses a row has at least: 2 where they are compared, 1 where each is judged by itself. */
  readonly fewestResponses: 1 | 2;
  /** Without them every image is refused. */
  readonly images?: ImageTools;
}

export const defaultRowOptions: RowOptions = { messageBytes: 1024 * 1024, fewestResponses: 2 };
export const maxResponses = 64;
/** The model name of a ready pair's response that names none. */
export const unnamedModel = 'unnamed';
