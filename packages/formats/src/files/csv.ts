import { guardCell, guardColumn, rowIsGuarded } from '@pairwright/domain/spreadsheet-guard';
import type { Column } from '../card-features.ts';
import type { FileEncoder } from './encoder.ts';
import { type JsonRow, JsonRows } from './json-rows.ts';

const utf8 = new TextEncoder();
const NEEDS_QUOTES = /[",\r\n]|^\s|\s$/;

/**
 * RFC 4180: a header, commas, CRLF after every record, quotes only where needed. Lists and objects are JSON text. Null is
 * an empty cell; an empty text is "". Texts stand as they were written, also those that a spreadsheet takes for a formula
 * (`=`, `+`, `-`, `@` first): a guard would change the data. docs/export.md says how to open such a file.
 */
export function csvEncoder(columns: readonly Column[]): FileEncoder {
  return tableEncoder(record(columns.map(({ name }) => name)), (row) =>
    record(columns.map(({ name }) => cellOf(row[name]))),
  );
}

/** The same with the mark of UTF-8, a guard before texts that would be formulas, and a last column that says so. */
export function spreadsheetEncoder(columns: readonly Column[]): FileEncoder {
  const names = columns.map(({ name }) => name);
  return tableEncoder(`\uFEFF${record([...names, guardColumn])}`, (row) =>
    record([...names.map((name) => guardedCellOf(row[name])), rowIsGuarded]),
  );
}

function tableEncoder(header: string, recordOf: (row: JsonRow) => string): FileEncoder {
  const rows = new JsonRows();
  let head: string | undefined = header;
  const start = (): string => {
    const text = head ?? '';
    head = undefined;
    return text;
  };
  return {
    push(bytes) {
      const text = start() + rows.push(bytes).map(recordOf).join('');
      return text === '' ? [] : [utf8.encode(text)];
    },
    finish() {
      rows.finish();
      return head === undefined ? [] : [utf8.encode(start())];
    },
  };
}

function record(cells: readonly (string | null)[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Numbers are numbers to a spreadsheet, and lists begin with a bracket: only texts are guarded. */
function guardedCellOf(value: unknown): string | null {
  return typeof value === 'string' ? guardCell(value) : cellOf(value);
}

function quoted(cell: string | null): string {
  if (cell === null) return '';
  return cell === '' || NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
