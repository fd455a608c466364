import type { FoundRow } from '@pairwright/contract/version-why';
import type { StoredComparison } from '../stored-comparison.ts';

const EXCERPT = 120;

/** Labels of one response are made of all rows that it stands in. */
export function rowOf(comparison: StoredComparison, recordId: string): string {
  return comparison.rows.some(({ suffix }) => `${comparison.id}${suffix ?? ''}` === recordId)
    ? recordId
    : comparison.id;
}

/** A comparison as what was found, without a row or a format. */
export function asWhole(comparison: StoredComparison): FoundRow {
  const said = comparison.prompt.at(-1)?.content ?? '';
  return {
    rowId: comparison.id,
    comparisonId: comparison.id,
    formats: [],
    excerpt: [...said].slice(0, EXCERPT).join(''),
  };
}
