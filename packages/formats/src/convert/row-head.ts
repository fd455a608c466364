import { canonicalMessages } from '../canonical.ts';
import { crc32 } from '../containers/crc32.ts';
import type { Converted } from '../in/convert.ts';
import { type ImportResponse, type ImportRow, type Metadata, unnamedModel } from '../import-types.ts';
import type { ExportRecord, RecordResponse } from '../out/record.ts';
import type { ConvertReason } from './reasons.ts';

/** A record of a row, or why something the votes speak of is none. */
export type Told = { readonly record: ExportRecord } | { readonly refused: ConvertReason };

/** What all records of a row have in common. */
export interface RowHead {
  readonly id: string;
  readonly common: Pick<
    ExportRecord,
    'comparisonId' | 'split' | 'language' | 'prompt' | 'judgeTurn' | 'weight'
  >;
  /** Null: the row does not tell. */
  readonly source: ExportRecord['source'] | null;
  /** A column `margin` of the row, as it stands there. */
  readonly margin: number | null;
  readonly responses: readonly RecordResponse[];
}

const sources: readonly string[] = [
  'pair',
  'ranking',
  'rewrite',
  'single',
] satisfies ExportRecord['source'][];
const utf8 = new TextEncoder();

/** Rows of our own exports bring their ids, weights and sources, which stand in the metadata. */
export function headOf({ row, line }: Converted): RowHead {
  const metadata = row.metadata ?? {};
  const comparison = word(metadata, 'comparison_id');
  const isOurs = comparison !== null;
  const id = row.pairId ?? (isOurs ? word(metadata, 'id') : null) ?? ownId(row, line);
  const source = isOurs ? word(metadata, 'source') : null;
  const weight = isOurs ? number(metadata, 'weight') : null;
  return {
    id,
    common: {
      comparisonId: comparison ?? id,
      split: 'train',
      language: row.language ?? null,
      prompt: row.prompt,
      judgeTurn: row.judgeTurn ?? null,
      weight: weight !== null && weight > 0 ? weight : 1,
    },
    source: source !== null && sources.includes(source) ? (source as ExportRecord['source']) : null,
    margin: number(metadata, 'margin'),
    responses: row.responses.map(responseOf),
  };
}

/** A prompt has one row of responses, and as many pairs as somebody judged: its id is not theirs. */
function ownId({ externalId, readyPair }: ImportRow, line: number): string {
  if (externalId === undefined) return `line-${line}`;
  return readyPair ? `${externalId}-line-${line}` : externalId;
}

/**
 * Formats with two equal sides order responses by their ids. Files often have the better one first, so an id without a name
 * is made of the text: it tells nothing of the outcome, and is the same in every run.
 */
function responseOf({ model, messages, metadata }: ImportResponse): RecordResponse {
  const sum = crc32(utf8.encode(canonicalMessages(messages)));
  return {
    id: (metadata === undefined ? null : word(metadata, 'id')) ?? sum.toString(16).padStart(8, '0'),
    model: model === unnamedModel ? null : model,
    messages,
  };
}

function word(metadata: Metadata, key: string): string | null {
  const value = Object.hasOwn(metadata, key) ? metadata[key] : null;
  return typeof value === 'string' && value !== '' ? value : null;
}

function number(metadata: Metadata, key: string): number | null {
  const value = Object.hasOwn(metadata, key) ? metadata[key] : null;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
