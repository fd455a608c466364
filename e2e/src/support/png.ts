import { crc32, deflateSync } from 'node:zlib';

/** A picture of one colour as the data URL of a PNG; a torn one says its size and holds nothing that can be drawn. */
export function pngOf(
  [width, height]: readonly [number, number],
  colour: readonly [red: number, green: number, blue: number],
  { torn = false } = {},
): string {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  // Eight bits a channel, red, green and blue.
  head.set([8, 2, 0, 0, 0], 8);
  const line = Buffer.from([0, ...Array.from({ length: width }, () => colour).flat()]);
  const lines = deflateSync(Buffer.concat(Array.from({ length: height }, () => line)));
  const bytes = Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head, torn),
    chunk('IDAT', lines, torn),
    chunk('IEND', Buffer.alloc(0), torn),
  ]);
  return `data:image/png;base64,${bytes.toString('base64')}`;
}

function chunk(type: string, data: Buffer, torn: boolean): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(torn ? 0 : crc32(body));
  return Buffer.concat([length, body, sum]);
}
