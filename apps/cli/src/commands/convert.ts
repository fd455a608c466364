import path from 'node:path';
import { counted } from '@pairwright/domain/counted';
import { Conversion, type ConvertCounts, type Refusal } from '@pairwright/formats/convert/conversion';
import { reasonWords } from '@pairwright/formats/convert/reasons';
import {
  type ConvertTarget,
  targetOf,
  type TargetWish,
  wishOfName,
} from '@pairwright/formats/convert/target';
import { CliError } from '../cli-error.ts';
import { companionsOf } from '../convert/dataset-info.ts';
import { openInput } from '../convert/local-files.ts';
import { PartFile } from '../convert/part-file.ts';
import { pickFormat } from '../convert/pick-format.ts';
import type { Output } from '../output.ts';

export interface ConvertOptions extends TargetWish {
  readonly from?: string;
  readonly output?: string;
  readonly rejects?: string;
  readonly mapping?: string;
  readonly datasetInfo?: string;
  readonly config?: string;
  readonly split?: string;
}

/** How many faults are shown one by one. */
const shownFaults = 10;

/** Turns a file or folder of foreign rows into another format. Needs no server; memory does not grow with the file. */
export async function convert(
  { out, stdout }: { out: Output; stdout: NodeJS.WritableStream },
  input: string,
  options: ConvertOptions,
): Promise<void> {
  const to = chooseTarget(options);
  if (out.json && options.output === undefined)
    throw new CliError('usage', 'With --json the rows need a file: -o FILE.');
  requireOwnFiles(input, options);
  const { sources, told } = await openInput(input, options);
  if (told !== null) out.line(told);
  const picked = await pickFormat(options, sources);
  if (picked.told !== null) out.line(picked.told);
  const companions = await companionsOf(to, options.output);
  const target = new PartFile(options.output, stdout);
  const rejects = options.rejects === undefined ? null : new PartFile(options.rejects, stdout);
  const conversion = new Conversion(
    { from: picked.format, to },
    { write: (bytes) => target.write(bytes), refuse: refuser(out, rejects) },
  );
  try {
    const counts = await conversion.run(sources);
    await target.end();
    await rejects?.end();
    // A Parquet file without rows is read by nobody.
    if (to.container === 'parquet' && counts.written === 0) await target.discard();
    else {
      await target.close();
      for (const companion of companions) await companion.write();
      for (const { file } of companions) out.line(`${file} names the file`);
    }
    await rejects?.close();
  } catch (error) {
    await target.discard();
    await rejects?.discard();
    throw error;
  }
  report(conversion.counts, { out, options, format: picked.format.name });
}

/** A file that is read or written twice would not be what anybody meant. */
function requireOwnFiles(input: string, { output, rejects }: ConvertOptions): void {
  const places = [input, output, rejects].flatMap((file) => (file === undefined ? [] : [path.resolve(file)]));
  const twice = places.find((file, index) => places.indexOf(file) !== index);
  if (twice !== undefined)
    throw new CliError('usage', `${twice} is named twice. Read from one file, and write to others.`);
}

/** What the flags say goes before what the name of the file says. */
function chooseTarget(options: ConvertOptions): ConvertTarget {
  const named = wishOfName(options.output ?? '');
  const target = targetOf({
    ...options,
    container: options.container ?? named.container,
    // Snappy is inside a file and stands in no name.
    compression: options.compression ?? named.compression,
  });
  if ('wrong' in target) throw new CliError('usage', target.wrong);
  if (target.container === 'parquet' && options.output === undefined)
    throw new CliError('usage', 'Parquet needs a file: -o FILE.');
  return target;
}

/** A row that goes nowhere: named, and kept with the rejects. */
function refuser(out: Output, rejects: PartFile | null): (refusal: Refusal) => Promise<void> {
  let shown = 0;
  return async ({ file, raw, faults }) => {
    for (const fault of faults) {
      if (shown++ < shownFaults)
        out.line(
          `${file} line ${fault.line} ${fault.path}: ${fault.rule}; ${fault.value === '' ? '' : `found ${fault.value}; `}${fault.fix}`,
        );
    }
    await rejects?.write(`${JSON.stringify({ file, raw, faults })}\n`);
  };
}

function report(
  counts: ConvertCounts,
  { out, options, format }: { out: Output; options: ConvertOptions; format: string },
): void {
  const result = {
    format,
    to: options.to,
    read: counts.read,
    written: counts.written,
    joined: counts.joined,
    refused: counts.rowsRefused,
    files_refused: counts.filesRefused,
    reasons: Object.fromEntries(counts.reasons),
    left_out: Object.fromEntries(counts.leftOut),
  };
  if (out.json) out.result({ convert: result }, '');
  out.line(`${counted(counts.read, 'row')} read, ${counts.written} written, ${counts.rowsRefused} refused`);
  if (counts.joined > 0)
    out.line(
      counted(
        counts.joined,
        'row was put together with the row before it',
        'rows were put together with the row before them',
      ),
    );
  if (counts.filesRefused > 0)
    out.line(
      counted(
        counts.filesRefused,
        'file (or the rest of it) was not read',
        'files (or the rest of them) were not read',
      ),
    );
  for (const [code, count] of counts.reasons) out.line(`  ${count} ${code}`);
  if (counts.leftOut.size > 0) out.line('Pairs and answers of written rows that are left out:');
  for (const [code, count] of counts.leftOut) out.line(`  ${count} ${code} (${reasonWords.en[code]})`);
  if (counts.rowsRefused + counts.filesRefused === 0) return;
  const where =
    options.rejects === undefined ? '--rejects FILE writes them' : `they are in ${options.rejects}`;
  throw new CliError(
    'rows_rejected',
    `${counted(counts.rowsRefused, 'row')} and ${counted(counts.filesRefused, 'file')} were refused; ${where}.`,
    result,
  );
}
