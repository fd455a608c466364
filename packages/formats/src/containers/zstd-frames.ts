/** What of a frame comes next. */
interface Segment {
  readonly bytes: Uint8Array;
  /** The frame is whole with these. */
  readonly ends: boolean;
  /** The last four bytes of the sum of its content, where the frame has one. */
  readonly sum: number | null;
}

const MAGIC = 0xfd2fb528;
const BLOCK_HEADER = 3;
const RLE = 1;
const SUM_BYTES = 4;

type Part = 'header' | 'block' | 'body' | 'sum' | 'skipped';

/**
 * Finds where frames of Zstandard begin and end (RFC 8878, section 3.1), in bytes that come in pieces cut anywhere; frames to be
 * skipped are left out. Throws where something else stands in the place of a frame.
 */
export class ZstdFrames {
  #part: Part = 'header';
  /** Bytes of a header that is not all there yet. */
  #held = new Uint8Array(0);
  /** Bytes that are to come of a body or of what is skipped. */
  #left = 0;
  #isLast = false;
  #hasSum = false;

  /** Whether the bytes so far end with a frame. */
  get isBetween(): boolean {
    return this.#part === 'header' && this.#held.length === 0;
  }

  *push(chunk: Uint8Array, onHeader: (header: Uint8Array) => void): Generator<Segment> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#part === 'body' || this.#part === 'skipped') {
        const bytes = rest.subarray(0, this.#left);
        rest = rest.subarray(bytes.length);
        this.#left -= bytes.length;
        const isSkipped = this.#part === 'skipped';
        const ends = this.#left === 0 && this.#afterBody();
        if (!isSkipped) yield { bytes, ends, sum: null };
        continue;
      }
      const before = this.#held.length;
      const all = joined(this.#held, rest);
      const needed = this.#needed(all);
      if (all.length < needed) {
        this.#held = all;
        return;
      }
      this.#held = new Uint8Array(0);
      const bytes = all.subarray(0, needed);
      rest = rest.subarray(needed - before);
      yield* this.#take(bytes, onHeader);
    }
  }

  /** How long the header is, as far as its beginning tells. */
  #needed(all: Uint8Array): number {
    if (this.#part === 'block') return BLOCK_HEADER;
    if (this.#part === 'sum') return SUM_BYTES;
    if (all.length < 5) return 5;
    return isSkippable(all) ? 8 : headerLength(all[4] as number);
  }

  *#take(bytes: Uint8Array, onHeader: (header: Uint8Array) => void): Generator<Segment> {
    if (this.#part === 'sum') {
      this.#part = 'header';
      yield { bytes, ends: true, sum: little(bytes, 4) };
    } else if (this.#part === 'block') {
      const word = little(bytes, BLOCK_HEADER);
      this.#isLast = (word & 1) === 1;
      this.#left = ((word >> 1) & 3) === RLE ? 1 : word >> 3;
      this.#part = 'body';
      const ends = this.#left === 0 && this.#afterBody();
      yield { bytes, ends, sum: null };
    } else if (isSkippable(bytes)) {
      this.#left = little(bytes.subarray(4), 4);
      this.#part = this.#left === 0 ? 'header' : 'skipped';
    } else {
      if (little(bytes, 4) !== MAGIC) throw new Error('no frame');
      onHeader(bytes);
      this.#hasSum = hasSumOf(bytes);
      this.#part = 'block';
      yield { bytes, ends: false, sum: null };
    }
  }

  /** What follows a body; whether that ends the frame. */
  #afterBody(): boolean {
    if (this.#part === 'skipped') this.#part = 'header';
    else if (!this.#isLast) this.#part = 'block';
    else if (this.#hasSum) this.#part = 'sum';
    else {
      this.#part = 'header';
      return true;
    }
    return false;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  // No header is longer than 18 bytes.
  const all = new Uint8Array(one.length + Math.min(other.length, 18));
  all.set(one);
  all.set(other.subarray(0, 18), one.length);
  return all;
}

/** A number of up to four bytes, the lowest first. */
function little(bytes: Uint8Array, length: number): number {
  let value = 0;
  for (let index = length - 1; index >= 0; index -= 1) value = value * 256 + (bytes[index] as number);
  return value;
}

export function isSkippable(head: Uint8Array): boolean {
  return (head[0] as number) >> 4 === 5 && head[1] === 0x2a && head[2] === 0x4d && head[3] === 0x18;
}

function headerLength(descriptor: number): number {
  const isSingle = (descriptor & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][descriptor & 3] as number;
  const size = [isSingle ? 1 : 0, 2, 4, 8][descriptor >> 6] as number;
  return 5 + (isSingle ? 0 : 1) + dictionary + size;
}

/** Whether the sum of its content stands behind the frame with this header. */
export function hasSumOf(header: Uint8Array): boolean {
  return ((header[4] as number) & 4) !== 0;
}

/** Bytes of the window that a frame asks for; one that tells its size has no larger window than its content. */
export function windowOf(header: Uint8Array): number {
  if (((header[4] as number) & 0x20) !== 0) return 0;
  const window = header[5] as number;
  const base = 2 ** (10 + (window >> 3));
  return base + (base / 8) * (window & 7);
}
