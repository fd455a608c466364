import { hash } from 'node:crypto';
import type { Pairing } from '@pairwright/contract/imports';
import { type IndexGroup, planComparisons } from '@pairwright/domain/pairing';
import { canonicalMessages } from '@pairwright/formats/canonical';
import type { ImportGold } from '@pairwright/formats/import-gold';
import type { RowVote } from '@pairwright/formats/import-votes';
import type { ImportMedia, ImportRow, Metadata, RowNotes } from '@pairwright/formats/import-types';

export interface HashedResponse {
  readonly model: string;
  /** Canonical JSON text of the messages. */
  readonly messages: string;
  /** sha256 of model name and messages, hex. */
  readonly hash: string;
  readonly metadata: string | null;
}

/** What a prompt carries besides its text. */
export interface PromptDetails {
  readonly externalId: string | null;
  readonly language: string | null;
  /** The row named none: it was told from the text. */
  readonly languageDetected: boolean;
  readonly category: string | null;
  readonly source: string | null;
  /** JSON text. */
  readonly metadata: string | null;
}

/** A good row in the form the database takes, with its comparisons planned. */
export interface HashedRow extends PromptDetails {
  /** Where it stands in the file, from 1; null until that is told. */
  readonly line: number | null;
  readonly messages: string;
  /** sha256 of the canonical messages, hex. */
  readonly hash: string;
  readonly responses: readonly HashedResponse[];
  /** Indexes into `responses`. */
  readonly comparisons: readonly IndexGroup[];
  readonly identical: number;
  /** Of the comparison of a ready pair. */
  readonly pairMetadata: string | null;
  readonly judgeTurn: number | null;
  readonly sensitive: readonly string[];
  readonly media: readonly ImportMedia[];
  readonly gold: RowGold | null;
  readonly votes: readonly RowVote[];
  /** With votes: what each response says, message by message. */
  readonly texts: readonly (readonly (string | null)[])[];
  /** The row lists its responses as they were shown to who voted. */
  readonly asShown: boolean;
}

/** Where a row stands in the file. */
export interface LinePlace {
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** Which of the rows made of the file, from 1; 0 where the bytes are its place. */
  readonly item: number;
  /** Inside an archive; null: the uploaded file itself. */
  readonly file: string | null;
  /** Which row of its file, from 1, where that is not the line. */
  readonly row: number | null;
}

/** The known answer of a row whose one comparison is of all its responses. The project's question may not have it. */
export interface RowGold extends ImportGold {
  /** What each response says, message by message, in the order of the row. */
  readonly texts: readonly (readonly (string | null)[])[];
  readonly place: LinePlace;
  /** Counted only once the row goes in. */
  readonly notes: RowNotes | null;
}

export type HashResult =
  | { readonly ok: true; readonly row: HashedRow }
  | { readonly ok: false; readonly baseline: string };

/** Writes and hashes a row's texts and plans its comparisons. Not ok when the plan names a baseline this row does not have. */
export function hashRow(row: ImportRow, pairing: Pairing): HashResult {
  const messages = canonicalMessages(row.prompt);
  const key = sha256(messages);
  const responses = row.responses.map((response): HashedResponse => {
    const text = canonicalMessages(response.messages);
    // No model name holds a NUL, so no two different inputs join to the same text.
    return {
      model: response.model,
      messages: text,
      hash: sha256(`${response.model}\0${text}`),
      metadata: json(response.metadata),
    };
  });
  const plan = planComparisons(
    row.readyPair ? { plan: 'all_pairs' } : pairing,
    responses.map(({ model, messages: text }) => ({ model, text })),
    key,
  );
  if (plan.baselineMissing && pairing.plan === 'against_baseline')
    return { ok: false, baseline: pairing.model };
  return {
    ok: true,
    row: {
      line: null,
      messages,
      hash: key,
      responses,
      externalId: row.externalId ?? null,
      language: row.language ?? null,
      languageDetected: row.languageDetected ?? false,
      category: row.category ?? null,
      source: row.source ?? null,
      metadata: json(row.metadata),
      comparisons: plan.comparisons,
      identical: plan.identical,
      pairMetadata: row.pairId === undefined ? null : JSON.stringify({ pair_id: row.pairId }),
      judgeTurn: row.judgeTurn ?? null,
      sensitive: row.sensitive ?? [],
      media: row.media ?? [],
      gold: null,
      votes: row.votes ?? [],
      texts: row.votes === undefined ? [] : textsOf(row),
      asShown: false,
    },
  };
}

/** What each response says, message by message, in the order of the row. */
export function textsOf({ responses }: ImportRow): (string | null)[][] {
  return responses.map(({ messages }) => messages.map(({ content }) => content));
}

function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}

function json(metadata: Metadata | undefined): string | null {
  return metadata === undefined ? null : JSON.stringify(metadata);
}
