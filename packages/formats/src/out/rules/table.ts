import { isRow } from './shapes.ts';
import type { Row } from './verdict.ts';

/**
 * What the JSON reader of `datasets` makes of the columns: one type each, found over all rows. Null fits every type. Gives
 * the name of each column that has two types, or whose objects differ in their keys: such a column is read as raw JSON, by
 * older versions not at all.
 */
export function mixedColumns(rows: readonly Row[]): string[] {
  const types = new Map<string, string>();
  const mixed = new Set<string>();
  for (const row of rows) {
    for (const [name, value] of Object.entries(row)) note(name, value, { types, mixed });
  }
  return [...mixed];
}

interface Notes {
  readonly types: Map<string, string>;
  readonly mixed: Set<string>;
}

function note(path: string, value: unknown, notes: Notes): void {
  if (value === null) return;
  const type = typeOf(value);
  const before = notes.types.get(path);
  if (before === undefined) notes.types.set(path, type);
  else if (before !== type) notes.mixed.add(path);
  if (Array.isArray(value)) for (const item of value as unknown[]) note(`${path}[]`, item, notes);
  else if (isRow(value))
    for (const [key, inner] of Object.entries(value)) note(`${path}.${key}`, inner, notes);
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  // Objects of one column have the same keys in all rows.
  return isRow(value) ? `object of ${Object.keys(value).join(', ')}` : typeof value;
}
