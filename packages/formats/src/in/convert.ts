import { readImportRow } from '../import-row.ts';
import { type ImportRow, type RowNotes, type RowOptions } from '../import-types.ts';
import { ForeignFaults, type ForeignFault } from './foreign-faults.ts';
import type { ForeignRow, InFormat } from './format.ts';
import { isObject } from './messages.ts';
import { ownObject, type OwnRow } from './own-row.ts';

/** A row of ours made of foreign ones. */
export interface Converted {
  /** The line of the (last) foreign row it was made of. */
  readonly line: number;
  /** Its JSON text, without a newline. */
  readonly text: string;
  readonly row: ImportRow;
  readonly notes: RowNotes | null;
}

export interface Refused {
  readonly line: number;
  readonly faults: readonly ForeignFault[];
}

export type Outcome = ({ readonly ok: true } & Converted) | ({ readonly ok: false } & Refused);

interface Held {
  readonly row: OwnRow;
  readonly line: number;
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

  push(value: unknown, line: number): Outcome[] {
    const faults = new ForeignFaults(line);
    if (!isObject(value)) {
      faults.add('$', value, 'not_an_object');
      return [{ ok: false, line, faults: faults.list }];
    }
    const evidence = this.#format.recognise(value);
    if (evidence === null && this.#format.name !== 'mapping') {
      faults.add('$', value, {
        code: 'not_this_format',
        rule: `a row has the columns of ${this.#format.name}`,
      });
      return [{ ok: false, line, faults: faults.list }];
    }
    const made = this.#format.read(value, faults);
    if (made === null || faults.list.length > 0) return [{ ok: false, line, faults: faults.list }];
    if ('asIs' in made) return [this.#check(made.asIs, line)];
    if (this.#format.join === undefined) return made.map((row) => this.#check(ownObject(row), line));
    return made.flatMap((row) => this.#hold({ row, line }, this.#format.join!));
  }

  finish(): Outcome[] {
    const held = this.#held;
    this.#held = null;
    return held === null ? [] : [this.#check(ownObject(held.row), held.line)];
  }

  #hold(next: Held, join: NonNullable<InFormat['join']>): Outcome[] {
    const held = this.#held;
    const joined = held === null ? null : join(held.row, next.row);
    this.#held = joined === null ? next : { row: joined, line: next.line };
    return held === null || joined !== null ? [] : [this.#check(ownObject(held.row), held.line)];
  }

  /** Our own rules are checked on our own row. */
  #check(value: ForeignRow, line: number): Outcome {
    const text = JSON.stringify(value);
    const result = readImportRow(text, line, this.#options);
    if (result.ok) return { ok: true, line, text, row: result.row, notes: result.notes };
    const faults = result.faults.map((fault) => ({
      ...fault,
      path: this.#format.name === 'pairwright' ? fault.path : `row: ${fault.path}`,
    }));
    return { ok: false, line, faults };
  }
}
