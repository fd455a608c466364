import { columnsOf } from '../card-features.ts';
import type { Item } from '../containers/items.ts';
import { readContainer } from '../containers/read.ts';
import type { ByteSource } from '../containers/source.ts';
import { Converter, type Converted, type Outcome } from '../in/convert.ts';
import type { InFormat } from '../in/format.ts';
import { LineFile } from './line-file.ts';
import { type ConvertReason, reasonWords } from './reasons.ts';
import { type LinesMade, RowLines } from './row-lines.ts';
import type { ConvertTarget } from './target.ts';

/** What is wrong with a row or file, in the words of every fault: where, what, which rule, and what to do. */
export interface ConvertFault {
  readonly line: number;
  readonly path: string;
  readonly value: string;
  readonly code: string;
  readonly rule: string;
  readonly fix: string;
}

/** A row or file of which nothing is written. */
export interface Refusal {
  readonly file: string;
  readonly scope: 'row' | 'file';
  /** As it stood in the file; null where it is no text. */
  readonly raw: string | null;
  readonly faults: readonly ConvertFault[];
}

/** Where the bytes go. Both are waited for, so that nobody is overrun. */
export interface ConvertSink {
  readonly write: (bytes: Uint8Array) => void | Promise<void>;
  readonly refuse: (refusal: Refusal) => void | Promise<void>;
}

/** Of the rows read, each is written, whole or in part, put together with the one before it, or refused. */
export interface ConvertCounts {
  read: number;
  /** Lines. */
  written: number;
  /** Rows that became one with the row before. */
  joined: number;
  rowsRefused: number;
  filesRefused: number;
  /** Of the refused rows and files, by their first fault. */
  readonly reasons: Map<string, number>;
  /** Pairs and responses that rows which are written speak of, and that are no line. */
  readonly leftOut: Map<ConvertReason, number>;
}

export interface ConvertPlan {
  readonly from: InFormat;
  readonly to: ConvertTarget;
}

/**
 * Turns files of foreign rows into one file of another format. The same in Node and in a browser; reads and writes bit by
 * bit. Parquet of TRL's formats reads the files twice: whether messages carry tools or images decides its columns. Images are refused.
 */
export class Conversion {
  readonly counts: ConvertCounts = {
    read: 0,
    written: 0,
    joined: 0,
    rowsRefused: 0,
    filesRefused: 0,
    reasons: new Map(),
    leftOut: new Map(),
  };
  readonly #plan: ConvertPlan;
  readonly #sink: ConvertSink;

  constructor(plan: ConvertPlan, sink: ConvertSink) {
    this.#plan = plan;
    this.#sink = sink;
  }

