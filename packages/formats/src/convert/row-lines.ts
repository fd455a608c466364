import type { Converted } from '../in/convert.ts';
import type { RecordFormat, WriteOptions } from '../out/format.ts';
import { toLabels } from '../out/labels.ts';
import type { ConvertReason } from './reasons.ts';
import { recordsOf, type RowRecords } from './row-records.ts';

/** What became of rows that belong together: all rows of a comparison where labels are made of it, one row everywhere else. */
export interface LinesMade {
  readonly rows: readonly Converted[];
  /** Without their newlines. */
  readonly lines: readonly string[];
  /** Why parts of the rows are no line; why all of it, where there is none. */
  readonly left: readonly ConvertReason[];
}

/** Rows of one comparison that are kept until the next one comes. */
const mostRows = 10_000;

interface Held {
  readonly comparison: string | null;
  readonly made: { readonly row: Converted; readonly records: RowRecords }[];
}

/** The lines of rows in a format, one after the other. */
export class RowLines {
  readonly #format: RecordFormat;
  readonly #options: WriteOptions;
  #held: Held = { comparison: null, made: [] };

  constructor(format: RecordFormat, options: WriteOptions) {
    this.#format = format;
    this.#options = options;
  }

  /** Takes a row and gives what is finished now. */
  push(row: Converted): LinesMade[] {
    const records = recordsOf(row, this.#format.margin && this.#options.margin);
    if (this.#format.fromLabels !== true) return [this.#made([{ row, records }])];
    const comparison = records.records[0]?.comparisonId ?? null;
    const belongs = comparison !== null && comparison === this.#held.comparison;
    if (belongs && this.#held.made.length < mostRows) {
      this.#held.made.push({ row, records });
      return [];
    }
    const before = this.finish();
    this.#held = { comparison, made: [{ row, records }] };
    return before;
  }

  finish(): LinesMade[] {
    const { made } = this.#held;
    this.#held = { comparison: null, made: [] };
    return made.length === 0 ? [] : [this.#made(made)];
  }

  #made(given: Held['made']): LinesMade {
    const records = given.flatMap((one) => one.records.records);
    const left: ConvertReason[] = given.flatMap((one) => one.records.refused);
    const lines: string[] = [];
    const ready =
      this.#format.fromLabels === true ? toLabels(records) : records.map((record) => ({ record }));
    for (const one of ready) {
      const written = 'refused' in one ? one : this.#format.write(one.record, this.#options);
      if ('refused' in written) left.push(written.refused);
      else lines.push(...written.lines);
    }
    return { rows: given.map(({ row }) => row), lines, left: told(left, lines.length > 0) };
  }
}

/** That a format has no place for other things that were said of a row, too, is no loss of the row. */
function told(left: readonly ConvertReason[], isWritten: boolean): readonly ConvertReason[] {
  const special = left.filter((reason) => reason !== 'other_kind');
  return isWritten || special.length > 0 ? special : left;
}
