import type { Item } from '@pairwright/formats/containers/items';
import { Converter, type Outcome } from '@pairwright/formats/in/convert';
import type { InFormat } from '@pairwright/formats/in/format';
import type { ImportRow, RowNotes, RowOptions } from '@pairwright/formats/import-types';
import type { RejectFault } from '../chunk.ts';

interface Place {
  readonly file: string;
  readonly line: number;
  /** Of its file, from 1; 0 before the first. */
  readonly row: number;
}

/** A row of ours made of rows of a file, or what could not become one. */
export type MadeRow = {
  /** Counts what was made, good and bad, from 1: the same file read the same way gives the same numbers. */
  readonly item: number;
  /** Rows of the file read until then. */
  readonly rowsRead: number;
  readonly place: Place;
  /** Rows of the file that were put together with the one before them in it. */
  readonly joined: number;
} & (
  | {
      readonly kind: 'row';
      readonly row: ImportRow;
      readonly notes: RowNotes | null;
      readonly bytes: number;
      readonly raw: readonly string[];
    }
  | { readonly kind: 'refused'; readonly faults: readonly RejectFault[]; readonly raw: readonly string[] }
  /** A file of an archive that holds no data: a picture, a read-me. */
  | { readonly kind: 'left_out' }
);

type Said =
  | Pick<Extract<MadeRow, { kind: 'row' }>, 'kind' | 'row' | 'notes' | 'bytes' | 'raw'>
  | Pick<Extract<MadeRow, { kind: 'refused' }>, 'kind' | 'faults' | 'raw'>
  | Pick<Extract<MadeRow, { kind: 'left_out' }>, 'kind'>;

/**
 * Rows of ours made of the rows of a container, in its order; rows that a format spreads over several are put together within
 * a file, and those that it gathers when all are read. `isCut`: the file goes on behind these rows, and nothing is said of the
 * last one where it cannot stand without the next. `keepRaw`: they come with what stood there; `lines`, each row of the file
 * a line of text; `records`, as the records of the table that it is.
 */
export async function* madeRows(
  items: AsyncIterable<Item>,
  given: {
    readonly format: InFormat;
    readonly options: RowOptions;
    readonly keepRaw?: 'lines' | 'records';
    readonly isCut?: boolean;
  },
): AsyncGenerator<MadeRow> {
  const converter = new Converter(given.format, given.options);
  const asLines = given.keepRaw !== 'records';
  const gathers = given.format.gather !== undefined;
  let item = 0;
  let rowsRead = 0;
  /** Where rows stand that the converter may hold, by their number. */
  const places = new Map<number, Place>();
  let before: Place | null = null;
  const made = (place: Place, said: Said, joined = 0): MadeRow => {
    const { file, line, row } = place;
    return { item: (item += 1), rowsRead, place: { file, line, row }, joined, ...said };
  };
  const settled = (outcomes: readonly Outcome[]): MadeRow[] =>
    outcomes.map((outcome) => made(places.get(outcome.line)!, saidOf(outcome), outcome.joined));
  for await (const read of items) {
    const here: Place = { file: read.file, line: read.line, row: read.row };
    // Neither over the end of a file nor over what cannot be read are rows put together.
    if (!gathers && (!read.ok || before?.file !== here.file)) yield* settled(converter.finish());
    before = here;
    if (!read.ok) {
      if (read.scope === 'row') rowsRead += 1;
      yield made(here, badItem(read, asLines));
      continue;
    }
    rowsRead += 1;
    places.set(rowsRead, here);
    // The number tells which row an outcome is of: lines may repeat.
    const raw = given.keepRaw === undefined ? null : asLines ? textOf(read) : read.raw;
    const isTable = read.header !== undefined;
    yield* settled(converter.push(read.value, { line: rowsRead, raw, isTable }));
    if (gathers) continue;
    for (const number of places.keys()) if (number !== converter.heldLine) places.delete(number);
  }
  const held = given.isCut === true && !gathers;
  yield* settled(converter.finish().filter(({ ok }) => ok || !held));
}

function saidOf(outcome: Outcome): Said {
  if (!outcome.ok) return { kind: 'refused', faults: outcome.faults, raw: outcome.raw };
  const { row, notes, text, raw } = outcome;
  return { kind: 'row', row, notes, bytes: text.length, raw };
}

function badItem(item: Extract<Item, { ok: false }>, asLine: boolean): Said {
  if (item.scope === 'file' && item.faults.every(({ code }) => code === 'other_file'))
    return { kind: 'left_out' };
  const { faults, raw } = item;
  return { kind: 'refused', faults, raw: raw === null ? [] : [asLine ? oneLine(raw) : raw] };
}

/** A row as it stood there, or as JSON where it was no line of it. */
function textOf({ raw, value }: Extract<Item, { ok: true }>): string {
  return raw !== null && /^\s*[{[]/.test(raw) ? oneLine(raw, value) : JSON.stringify(value);
}

function oneLine(raw: string, value: unknown = raw): string {
  return /[\n\r]/.test(raw) ? JSON.stringify(value) : raw;
}
