import { Gzip } from 'fflate';
import type { FileEncoder } from './encoder.ts';

/** What `gzip` itself takes. */
const LEVEL = 6;

/** One gzip member without name and time. In JavaScript: zlib's own output differs between processors and Node versions. */
export function gzipEncoder(): FileEncoder {
  let out: Uint8Array[] = [];
  const stream = new Gzip({ level: LEVEL, mtime: 0 }, (bytes) => void out.push(bytes));
  const taken = (): Uint8Array[] => {
    const parts = out;
    out = [];
    return parts;
  };
  return {
    push(bytes) {
      stream.push(bytes);
      return taken();
    },
    finish() {
      stream.push(new Uint8Array(0), true);
      return taken();
    },
  };
}
