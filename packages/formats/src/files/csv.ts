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
  const rows = new JsonRows();
  let head: string | undefined = record(columns.map(({ name }) => name));
  const start = (): string => {
    const text = head ?? '';
    head = undefined;
    return text;
  };
  return {
    push(bytes) {
      const text =
        start() +
        rows
          .push(bytes)
          .map((row) => record(cellsOf(row)))
          .join('');
      return text === '' ? [] : [utf8.encode(text)];
    },
    finish() {
      rows.finish();
      return head === undefined ? [] : [utf8.encode(start())];
    },
  };

  function cellsOf(row: JsonRow): (string | null)[] {
    return columns.map(({ name }) => cellOf(row[name]));
  }
}

function record(cells: readonly (string | null)[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function cellOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function quoted(cell: string | null): string {
  if (cell === null) return '';
  return cell === '' || NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
