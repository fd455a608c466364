import { crc32 } from 'node:zlib';
import * as zlib from 'node:zlib';

/** Makers of small archives for tests. */

const u16 = (value: number) => [value & 255, (value >> 8) & 255];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(Math.floor(value / 65_536))];

export interface ZipPart {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
}

export function zipOf(parts: readonly ZipPart[], { count = parts.length } = {}): Uint8Array {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, bytes, method = 8, flags = 0 } of parts) {
    const packed = method === 8 ? zlib.deflateRawSync(bytes) : bytes;
    const label = Buffer.from(name);
    const sum = typeof crc32 === 'function' ? crc32(bytes) : 0;
    const middle = [
      ...u16(flags),
      ...u16(method),
      0,
      0,
      0,
      0,
      ...u32(sum),
      ...u32(packed.length),
      ...u32(bytes.length),
      ...u16(label.length),
      0,
      0,
    ];
    const local = Buffer.concat([Buffer.from([...u32(0x04034b50), 20, 0, ...middle]), label, packed]);
    directory.push(
      Buffer.concat([
        Buffer.from([
          ...u32(0x02014b50),
          20,
          0,
          20,
          0,
          ...middle,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          ...u32(offset),
        ]),
        label,
      ]),
    );
    files.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.from([
    ...u32(0x06054b50),
    0,
    0,
    0,
    0,
    ...u16(count),
    ...u16(count),
    ...u32(size),
    ...u32(offset),
    0,
    0,
  ]);
  return Buffer.concat([...files, ...directory, end]);
}

/** A zstd file of raw blocks, or of blocks that repeat one byte (`repeat` times 128 KiB for 4 bytes each). */
export function zstdOf(
  bytes: Uint8Array,
  { repeat = 0, window = 0x58, sum = null as number | null } = {},
): Uint8Array {
  const blocks: number[][] = [];
  const header = (last: boolean, type: number, size: number) => {
    const word = (size << 3) | (type << 1) | (last ? 1 : 0);
    return [word & 255, (word >> 8) & 255, (word >> 16) & 255];
  };
  const limit = 100_000;
  for (let at = 0; at === 0 || at < bytes.length; at += limit) {
    const part = bytes.subarray(at, at + limit);
    blocks.push([...header(repeat === 0 && at + limit >= bytes.length, 0, part.length), ...part]);
  }
  for (let index = 0; index < repeat; index++)
    blocks.push([...header(index === repeat - 1, 1, 128 * 1024), 0x61]);
  return Buffer.concat([
    Buffer.from([0x28, 0xb5, 0x2f, 0xfd, sum === null ? 0x00 : 0x04, window]),
    ...blocks.map((block) => Buffer.from(block)),
    ...(sum === null ? [] : [Buffer.from(Uint32Array.of(sum).buffer)]),
  ]);
}
