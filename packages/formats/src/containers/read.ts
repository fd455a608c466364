import { ContainerError, containerFault, type ContainerFaultCode } from './container-faults.ts';
import { readCsv } from './csv.ts';
import { notData } from './folder.ts';
import { badFile, defaultLimits, type Item, type Limits, type Part } from './items.ts';
import { readJsonList } from './json-list.ts';
import { readJsonLines } from './json-text.ts';
import { readParquet } from './parquet.ts';
import { sniff } from './sniff.ts';
import { type ByteSource, bytesSource, joinBytes, peek } from './source.ts';
import { Budget, gunzip, unzstd } from './unpack.ts';
import { entrySource, isSafeName, readZipDirectory, type ZipEntry } from './zip.ts';
import { type ArchiveChoice, planArchive } from './zip-folder.ts';
import { sayDetail } from '../rule-details.ts';

const headBytes = 64 * 1024;
const dataName = /\.(?:jsonl|ndjson|json|csv|tsv|tab|parquet)(?:\.(?:gz|zst))?$/i;

interface Reading {
  readonly limits: Limits;
  /** Inside an archive, or unpacked: archives are no more looked into. */
  readonly inside: 'nothing' | 'zip' | 'packed';
  /** What of an archive is read. */
  readonly choice: ArchiveChoice;
}

/**
 * The rows of a file, whatever its kind (told by its content): JSON lines, a JSON list, CSV, TSV, Parquet, plain or as
 * .gz, .zst or .zip. What cannot be read comes as an item too, so that nothing is lost silently. Throws only what the
 * source throws. Memory: one row (or row group) and what `heldBytes` allows. A choice is one among the files of a zip.
 */
export async function* readContainer(
  source: ByteSource,
  some: Partial<Limits> = {},
  choice: ArchiveChoice = {},
): AsyncGenerator<Item> {
  yield* readSource(source, { limits: { ...defaultLimits, ...some }, inside: 'nothing', choice });
}

async function* readSource(source: ByteSource, reading: Reading): AsyncGenerator<Item> {
  let line = 0;
  let row = 0;
  try {
    const { head, whole } = await peek(source.stream(), headBytes);
    try {
      const found = sniff(head, source.name);
      if (found.kind === 'zip') {
        await drop(whole);
        if (reading.inside !== 'nothing') throw new ContainerError('nested_archive');
        yield* readZip(source, reading);
        return;
      }
      if (Object.values(reading.choice).some((part) => part !== undefined))
        throw new ContainerError('archive_configs', sayDetail('no_folder'));
      for await (const part of partsOf({ source, head, whole }, reading)) {
        line = part.line;
        if (part.ok || part.scope === 'row') row++;
        yield { file: source.name, row, ...part };
      }
    } finally {
      // Whatever it turned out to be: no file stays open that nobody reads.
      await drop(whole);
    }
  } catch (error) {
    if (!(error instanceof ContainerError)) throw error;
    const fault = containerFault(
      Math.max(line, 1),
      error.code,
      error.rule === undefined ? {} : { rule: error.rule },
    );
    yield { file: source.name, row, ...badFile(fault) };
  }
}

async function drop(stream: AsyncIterable<Uint8Array>): Promise<void> {
  await stream[Symbol.asyncIterator]().return?.();
}

interface Opened {
  readonly source: ByteSource;
  readonly head: Uint8Array;
  readonly whole: AsyncIterable<Uint8Array>;
}

const refusals: Readonly<Record<string, ContainerFaultCode>> = {
  empty: 'empty_file',
  html: 'html_page',
  lfs: 'lfs_pointer',
  utf16: 'utf16',
  arrow: 'arrow_file',
  other_archive: 'unsupported_archive',
  unknown: 'unknown_file',
};

