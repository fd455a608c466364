import { guard, looksLikeFormula } from '@pairwright/domain/spreadsheet-guard';

/** A number, a text, or nothing where a number is not defined. */
export type Cell = string | number | null;

/**
 * Lines of RFC 4180, UTF-8 with a mark so that spreadsheets read it as such. A text that a spreadsheet would take for a
 * formula gets a quote in front: names of models come from imports.
 */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return `\u{FEFF}${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;
}

function cellOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = looksLikeFormula(cell) ? `${guard}${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
