import type { Gather } from './format.ts';
import type { OwnRow } from './own-row.ts';

/** Characters of the rows that are held until the end: outputs of models to thousands of instructions. */
const MOST = 128 * 1024 * 1024;

export interface Gathered<Origin> {
  readonly row: OwnRow;
  readonly origin: Origin;
}

/** Holds rows until all are there, and gives those of one key together, in the order in which their keys came. */
export class GatheredRows<Origin> {
  readonly #gather: Gather;
  readonly #groups = new Map<string, Gathered<Origin>[]>();
  #size = 0;

  constructor(gather: Gather) {
    this.#gather = gather;
  }

  /** False: so much cannot be held, and this row is not. */
  add(row: OwnRow, origin: Origin): boolean {
    const size = JSON.stringify(row).length;
    if (this.#size + size > MOST) return false;
    this.#size += size;
    const key = this.#gather.key(row);
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, [{ row, origin }]);
    else group.push({ row, origin });
    return true;
  }

  take(): readonly (readonly Gathered<Origin>[])[] {
    const groups = [...this.#groups.values()];
    this.#groups.clear();
    this.#size = 0;
    return groups;
  }
}
