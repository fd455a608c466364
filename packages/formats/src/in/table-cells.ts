import { isUnsafeNumber } from '../json-scan.ts';
import type { ForeignFaults } from './foreign-faults.ts';
import type { ForeignRow } from './format.ts';
import { decoded } from './messages.ts';

/** What a table makes of the columns of rows that we write or take. */
export interface TableColumns {
  /** Lists, objects, numbers and truth values: JSON text in a cell. */
  readonly values: readonly string[];
  /** Texts that are never empty: an empty cell is none. */
  readonly texts: readonly string[];
}

/**
 * The row as it was before it became a record of a table, where every cell is text; broken cells are faults. Other columns
 * stay as they are.
 */
export function valuesOfCells(row: ForeignRow, columns: TableColumns, faults: ForeignFaults): ForeignRow {
  const values = columns.values.filter((key) => typeof row[key] === 'string');
  return {
    ...row,
    ...Object.fromEntries(values.map((key) => [key, valueOf(faults, key, row[key] as string)])),
    ...Object.fromEntries(columns.texts.filter((key) => row[key] === '').map((key) => [key, null])),
  };
}

function valueOf(faults: ForeignFaults, key: string, cell: string): unknown {
  const text = cell.trim();
  if (text === '' || text === 'null') return null;
  if (/^[[{]/.test(text)) return decoded(faults, `$.${key}`, text);
  // Tools that write tables anew begin these words with a capital.
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  const number = Number(text);
  if (Number.isNaN(number)) return faults.add(`$.${key}`, cell, 'json_cell');
  return isUnsafeNumber(number) ? faults.add(`$.${key}`, cell, 'unsafe_number') : number;
}
