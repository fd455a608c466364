import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { readContainer } from '@pairwright/formats/containers/read';
import type { Item } from '@pairwright/formats/containers/items';
import { Converter, type Outcome } from '@pairwright/formats/in/convert';
import { CliError } from '../cli-error.ts';
import { openInput } from '../convert/local-files.ts';
import { pickFormat } from '../convert/pick-format.ts';
import { rowWriters } from '../convert/writers.ts';
import type { Output } from '../output.ts';

export interface ConvertOptions {
  readonly from?: string;
  readonly to: string;
  readonly output?: string;
  readonly rejects?: string;
  readonly mapping?: string;
  readonly datasetInfo?: string;
  readonly config?: string;
  readonly split?: string;
}

/** How many faults are shown one by one. */
const shownFaults = 10;

interface Fault {
  readonly line: number;
  readonly path: string;
  readonly value: string;
  readonly code: string;
  readonly rule: string;
  readonly fix: string;
}

/** A file that gets its name when it is whole. */
class Target {
  readonly #stream: Writable;
  readonly #file: string | null;

  constructor(file: string | undefined, standard: NodeJS.WritableStream) {
    this.#file = file ?? null;
    this.#stream = file === undefined ? (standard as Writable) : createWriteStream(`${file}.part`);
  }

  /** Waits while the other side is full. */
  async write(text: string): Promise<void> {
    if (!this.#stream.write(text)) await once(this.#stream, 'drain');
  }

  async close(): Promise<void> {
    if (this.#file === null) return;
    this.#stream.end();
    await finished(this.#stream);
    await rename(`${this.#file}.part`, this.#file);
  }

  async discard(): Promise<void> {
    if (this.#file === null) return;
    this.#stream.destroy();
    await rm(`${this.#file}.part`, { force: true });
  }
}

class Run {
  read = 0;
  written = 0;
  /** Rows that became one with the row before. */
  joined = 0;
  rowsRefused = 0;
  filesRefused = 0;
  readonly refused = new Map<string, number>();
  readonly #out: Output;
  readonly #target: Target;
  readonly #rejects: Target | null;
  #shown = 0;

  constructor(out: Output, target: Target, rejects: Target | null) {
    this.#out = out;
    this.#target = target;
    this.#rejects = rejects;
  }

  write(line: string): Promise<void> {
    this.written++;
    return this.#target.write(line);
  }

  /** A row that goes nowhere: named, counted by its reason, and kept with the rejects. */
  async refuse(
    file: string,
    faults: readonly Fault[],
    { raw, isFile = false }: { raw: string | null; isFile?: boolean },
  ): Promise<void> {
    if (isFile) this.filesRefused++;
    else this.rowsRefused++;
    const [first] = faults;
    this.refused.set(first!.code, (this.refused.get(first!.code) ?? 0) + 1);
    for (const fault of faults) {
      if (this.#shown++ < shownFaults)
        this.#out.line(
          `${file} line ${fault.line} ${fault.path}: ${fault.rule}; found ${fault.value}; ${fault.fix}`,
        );
    }
    await this.#rejects?.write(`${JSON.stringify({ file, raw, faults })}\n`);
  }
}

/** Turns a file or folder of foreign rows into another format. Needs no server; memory does not grow with the file. */
export async function convert(
  { out, stdout }: { out: Output; stdout: NodeJS.WritableStream },
  input: string,
  options: ConvertOptions,
): Promise<void> {
  if (rowWriters[options.to] === undefined)
    throw new CliError(
      'usage',
      `"${options.to}" cannot be written. Formats: ${Object.keys(rowWriters).join(', ')}.`,
    );
  if (out.json && options.output === undefined)
    throw new CliError('usage', 'With --json the rows need a file: -o FILE.');
  const { sources, told } = await openInput(input, options);
  if (told !== null) out.line(told);
  const picked = await pickFormat(options, sources);
  if (picked.told !== null) out.line(picked.told);
  const target = new Target(options.output, stdout);
  const rejects = options.rejects === undefined ? null : new Target(options.rejects, stdout);
  const run = new Run(out, target, rejects);
  try {
    for (const source of sources)
      await convertFile(run, readContainer(source), {
        to: options.to,
        converter: new Converter(picked.format),
      });
    await target.close();
    await rejects?.close();
  } catch (error) {
    await target.discard();
    await rejects?.discard();
    throw error;
  }
  report(run, { out, options, format: picked.format.name });
}

interface Conversion {
  readonly to: string;
  readonly converter: Converter;
}

async function convertFile(
  run: Run,
  items: AsyncIterable<Item>,
  { to, converter }: Conversion,
): Promise<void> {
  let file = '';
  for await (const item of items) {
    file = item.file;
    // Where a list stands on one line, its number tells which element it was.
    const where = item.row === item.line || item.row === 0 ? file : `${file} row ${item.row}`;
    if (item.ok) {
      run.read++;
      const raw = item.raw ?? JSON.stringify(item.value);
      for (const outcome of converter.push(item.value, item.line, raw))
        await settle(run, outcome, {
          file: outcome.raw.length === 1 && outcome.raw[0] === raw ? where : file,
          to,
        });
    } else {
      if (item.scope === 'row') run.read++;
      await run.refuse(where, item.faults, { raw: item.raw, isFile: item.scope === 'file' });
    }
  }
  for (const outcome of converter.finish()) await settle(run, outcome, { file, to });
}

async function settle(run: Run, outcome: Outcome, { file, to }: { file: string; to: string }): Promise<void> {
  const raw = outcome.raw.join('\n');
  run.joined += Math.max(0, outcome.raw.length - 1);
  if (!outcome.ok) return run.refuse(file, outcome.faults, { raw });
  const lines = rowWriters[to]!(outcome);
  if (!('code' in lines)) {
    for (const line of lines) await run.write(line);
    return;
  }
  const fault = {
    line: outcome.line,
    path: '$',
    value: '',
    code: lines.code,
    rule: lines.reason,
    fix: 'It is left out: this format cannot hold it.',
  };
  await run.refuse(file, [fault], { raw });
}

function report(
  run: Run,
  { out, options, format }: { out: Output; options: ConvertOptions; format: string },
): void {
  const reasons = Object.fromEntries(run.refused);
  const refused = run.rowsRefused + run.filesRefused;
  const result = {
    format,
    to: options.to,
    read: run.read,
    written: run.written,
    joined: run.joined,
    refused: run.rowsRefused,
    files_refused: run.filesRefused,
    reasons,
  };
  if (out.json) out.result({ convert: result }, '');
  out.line(`${run.read} rows read, ${run.written} written, ${run.rowsRefused} refused`);
  if (run.joined > 0) out.line(`${run.joined} rows were put together with the row before them`);
  if (run.filesRefused > 0) out.line(`${run.filesRefused} files (or the rest of them) were not read`);
  for (const [code, count] of Object.entries(reasons)) out.line(`  ${count} ${code}`);
  if (refused === 0) return;
  const where =
    options.rejects === undefined ? '--rejects FILE writes them' : `they are in ${options.rejects}`;
  throw new CliError(
    'rows_rejected',
    `${run.rowsRefused} rows and ${run.filesRefused} files were refused; ${where}.`,
    result,
  );
}
