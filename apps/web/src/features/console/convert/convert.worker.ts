import '../../../device/without-eval.ts';
import { Conversion, type Refusal } from '@pairwright/formats/convert/conversion';
import { type ConvertTarget, targetOf } from '@pairwright/formats/convert/target';
import { readContainer } from '@pairwright/formats/containers/read';
import { blobSource, type ByteSource } from '@pairwright/formats/containers/source';
import { detect } from '@pairwright/formats/in/detect';
import { columnsOf } from '@pairwright/formats/in/file-columns';
import { mappingFormat } from '@pairwright/formats/in/mapping-format';
import { inFormat } from '@pairwright/formats/in/registry';
import type { Asked, Converted, Looked, Refusals, Told } from './convert-messages.ts';

const sampleRows = 100;
const progressEvery = 1 << 20;

/** Everything happens here: the file is read by this thread, and nothing is sent anywhere. */
addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  void answer(data).then(
    (told) => postMessage(told),
    (error: unknown) =>
      tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
  );
});

const tell = (told: Told): void => postMessage(told);
const answer = (asked: Asked): Promise<Told> => (asked.kind === 'look' ? look(asked.file) : convert(asked));

async function look(file: File): Promise<Looked> {
  const values: unknown[] = [];
  for await (const item of readContainer(blobSource(file.name, file))) {
    if (item.ok) values.push(item.value);
    if (values.length >= sampleRows) break;
  }
  const { format, candidates, sample } = detect(values);
  const rows = candidates.find(({ name }) => name === format)?.rows ?? 0;
  return { kind: 'looked', format, sample, rows, columns: columnsOf(values) };
}

async function convert({ file, from, wish, name }: Extract<Asked, { kind: 'convert' }>): Promise<Converted> {
  const to = targetOf(wish);
  const reader = typeof from === 'string' ? inFormat(from) : mappingFormat(from);
  if ('wrong' in to) throw new Error(to.wrong);
  if (reader === null) throw new Error(`There is no format ${JSON.stringify(from)}.`);
  const parts: BlobPart[] = [];
  const rejects: string[] = [];
  const refused = new Refused();
  const conversion = new Conversion(
    { from: reader, to },
    {
      write: (bytes) => void parts.push(bytes as Uint8Array<ArrayBuffer>),
      refuse: (refusal) => {
        refused.add(refusal);
        rejects.push(`${JSON.stringify({ file: refusal.file, raw: refusal.raw, faults: refusal.faults })}\n`);
      },
    },
  );
  const counts = await conversion.run([watched(file)]);
  const files = counts.written === 0 ? [] : [{ name, blob: new Blob(parts) }, ...companionsOf(to, name)];
  if (rejects.length > 0) files.push({ name: 'refused.jsonl', blob: new Blob(rejects) });
  return {
    kind: 'converted',
    counts: { ...counts, leftOut: [...counts.leftOut] },
    refused: refused.list(),
    files,
  };
}

function companionsOf({ format }: ConvertTarget, name: string): { name: string; blob: Blob }[] {
  const made = format?.companions?.(name.replace(/\.[^.]*$/, ''), [{ name, split: 'train' }]) ?? [];
  return made.map((companion) => ({ name: companion.name, blob: new Blob([companion.text]) }));
}

/** Says every now and then how far it is read. */
function watched(file: File): ByteSource {
  const source = blobSource(file.name, file);
  return {
    ...source,
    async *stream() {
      let read = 0;
      let next = progressEvery;
      for await (const chunk of source.stream()) {
        read += chunk.length;
        if (read >= next) {
          tell({ kind: 'progress', read });
          next = read + progressEvery;
        }
        yield chunk;
      }
    },
  };
}

/** Refusals by their first fault. */
class Refused {
  readonly #byCode = new Map<string, { rows: number; rule: string; file: string; line: number }>();

  add({ file, faults }: Refusal): void {
    const [fault] = faults;
    if (fault === undefined) return;
    const found = this.#byCode.get(fault.code);
    if (found !== undefined) found.rows += 1;
    else this.#byCode.set(fault.code, { rows: 1, rule: fault.rule, file, line: fault.line });
  }

  list(): Refusals[] {
    return [...this.#byCode].map(([code, one]) => ({ code, ...one }));
  }
}
