import { ContainerError } from './container-faults.ts';
import { crc32 } from './crc32.ts';
import type { Limits } from './items.ts';
import type { ByteSource } from './source.ts';
import { Budget, inflate } from './unpack.ts';
import { sayDetail } from '../rule-details.ts';

/** A file inside a zip. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly sum: number;
  readonly offset: number;
  readonly encrypted: boolean;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const names = new TextDecoder();
const largestDirectory = 64 * 1024 * 1024;
const chunkBytes = 64 * 1024;

type Random = NonNullable<ByteSource['random']>;
const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The directory of a zip file; throws what makes it unreadable. */
export async function readZipDirectory(random: Random, { entries: most }: Limits): Promise<ZipEntry[]> {
  const tail = await random.slice(Math.max(0, random.size - 65_557), random.size);
  const view = viewOf(tail);
  let end = tail.length - 22;
  while (end >= 0 && view.getUint32(end, true) !== endSignature) end--;
  if (end < 0) throw new ContainerError('damaged_archive');
  const count = view.getUint16(end + 10, true);
  const size = view.getUint32(end + 12, true);
  const offset = view.getUint32(end + 16, true);
  if (count === 0xffff || offset === 0xffffffff)
    throw new ContainerError('unsupported_archive', sayDetail('zip_size'));
  if (count > most) throw new ContainerError('archive_entries');
  if (size > largestDirectory || offset + size > random.size) throw new ContainerError('damaged_archive');
  const directory = await random.slice(offset, offset + size);
  const entries = parseEntries(directory, count);
  // Entries that share their bytes make a small file large.
  if (entries.reduce((sum, { packed }) => sum + packed, 0) > random.size)
    throw new ContainerError('unpacks_too_large');
  return entries;
}

function parseEntries(directory: Uint8Array, count: number): ZipEntry[] {
  const view = viewOf(directory);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.length || view.getUint32(at, true) !== entrySignature)
      throw new ContainerError('damaged_archive');
    const nameLength = view.getUint16(at + 28, true);
    entries.push({
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      sum: view.getUint32(at + 16, true),
      packed: view.getUint32(at + 20, true),
      unpacked: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
      name: names.decode(directory.subarray(at + 46, at + 46 + nameLength)),
    });
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

/** False for names that would leave the folder they are unpacked to. */
export function isSafeName(name: string): boolean {
  return !/^[/\\]|^[A-Za-z]:|\0|\\/.test(name) && !name.split('/').includes('..');
}

/** The bytes of an entry, unpacked as they are read. */
export function entrySource(
  zip: string,
  random: Random,
  { entry, limits }: { entry: ZipEntry; limits: Limits },
): ByteSource {
  return {
    name: `${zip}/${entry.name}`,
    async *stream() {
      const head = await random.slice(entry.offset, entry.offset + 30);
      if (head.length < 30 || viewOf(head).getUint32(0, true) !== localSignature)
        throw new ContainerError('damaged_archive');
      const start = entry.offset + 30 + viewOf(head).getUint16(26, true) + viewOf(head).getUint16(28, true);
      if (start + entry.packed > random.size) throw new ContainerError('damaged_archive');
      async function* packed(): AsyncGenerator<Uint8Array> {
        for (let at = start; at < start + entry.packed; at += chunkBytes)
          yield await random.slice(at, Math.min(at + chunkBytes, start + entry.packed));
      }
      const budget = new Budget(limits);
      let size = 0;
      let sum = 0;
      const bytes = entry.method === 0 ? packed() : inflate(packed(), budget);
      for await (const chunk of bytes) {
        size += chunk.length;
        sum = crc32(chunk, sum);
        yield chunk;
      }
      if (size !== entry.unpacked || sum !== entry.sum) throw new ContainerError('damaged_archive');
    },
  };
}
