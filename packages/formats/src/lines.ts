import { importFault, type ImportFault } from './import-faults.ts';
import { cutText } from './text.ts';
import { sayDetail } from './rule-details.ts';
import { sayValue } from './value-words.ts';

/** 16 MiB: the longest line that is kept in memory. */
export const defaultMaxLineBytes = 16 * 1024 * 1024;

/** Where to begin in a file: everything before `byteOffset` holds `lineNumber` lines already. */
export interface LineStart {
  readonly byteOffset: number;
  readonly lineNumber: number;
}

/** A line that can be read. `bytes` is without the line end; it may share memory with the chunk it came in. */
export interface TextLine {
  readonly ok: true;
  /** From 1; blank lines count but are not delivered. */
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  /** The offset just behind the line end: where a resumed reading begins, with `lineNumber: line`. */
  readonly nextOffset: number;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** A line that cannot: too long, or not UTF-8. `byteLength` is its real length without the line end. */
export interface FaultyLine {
  readonly ok: false;
  readonly line: number;
  readonly byteOffset: number;
  readonly byteLength: number;
  readonly nextOffset: number;
  readonly fault: ImportFault;
}

export type Line = TextLine | FaultyLine;

export interface LineOptions {
  readonly start?: LineStart;
  readonly maxLineBytes?: number;
}

const newline = 0x0a;
const carriageReturn = 0x0d;

function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) {
    if (byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) return false;
  }
  return true;
}

/**
 * Splits bytes into lines at "\n" only ("\r\n" is tolerated; U+2028, U+2029 and U+0085 are text). Push the
 * chunks in order, then `finish()` for a last line without a newline. Needs memory for one line and one
 * chunk; a line over the limit is counted, not kept.
 */
export class LineSplitter {
  /** True once a byte order mark was found at the start of the file. It belongs to no line. */
  byteOrderMark = false;
  /** Bytes seen, from the start of the file. */
  byteOffset: number;
  /** Lines ended so far, blank ones included. */
  lineNumber: number;

  readonly #maxLineBytes: number;
  // ignoreBOM: a U+FEFF later in the file is text and stays.
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #lineStart: number;
  #head: number[] | null;

  constructor(options: LineOptions = {}) {
    this.byteOffset = options.start?.byteOffset ?? 0;
    this.lineNumber = options.start?.lineNumber ?? 0;
    this.#lineStart = this.byteOffset;
    this.#maxLineBytes = options.maxLineBytes ?? defaultMaxLineBytes;
    this.#head = this.byteOffset === 0 ? [] : null;
  }

  /** The lines that end inside this chunk. */
  *push(chunk: Uint8Array): Generator<Line> {
    let rest = this.#head === null ? chunk : this.#withoutMark(chunk);
    for (;;) {
      const end = rest.indexOf(newline);
      if (end < 0) break;
      const line = this.#close(rest.subarray(0, end), 1);
      if (line !== null) yield line;
      rest = rest.subarray(end + 1);
    }
    this.#keep(rest);
  }

  /** The last line, if the file does not end with a newline. */
  *finish(): Generator<Line> {
    if (this.#head !== null && this.#head.length > 0) {
      const head = Uint8Array.from(this.#head);
      this.#head = null;
      this.#keep(head);
    }
    if (this.#pendingBytes === 0) return;
    const line = this.#close(new Uint8Array(0), 0);
    if (line !== null) yield line;
  }

  /** Looks at the first three bytes of the file, which may come in several chunks. */
  #withoutMark(chunk: Uint8Array): Uint8Array {
    const head = this.#head ?? [];
    const needed = Math.min(3 - head.length, chunk.length);
    head.push(...chunk.subarray(0, needed));
    const mark = [0xef, 0xbb, 0xbf];
    if (head.length < 3 && head.every((byte, index) => byte === mark[index])) {
      this.#head = head;
      return new Uint8Array(0);
    }
    this.#head = null;
    if (head.length === 3 && head.every((byte, index) => byte === mark[index])) {
      this.byteOrderMark = true;
      this.byteOffset = 3;
      this.#lineStart = 3;
      return chunk.subarray(needed);
    }
    if (head.length === needed) return chunk;
    const joined = new Uint8Array(head.length - needed + chunk.length);
    joined.set(head.slice(0, head.length - needed));
    joined.set(chunk, head.length - needed);
    return joined;
  }

  #keep(rest: Uint8Array): void {
    if (rest.length === 0) return;
    this.byteOffset += rest.length;
    this.#pendingBytes += rest.length;
    if (this.#pendingBytes > this.#maxLineBytes) this.#pending = [];
    // A copy: the caller may use the chunk's memory again.
    else this.#pending.push(rest.slice());
  }

  #close(tail: Uint8Array, lineEndBytes: 0 | 1): Line | null {
    const wholeLength = this.#pendingBytes + tail.length;
    const tooLong = wholeLength > this.#maxLineBytes;
    let bytes = tail;
    if (!tooLong && this.#pendingBytes > 0) bytes = this.#joinPending(tail);
    const byteOffset = this.#lineStart;
    const nextOffset = byteOffset + wholeLength + lineEndBytes;
    this.byteOffset = nextOffset;
    this.#lineStart = nextOffset;
    this.#pending = [];
    this.#pendingBytes = 0;
    const line = ++this.lineNumber;
    if (tooLong) {
      const rule = sayDetail('line_bytes', { most: this.#maxLineBytes });
      const fault = importFault(line, {
        path: '$',
        value: sayValue('line', { bytes: wholeLength }),
        code: 'line_too_long',
        rule,
      });
      return { ok: false, line, byteOffset, byteLength: wholeLength, nextOffset, fault };
    }
    if (bytes[bytes.length - 1] === carriageReturn) bytes = bytes.subarray(0, -1);
    if (bytes.length === 0 || ((bytes[0] ?? 0) <= 0x20 && isBlank(bytes))) return null;
    return this.#decode({ line, byteOffset, byteLength: bytes.length, nextOffset }, bytes);
  }

  #joinPending(tail: Uint8Array): Uint8Array {
    const joined = new Uint8Array(this.#pendingBytes + tail.length);
    let at = 0;
    for (const part of this.#pending) {
      joined.set(part, at);
      at += part.length;
    }
    joined.set(tail, at);
    return joined;
  }

  #decode(place: Omit<TextLine, 'ok' | 'bytes' | 'text'>, bytes: Uint8Array): Line {
    try {
      return { ok: true, ...place, bytes, text: this.#decoder.decode(bytes) };
    } catch {
      const value = cutText(new TextDecoder().decode(bytes.subarray(0, 400)).replaceAll('\0', '␀'));
      return {
        ok: false,
        ...place,
        fault: importFault(place.line, { path: '$', value, code: 'invalid_utf8' }),
      };
    }
  }
}

/** The lines of a stream of byte chunks. Resume with `start`; the stream must then begin at that offset. */
export async function* readLines(
  source: AsyncIterable<Uint8Array>,
  options: LineOptions = {},
): AsyncGenerator<Line> {
  const splitter = new LineSplitter(options);
  for await (const chunk of source) yield* splitter.push(chunk);
  yield* splitter.finish();
}
