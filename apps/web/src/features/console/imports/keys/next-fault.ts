/** The place of the next row with a fault, from the start again behind the last one; null where there is none. */
export function nextFault(rows: readonly { readonly ok: boolean }[], at: number): number | null {
  const behind = rows.findIndex((row, index) => index > at && !row.ok);
  const found = behind === -1 ? rows.findIndex((row) => !row.ok) : behind;
  return found === -1 ? null : found;
}
