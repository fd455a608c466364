import type { Recipe } from '@pairwright/contract/datasets';
import type { RecordFormat } from '@pairwright/formats/out/format';
import type { ExportRecord, RecordKind, RecordResponse } from '@pairwright/formats/out/record';
import type { StoredComparison, StoredRow } from './stored-comparison.ts';

/** A record, or something that would be one and is told in no row. */
export type RecordOrNot =
  | { readonly record: ExportRecord }
  | { readonly refused: 'tie' | 'too_few_judgments' | 'personal_data' };

export interface RecordWish {
  readonly kinds: readonly RecordKind[];
  /** The format tells the reasons of judgments. */
  readonly rationales: boolean;
  readonly recipe: Recipe;
  /** The version stores rows of all kinds; else the others than preferences are made from its judgments. */
  readonly hasAllKinds: boolean;
}

/** What a format is to be given of a version. */
export function wishOf(
  { reads, rationales }: Pick<RecordFormat, 'reads' | 'rationales'>,
  { recipe, hasAllKinds }: Pick<RecordWish, 'recipe' | 'hasAllKinds'>,
): RecordWish {
  return { kinds: reads, rationales: rationales === true, recipe, hasAllKinds };
}

/** What all records of a comparison have in common. */
export function headOf(comparison: StoredComparison, row?: StoredRow) {
  return {
    comparisonId: comparison.id,
    split: row?.split ?? 'train',
    language: comparison.language,
    prompt: comparison.prompt,
    judgeTurn: comparison.judgeTurn,
    weight: row?.weight ?? 1,
  };
}

export function responseOf(comparison: StoredComparison, id: string): RecordResponse {
  const found = comparison.responses.find((response) => response.id === id);
  if (found?.messages == null) throw new Error(`the text of response ${id} is missing`);
  return { id, model: found.model, messages: found.messages };
}
