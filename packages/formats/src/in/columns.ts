import { isObject } from './messages.ts';

/** Reads values of a row by their place and remembers which columns were read: the others go into the metadata. */
export class Columns {
  readonly row: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();
  /** Keys read of the objects in columns. */
  readonly #readInside = new Map<string, Set<string>>();

  constructor(row: Readonly<Record<string, unknown>>) {
    this.row = row;
  }

  get(place: string): unknown {
    this.#note(place);
    return this.#at(place);
  }

  #at(place: string): unknown {
    if (Object.hasOwn(this.row, place)) return this.row[place];
    const [first, ...keys] = place.split('.') as [string, ...string[]];
    return keys.reduce(valueAt, Object.hasOwn(this.row, first) ? this.row[first] : undefined);
  }

  /** That this value is in the row that is made. */
  #note(place: string): void {
    const [first, ...keys] = place.split('.') as [string, ...string[]];
    if (Object.hasOwn(this.row, place)) this.#read.add(place);
    else if (keys.length === 1)
      this.#readInside.set(first, (this.#readInside.get(first) ?? new Set()).add(keys[0]!));
  }

  /** Text of an id, language and the like; blank and null count as absent. What is neither text nor number stays unread. */
  word(place: string | undefined): string | undefined {
    if (place === undefined) return undefined;
    const value = this.#at(place);
    if (typeof value === 'object' || typeof value === 'boolean') return undefined;
    this.#note(place);
    if (typeof value === 'number' || typeof value === 'bigint') return String(value);
    return typeof value === 'string' && value.trim() !== '' ? value : undefined;
  }

  /** Tells that these columns are in the row that was made. */
  use(...places: readonly string[]): void {
    for (const place of places) this.#read.add(place);
  }

  rest(): Record<string, unknown> {
    const kept: [string, unknown][] = [];
    for (const [key, value] of Object.entries(this.row)) {
      if (this.#read.has(key) || value === null || value === undefined) continue;
      const left = this.#leftOf(key, value);
      if (left !== undefined) kept.push([key, left]);
    }
    return Object.fromEntries(kept);
  }

  /** What of an object in a column was not read. */
  #leftOf(key: string, value: unknown): unknown {
    const inside = this.#readInside.get(key);
    if (inside === undefined || !isObject(value)) return value;
    const left = Object.entries(value).filter(([name]) => !inside.has(name));
    return left.length === 0 ? undefined : Object.fromEntries(left);
  }
}

/** The member of an object or the item of a list; `undefined` where there is none. */
export function valueAt(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** The path that a fault names for a place. */
export function placePath(place: string): string {
  return `$.${place.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]')}`;
}
