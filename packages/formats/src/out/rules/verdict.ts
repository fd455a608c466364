/** A row as a loader has it: keys and values, of whatever types. */
export type Row = Readonly<Record<string, unknown>>;

/**
 * What a trainer does with a row. `dropped`: it passes over the row. `error`: it stops. `silent`: it takes the row and
 * trains on something else than what was meant; nobody is told.
 */
export interface Verdict {
  readonly fate: 'kept' | 'dropped' | 'error' | 'silent';
  /** Null: kept. */
  readonly why: string | null;
}

/** Why a row is not kept, with its fate before a colon: `dropped: equal answers`. Null: kept. */
export type Fault = `${'dropped' | 'error' | 'silent'}: ${string}` | null;

/** How the loader of a format takes rows, written from docs/formats.md and what stands behind it; never from our writers. */
export interface Rule {
  /** A list in a file, or a value on each line. */
  readonly shape: 'lines' | 'list';
  /** Columns without which it does not start, in any order. */
  readonly needs: readonly string[];
  /** Columns it knows beside those; null: it passes over any. */
  readonly knows: readonly string[] | null;
  readonly row: (row: Row, all: { readonly rows: readonly Row[]; readonly index: number }) => Fault;
}

export function verdictOf(fault: Fault): Verdict {
  if (fault === null) return { fate: 'kept', why: null };
  const at = fault.indexOf(': ');
  return { fate: fault.slice(0, at) as Verdict['fate'], why: fault.slice(at + 2) };
}

/** The first fault there is. Later ones are looked for only when earlier ones are not there. */
export function firstFault(...faults: readonly (Fault | (() => Fault))[]): Fault {
  for (const fault of faults) {
    const found = typeof fault === 'function' ? fault() : fault;
    if (found !== null) return found;
  }
  return null;
}

/** A fault where something is so. */
export function faultIf(isSo: boolean, fault: NonNullable<Fault>): Fault {
  return isSo ? fault : null;
}