async function* partsOf({ source, head, whole }: Opened, reading: Reading): AsyncGenerator<Part> {
  const { limits } = reading;
  const found = sniff(head, source.name);
  switch (found.kind) {
    case 'lines':
      return yield* readJsonLines(whole, limits);
    case 'list':
    case 'documents':
      return yield* readJsonList(withoutMark(whole), {
        isList: found.kind === 'list',
        recordBytes: limits.recordBytes,
      });
    case 'csv':
      return yield* readCsv(withoutMark(whole), { delimiter: found.delimiter, limits });
    case 'parquet':
      if (source.random !== undefined) {
        await drop(whole);
        return yield* readParquet(source.random, limits);
      }
      return yield* readParquet(await held(whole, limits), limits);
    case 'gzip':
    case 'zstd':
      if (reading.inside === 'packed') throw new ContainerError('nested_archive');
      return yield* unpackedParts(source.name, unpack(whole, found.kind, limits), {
        limits,
        inside: 'packed',
        choice: {},
      });
    default: {
      const text = new TextDecoder().decode(head.subarray(0, 200)).replaceAll('\0', '␀');
      const code = refusals[found.kind] ?? 'unknown_file';
      yield badFile(containerFault(1, code, { value: text }));
    }
  }
}

function unpack(
  whole: AsyncIterable<Uint8Array>,
  kind: 'gzip' | 'zstd',
  limits: Limits,
): AsyncIterable<Uint8Array> {
  const budget = new Budget(limits);
  return kind === 'gzip' ? gunzip(whole, budget) : unzstd(whole, budget);
}

async function* unpackedParts(
  name: string,
  stream: AsyncIterable<Uint8Array>,
  reading: Reading,
): AsyncGenerator<Part> {
  const source: ByteSource = { name: name.replace(/\.(?:gz|zst)$/i, ''), stream: () => stream };
  const { head, whole } = await peek(stream, headBytes);
  if (sniff(head, source.name).kind === 'zip') throw new ContainerError('nested_archive');
  yield* partsOf({ source, head, whole }, reading);
}

async function held(stream: AsyncIterable<Uint8Array>, { heldBytes }: Limits) {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > heldBytes) throw new ContainerError('too_large_to_hold');
    parts.push(chunk.slice());
  }
  return bytesSource('', joinBytes(parts)).random!;
}

/** The byte order mark belongs to no cell and no value. */
async function* withoutMark(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, whole } = await peek(stream, 3);
  let skip = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  for await (const chunk of whole) {
    yield chunk.subarray(Math.min(skip, chunk.length));
    skip -= Math.min(skip, chunk.length);
  }
}

async function* readZip(source: ByteSource, { limits, choice }: Reading): AsyncGenerator<Item> {
  const random = source.random ?? (await held(source.stream(), limits));
  let files = 0;
  const found = (await readZipDirectory(random, limits)).filter(({ name }) => !name.endsWith('/'));
  const plan = await planArchive({ name: source.name, random, limits }, found, choice);
  if ('wrong' in plan) throw new ContainerError('archive_configs', plan.wrong);
  for (const entry of plan.entries) {
    const name = `${source.name}/${entry.name}`;
    const fault = entryFault(entry);
    // What nobody asks for does no harm.
    const isLeft = plan.unnamed.has(entry) && (fault === null || fault === 'arrow_file');
    const refused = isLeft ? 'other_file' : fault;
    if (refused !== null) {
      yield { file: name, row: 0, ...badFile(containerFault(1, refused, { value: entry.name })) };
      continue;
    }
    files++;
    yield* readSource(entrySource(source.name, random, { entry, limits }), {
      limits,
      inside: 'zip',
      choice: {},
    });
  }
  if (files === 0) yield { file: source.name, row: 0, ...badFile(containerFault(1, 'no_rows')) };
}

function entryFault({ name, encrypted, method }: ZipEntry): ContainerFaultCode | null {
  if (!isSafeName(name)) return 'unsafe_path';
  if (encrypted || (method !== 0 && method !== 8)) return 'unsupported_archive';
  if (/\.(?:zip|tar|tgz|7z|rar)$/i.test(name)) return 'nested_archive';
  if (/\.arrow$/i.test(name)) return 'arrow_file';
  if (notData.test(name)) return 'other_file';
  return dataName.test(name) && !/(?:^|\/)(?:\.|__MACOSX\/)/.test(name) ? null : 'other_file';
}