  async run(sources: readonly ByteSource[]): Promise<ConvertCounts> {
    const { from, to } = this.#plan;
    const file = await openLineFile(sources, this.#plan);
    const makers = to.format === null ? null : new RowLines(to.format, to.options);
    const converter = new Converter(from);
    for (const source of sources) {
      const files = new Places();
      for await (const item of readContainer(source)) {
        // Neither over the end of a file nor over what cannot be read are rows put together.
        const parts = from.gather === undefined && (!item.ok || files.isOther(item));
        const parted = parts ? converter.finish() : [];
        for (const outcome of parted) await this.#settle(outcome, { makers, file, files });
        for (const outcome of this.#read(item, converter, files))
          await this.#settle(outcome, { makers, file, files });
        if (!item.ok)
          await this.#refuse({ file: files.at(item), scope: item.scope, raw: item.raw, faults: item.faults });
      }
      const ended = from.gather === undefined ? converter.finish() : [];
      for (const outcome of ended) await this.#settle(outcome, { makers, file, files });
    }
    const rest = new Places();
    for (const outcome of converter.finish()) await this.#settle(outcome, { makers, file, files: rest });
    for (const made of makers?.finish() ?? []) await this.#write(made, file, rest);
    if (to.container !== 'parquet' || this.counts.written > 0) await this.#give(file.end());
    return this.counts;
  }

  #read(item: Item, converter: Converter, files: Places): Outcome[] {
    const place = files.at(item);
    if (!item.ok) {
      if (item.scope === 'row') this.counts.read += 1;
      return [];
    }
    this.counts.read += 1;
    const raw = item.raw ?? JSON.stringify(item.value);
    const isTable = item.header !== undefined;
    return converter.push(item.value, { line: item.line, raw, file: place, isTable });
  }

  async #settle(
    outcome: Outcome,
    { makers, file, files }: { makers: RowLines | null; file: LineFile; files: Places },
  ): Promise<void> {
    this.counts.joined += outcome.joined;
    if (!outcome.ok)
      return this.#refuse({
        file: files.of(outcome),
        scope: 'row',
        raw: outcome.raw.join('\n'),
        faults: outcome.faults,
      });
    if (makers === null) return this.#line(outcome.text, file);
    for (const made of makers.push(outcome)) await this.#write(made, file, files);
  }

  async #write({ rows, lines, left }: LinesMade, file: LineFile, files: Places): Promise<void> {
    for (const line of lines) await this.#line(line, file);
    if (lines.length === 0) {
      for (const row of rows) await this.#refuse(refusalOf(row, left[0] ?? 'other_kind', files));
      return;
    }
    for (const reason of left) count(this.counts.leftOut, reason);
  }

  async #line(line: string, file: LineFile): Promise<void> {
    this.counts.written += 1;
    await this.#give(file.add(line));
  }

  async #give(parts: readonly Uint8Array[]): Promise<void> {
    for (const part of parts) await this.#sink.write(part);
  }

  async #refuse(refusal: Refusal): Promise<void> {
    if (refusal.scope === 'file') this.counts.filesRefused += 1;
    else this.counts.rowsRefused += 1;
    count(this.counts.reasons, refusal.faults[0]!.code);
    await this.#sink.refuse(refusal);
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** How people know where a row stands. */
class Places {
  #file = '';

  /** Whether an item is of another file than the one before it. */
  isOther({ file }: Item): boolean {
    return this.#file !== '' && file !== this.#file;
  }

  /** Where a list stands on one line, its number tells which element it was. */
  at(item: Item): string {
    this.#file = item.file;
    return item.row === item.line || item.row === 0 ? item.file : `${item.file} row ${item.row}`;
  }

  /** Rows that were put together stand in several places: the file alone is told. */
  of({ file, joined }: Pick<Outcome, 'file' | 'joined'>): string {
    return joined > 0 && this.#file !== '' ? this.#file : (file ?? this.#file);
  }
}

function refusalOf(row: Converted, reason: ConvertReason, files: Places): Refusal {
  const fault = {
    line: row.line,
    path: '$',
    value: '',
    code: reason,
    rule: reasonWords.en[reason],
    fix: 'It is left out: this format cannot hold it.',
  };
  return { file: files.of(row), scope: 'row', raw: row.raw.join('\n'), faults: [fault] };
}

async function openLineFile(sources: readonly ByteSource[], plan: ConvertPlan): Promise<LineFile> {
  const { to } = plan;
  const shape = to.format?.shape ?? 'lines';
  const file = { container: to.container, compression: to.compression };
  if (to.name === 'pairwright' || to.container === 'jsonl')
    return LineFile.open({ ...file, columns: [] }, shape);
  const isTrl = to.name === 'trl-implicit' || to.name === 'trl-explicit';
  const plainMessages = !isTrl || (await areMessagesPlain(sources, plan.from));
  const { margin, weight } = to.options;
  const columns = columnsOf({
    format: to.name,
    withMargin: margin,
    withWeight: weight,
    plainMessages,
    // A converter has no place for their bytes, and refuses them.
    withImages: false,
  });
  return LineFile.open({ ...file, columns }, shape);
}

/** Whether no message of any row has more than a speaker and a text. */
async function areMessagesPlain(sources: readonly ByteSource[], from: InFormat): Promise<boolean> {
  for (const source of sources) {
    const converter = new Converter(from);
    for await (const item of readContainer(source))
      if (
        item.ok &&
        !converter.push(item.value, { line: item.line, isTable: item.header !== undefined }).every(isPlain)
      )
        return false;
    if (!converter.finish().every(isPlain)) return false;
  }
  return true;
}

function isPlain(outcome: Outcome): boolean {
  if (!outcome.ok) return true;
  const { prompt, responses } = outcome.row;
  return [...prompt, ...responses.flatMap(({ messages }) => messages)].every(
    (message) => Object.keys(message).length === 2 && message.content !== null,
  );
}
