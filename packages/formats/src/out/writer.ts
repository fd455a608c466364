import type { RefusalReason } from '@pairwright/contract/export-formats';
import type { RecordFormat, WriteOptions } from './format.ts';
import { type Labelled, toLabels } from './labels.ts';
import type { ExportRecord } from './record.ts';

/** What became of the rows: each is written, in one line or more, or refused for one reason. */
export interface WriteCounts {
  readonly rows: number;
  readonly written: number;
  readonly lines: number;
  readonly refused: Readonly<Partial<Record<RefusalReason, number>>>;
}

/**
 * Turns records into the text of one file. Records of one comparison come one behind the other. Memory: the records of one
 * comparison.
 */
export class RecordWriter {
  readonly #format: RecordFormat;
  readonly #options: WriteOptions;
  readonly #counts = { rows: 0, written: 0, lines: 0, refused: {} as Partial<Record<RefusalReason, number>> };
  #group: ExportRecord[] = [];

  constructor(format: RecordFormat, options: WriteOptions) {
    this.#format = format;
    this.#options = options;
  }

  get counts(): WriteCounts {
    return this.#counts;
  }

  /** Takes a record and gives what can be written now. */
  add(record: ExportRecord): string {
    if (this.#format.fromLabels !== true) return this.#write({ record });
    const written = this.#group[0]?.comparisonId === record.comparisonId ? '' : this.#flush();
    this.#group.push(record);
    return written;
  }

  /** Counts something that would be a row and of which nothing can be said. */
  refuse(reason: RefusalReason): void {
    this.#counts.rows += 1;
    this.#counts.refused[reason] = (this.#counts.refused[reason] ?? 0) + 1;
  }

  /** To be called after the last record: the rest of the file. */
  end(): string {
    const written = this.#flush();
    if (this.#format.shape === 'lines') return written;
    return `${written}${this.#counts.lines === 0 ? '[]\n' : '\n]\n'}`;
  }

  #flush(): string {
    const group = this.#group;
    this.#group = [];
    return toLabels(group)
      .map((labelled) => this.#write(labelled))
      .join('');
  }

  #write(labelled: Labelled): string {
    const counts = this.#counts;
    const written = 'refused' in labelled ? labelled : this.#format.write(labelled.record, this.#options);
    if ('refused' in written) {
      this.refuse(written.refused);
      return '';
    }
    counts.rows += 1;
    counts.written += 1;
    return written.lines.map((line) => this.#ended(line)).join('');
  }

  #ended(line: string): string {
    this.#counts.lines += 1;
    if (this.#format.shape === 'lines') return `${line}\n`;
    return this.#counts.lines === 1 ? `[\n${line}` : `,\n${line}`;
  }
}
