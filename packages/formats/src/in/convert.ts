import { readImportRow } from '../import-row.ts';
import { type ImportRow, type RowNotes, type RowOptions } from '../import-types.ts';
import { ForeignFaults, type ForeignFault } from './foreign-faults.ts';
import type { ForeignRow, InFormat, Made } from './format.ts';
import { isObject } from './messages.ts';
import { ownObject, type OwnRow } from './own-row.ts';
import { sayDetail } from '../rule-details.ts';

/** A row of ours made of foreign ones. */
export interface Converted {
  /** The line of the (last) foreign row it was made of. */
  readonly line: number;
  /** The foreign rows it was made of, as they stood in the file. */
  readonly raw: readonly string[];
  /** Its JSON text, without a newline. */
  readonly text: string;
  readonly row: ImportRow;
  readonly notes: RowNotes | null;
}

export interface Refused {
  readonly line: number;
  readonly raw: readonly string[];
  readonly faults: readonly ForeignFault[];
}

export type Outcome = ({ readonly ok: true } & Converted) | ({ readonly ok: false } & Refused);

interface Origin {
  readonly line: number;
  readonly raw: readonly string[];
}

interface Held extends Origin {
  readonly row: OwnRow;
}

/** Turns foreign rows into ours, one after the other; rows that a format spreads over several are held until the next. */
export class Converter {
  readonly #format: InFormat;
  readonly #options: RowOptions;
  #held: Held | null = null;

  constructor(format: InFormat, options: Partial<RowOptions> = {}) {
    this.#format = format;
    // Answers judged one by one are rows, too.
    this.#options = { messageBytes: 1024 * 1024, fewestResponses: 1, ...options };
  }

  /** `raw`: how the row stood in the file, where it is text. */
  push(value: unknown, line: number, raw: string | null = null): Outcome[] {
    const origin: Origin = { line, raw: raw === null ? [] : [raw] };
    const faults = new ForeignFaults(line);
    const made = this.#read(value, faults);
    if (made === null || faults.list.length > 0) return [{ ok: false, ...origin, faults: faults.list }];
    if ('asIs' in made) return [this.#check(made.asIs, origin)];
    const { join } = this.#format;
    if (join === undefined) return made.map((row) => this.#check(ownObject(row), origin));
    return made.flatMap((row) => this.#hold({ row, ...origin }, join));
  }

  #read(value: unknown, faults: ForeignFaults): Made | null {
    if (!isObject(value)) return faults.add('$', value, 'not_an_object');
    if (this.#format.recognise(value) !== null) return this.#format.read(value, faults);
    return faults.add('$', value, {
      code: 'not_this_format',
      rule: sayDetail('format_columns', { format: this.#format.name }),
    });
  }

  finish(): Outcome[] {
    const held = this.#held;
    this.#held = null;
    return held === null ? [] : [this.#check(ownObject(held.row), held)];
  }

  #hold(next: Held, join: NonNullable<InFormat['join']>): Outcome[] {
    const held = this.#held;
    const joined = held === null ? null : join(held.row, next.row);
    this.#held =
      held === null || joined === null
        ? next
        : { row: joined, line: next.line, raw: [...held.raw, ...next.raw] };
    return held === null || joined !== null ? [] : [this.#check(ownObject(held.row), held)];
  }

  /** Our own rules are checked on our own row. */
  #check(value: ForeignRow, { line, raw }: Origin): Outcome {
    const text = JSON.stringify(value);
    const result = readImportRow(text, line, this.#options);
    if (result.ok) return { ok: true, line, raw, text, row: result.row, notes: result.notes };
    const faults = result.faults.map((fault) => ({
      ...fault,
      path: this.#format.name === 'pairwright' ? fault.path : `row: ${fault.path}`,
    }));
    return { ok: false, line, raw, faults };
  }
}
