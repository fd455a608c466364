/**
 * Tables for spreadsheets: what a spreadsheet would take for a formula has an apostrophe before it. A text that begins with an
 * apostrophe itself gets one more, so that all can be taken off again. A column says so of each row: the file alone may be passed on.
 */
export const guardColumn = 'cells_guarded';
export const rowIsGuarded = '1';
export const guard = "'";

/** Whether a spreadsheet takes a text for a formula, or for the start of another cell. */
export function looksLikeFormula(text: string): boolean {
  return /^[=+\-@\t\r]/.test(text);
}

export function guardCell(text: string): string {
  return looksLikeFormula(text) || text.startsWith(guard) ? guard + text : text;
}

export function unguardCell(text: string): string {
  return text.startsWith(guard) ? text.slice(guard.length) : text;
}
