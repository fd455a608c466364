import { useState } from 'react';

export interface RowIds {
  readonly ids: readonly number[];
  /** The row made last, to be opened and focused. */
  readonly fresh: number | null;
  add(): void;
  remove(index: number): void;
  move(from: number, to: number): void;
}

interface Rows {
  ids: readonly number[];
  next: number;
  fresh: number | null;
}

function count(length: number, from: number): Rows {
  return { ids: Array.from({ length }, (_, index) => from + index), next: from + length, fresh: null };
}

/** Identities for the rows of a list whose keys change while they are written. */
export function useRowIds(length: number): RowIds {
  const [rows, setRows] = useState(() => count(length, 0));
  // Another list altogether: a template was chosen, or a published version came.
  const known = rows.ids.length === length ? rows : count(length, rows.next);
  if (known !== rows) setRows(known);
  return {
    ids: known.ids,
    fresh: known.fresh,
    add: () => setRows(({ ids, next }) => ({ ids: [...ids, next], next: next + 1, fresh: next })),
    remove: (index) =>
      setRows((now) => ({ ...now, ids: now.ids.filter((_, place) => place !== index), fresh: null })),
    move: (from, to) =>
      setRows((now) => {
        const left = now.ids.filter((_, place) => place !== from);
        return { ...now, ids: [...left.slice(0, to), ...now.ids.slice(from, from + 1), ...left.slice(to)] };
      }),
  };
}
