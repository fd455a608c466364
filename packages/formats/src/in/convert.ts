import { readImportRow } from '../import-row.ts';
import { type ImportRow, type RowNotes, type RowOptions } from '../import-types.ts';
import { ForeignFaults, type ForeignFault } from './foreign-faults.ts';
import type { ForeignRow, InFormat, Made } from './format.ts';
import { type Gathered, GatheredRows } from './gathered.ts';
import { isObject } from './messages.ts';
import { ownObject, type OwnRow } from './own-row.ts';
import { sayDetail } from '../rule-details.ts';

/** Where a row stood that was put in. */
export interface Stood {
  readonly line: number;
  /** How it stood there, where it is text. */
  readonly raw?: string | null;
  /** The file, as people know it. */
  readonly file?: string | null;
  /** It is a record of a table, where everything is text. */
  readonly isTable?: boolean;
}

interface Origin {
  /** The line of the last foreign row it was made of; of gathered ones, the first. */
  readonly line: number;
  /** Of that row. */
  readonly file: string | null;
  /** The foreign rows it was made of, as they stood in the file. */
  readonly raw: readonly string[];
  /** Foreign rows that were put together with another one in it. */
  readonly joined: number;
}

/** A row of ours made of foreign ones. */
export interface Converted extends Origin {
  /** Its JSON text, without a newline. */
  readonly text: string;
  readonly row: ImportRow;
  readonly notes: RowNotes | null;
}

export interface Refused extends Origin {
  readonly faults: readonly ForeignFault[];
}

export type Outcome = ({ readonly ok: true } & Converted) | ({ readonly ok: false } & Refused);

interface Held extends Origin {
  readonly row: OwnRow;
}

/** Turns foreign rows into ours, one after the other; rows that a format spreads over several are held until the next, or the end. */
export class Converter {
  readonly #format: InFormat;
  readonly #options: RowOptions;
  readonly #gathered: GatheredRows<Origin> | null;
  #held: Held | null = null;

  constructor(format: InFormat, options: Partial<RowOptions> = {}) {
    this.#format = format;
    this.#gathered = format.gather === undefined ? null : new GatheredRows(format.gather);
    // Answers judged one by one are rows, too.
    this.#options = { messageBytes: 1024 * 1024, fewestResponses: 1, ...options };
  }

  /** `at`: its line, or more about where it stood. */
  push(value: unknown, at: number | Stood): Outcome[] {
    const { line, raw = null, file = null, isTable = false } = typeof at === 'number' ? { line: at } : at;
    const origin: Origin = { line, file, raw: raw === null ? [] : [raw], joined: 0 };
    const faults = new ForeignFaults(line);
    const made = this.#read(value, isTable, faults);
    if (made === null || faults.list.length > 0) {
      const parted = this.#format.alone === undefined ? [] : this.finish();
      return [...parted, { ok: false, ...origin, faults: faults.list }];
    }
    if ('asIs' in made) return [this.#check(made.asIs, origin)];
    if (this.#gathered !== null) return made.flatMap((row) => this.#collect(row, origin));
    const { join } = this.#format;
    if (join === undefined) return made.map((row) => this.#check(ownObject(row), origin));
    return made.flatMap((row) => this.#hold({ row, ...origin }, join));
  }

  #read(value: unknown, isTable: boolean, faults: ForeignFaults): Made | null {
    if (!isObject(value)) return faults.add('$', value, 'not_an_object');
    const { recognise, ofTable, read } = this.#format;
    if (recognise(value) !== null) {
      const row = isTable && ofTable !== undefined ? ofTable(value, faults) : value;
      return faults.list.length > 0 ? null : read(row, faults);
    }
    return faults.add('$', value, {
      code: 'not_this_format',
      rule: sayDetail('format_columns', { format: this.#format.name }),
    });
  }

  /** The line of the row that waits for the next one; null: none does. */
  get heldLine(): number | null {
    return this.#held?.line ?? null;
  }

  /** What was held. */
  finish(): Outcome[] {
    const held = this.#held;
    this.#held = null;
    const groups = this.#gathered?.take() ?? [];
    return [...(held === null ? [] : [this.#let(held)]), ...groups.map((group) => this.#put(group))];
  }

  #hold(next: Held, join: NonNullable<InFormat['join']>): Outcome[] {
    const held = this.#held;
    const joined = held === null ? null : join(held.row, next.row);
    this.#held =
      held === null || joined === null
        ? next
        : { ...next, row: joined, raw: [...held.raw, ...next.raw], joined: held.joined + 1 };
    return held === null || joined !== null ? [] : [this.#let(held)];
  }

  /** Nothing more is joined to the row. */
  #let({ row, ...origin }: Held): Outcome {
    const code = this.#format.alone?.(row) ?? null;
    if (code === null) return this.#check(ownObject(row), origin);
    return refused(origin, (faults) => faults.add('$', row.responses[0]?.messages.at(-1)?.content, code));
  }

  #collect(row: OwnRow, origin: Origin): Outcome[] {
    if (this.#gathered?.add(row, origin) === true) return [];
    return [refused(origin, (faults) => faults.add('$', row.prompt, 'too_many_to_gather'))];
  }

  #put(group: readonly Gathered<Origin>[]): Outcome {
    const { gather } = this.#format;
    const [first] = group;
    if (gather === undefined || first === undefined) throw new Error('nothing was gathered');
    const row = gather.put(group.map((one) => one.row));
    if (row.responses.length < this.#options.fewestResponses) {
      const { path, value, code } = gather.alone(row);
      return refused(first.origin, (faults) => faults.add(path, value, code));
    }
    const raw = group.flatMap(({ origin }) => origin.raw);
    return this.#check(ownObject(row), { ...first.origin, raw, joined: group.length - 1 });
  }

  /** Our own rules are checked on our own row. */
  #check(value: ForeignRow, origin: Origin): Outcome {
    const text = JSON.stringify(value);
    const result = readImportRow(text, origin.line, this.#options);
    if (result.ok) return { ok: true, ...origin, text, row: result.row, notes: result.notes };
    const faults = result.faults.map((fault) => ({
      ...fault,
      path: this.#format.name === 'pairwright' ? fault.path : `row: ${fault.path}`,
    }));
    return { ok: false, ...origin, faults };
  }
}

function refused(origin: Origin, say: (faults: ForeignFaults) => void): Outcome {
  const faults = new ForeignFaults(origin.line);
  say(faults);
  return { ok: false, ...origin, faults: faults.list };
}
