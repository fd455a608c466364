/**
 * XXH64 (Y. Collet) with seed 0, of which Zstandard keeps the low half as the sum of a frame. Numbers of 64 bits are two of 32:
 * BigInt takes ten times as long.
 */
const P1 = [0x9e3779b1, 0x85ebca87] as const;
const P2 = [0xc2b2ae3d, 0x27d4eb4f] as const;
const P3 = [0x165667b1, 0x9e3779f9] as const;
const P4 = [0x85ebca77, 0xc2b2ae63] as const;
const P5 = [0x27d4eb2f, 0x165667c5] as const;

type Long = [high: number, low: number];
type Prime = readonly [high: number, low: number];
const STRIPE = 32;

/** The high half of the product of two numbers of 32 bits. */
function highOf(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16];
  const low = a0 * b0;
  const middle = a1 * b0 + (low >>> 16);
  const other = a0 * b1 + (middle & 0xffff);
  return (a1 * b1 + (middle - (middle % 0x10000)) / 0x10000 + Math.floor(other / 0x10000)) >>> 0;
}

function multiply(value: Long, [high, low]: Prime): void {
  const [h, l] = value;
  value[0] = (highOf(l, low) + Math.imul(h, low) + Math.imul(l, high)) >>> 0;
  value[1] = Math.imul(l, low) >>> 0;
}

function add(value: Long, [high, low]: Prime): void {
  const sum = value[1] + low;
  value[0] = (value[0] + high + (sum > 0xffffffff ? 1 : 0)) >>> 0;
  value[1] = sum >>> 0;
}

/** By 1 to 31. */
function rotate(value: Long, by: number): void {
  const [h, l] = value;
  value[0] = ((h << by) | (l >>> (32 - by))) >>> 0;
  value[1] = ((l << by) | (h >>> (32 - by))) >>> 0;
}

function xor(value: Long, [high, low]: Prime): void {
  value[0] = (value[0] ^ high) >>> 0;
  value[1] = (value[1] ^ low) >>> 0;
}

/** The value with itself, moved to the right by 1 to 63. */
function fold(value: Long, by: number): void {
  const [h, l] = value;
  xor(value, by >= 32 ? [0, h >>> (by - 32)] : [h >>> by, ((l >>> by) | (h << (32 - by))) >>> 0]);
}

/** `lane = rotate(lane + input * P2, 31) * P1`, without a list in between: nearly all of the time is spent here. */
function round(lane: Long, high: number, low: number): void {
  const l = Math.imul(low, P2[1]) >>> 0;
  const sum = lane[1] + l;
  const h =
    lane[0] +
    highOf(low, P2[1]) +
    Math.imul(high, P2[1]) +
    Math.imul(low, P2[0]) +
    (sum > 0xffffffff ? 1 : 0);
  const turnedLow = ((sum << 31) | ((h >>> 0) >>> 1)) >>> 0;
  lane[0] = ((h << 31) | ((sum >>> 0) >>> 1)) >>> 0;
  lane[1] = turnedLow;
  multiply(lane, P1);
}

const zero: Prime = [0, 0];
const sumOf = (...parts: readonly Prime[]): Long => {
  const sum: Long = [0, 0];
  for (const part of parts) add(sum, part);
  return sum;
};
/** 0 - P1. */
const minusP1 = ((): Long => sumOf([~P1[0] >>> 0, ~P1[1] >>> 0], [0, 1]))();

export class Xxh64 {
  readonly #lanes: readonly Long[] = [sumOf(P1, P2), sumOf(P2), sumOf(zero), minusP1.slice() as Long];
  readonly #held = new Uint8Array(STRIPE);
  #filled = 0;
  #length = 0;

  update(bytes: Uint8Array): void {
    this.#length += bytes.length;
    let at = 0;
    if (this.#filled > 0) {
      at = Math.min(STRIPE - this.#filled, bytes.length);
      this.#held.set(bytes.subarray(0, at), this.#filled);
      this.#filled += at;
      if (this.#filled < STRIPE) return;
      this.#stripe(new DataView(this.#held.buffer), 0);
      this.#filled = 0;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (; at + STRIPE <= bytes.length; at += STRIPE) this.#stripe(view, at);
    this.#held.set(bytes.subarray(at));
    this.#filled = bytes.length - at;
  }

  #stripe(view: DataView, at: number): void {
    for (let lane = 0; lane < 4; lane += 1) {
      const place = at + 8 * lane;
      round(this.#lanes[lane] as Long, view.getUint32(place + 4, true), view.getUint32(place, true));
    }
  }

  /** The low 32 bits. To be called once, at the end. */
  low(): number {
    const sum = this.#length >= STRIPE ? this.#merged() : sumOf(P5);
    add(sum, [Math.floor(this.#length / 2 ** 32), this.#length >>> 0]);
    const view = new DataView(this.#held.buffer, 0, this.#filled);
    let at = 0;
    for (; at + 8 <= this.#filled; at += 8) {
      const lane: Long = [0, 0];
      round(lane, view.getUint32(at + 4, true), view.getUint32(at, true));
      xor(sum, lane);
      rotate(sum, 27);
      multiply(sum, P1);
      add(sum, P4);
    }
    if (at + 4 <= this.#filled) {
      const word: Long = [0, view.getUint32(at, true)];
      multiply(word, P1);
      xor(sum, word);
      rotate(sum, 23);
      multiply(sum, P2);
      add(sum, P3);
      at += 4;
    }
    for (; at < this.#filled; at += 1) {
      const byte: Long = [0, view.getUint8(at)];
      multiply(byte, P5);
      xor(sum, byte);
      rotate(sum, 11);
      multiply(sum, P1);
    }
    fold(sum, 33);
    multiply(sum, P2);
    fold(sum, 29);
    multiply(sum, P3);
    fold(sum, 32);
    return sum[1];
  }

  #merged(): Long {
    const sum: Long = [0, 0];
    for (const [index, by] of [1, 7, 12, 18].entries()) {
      const lane = [...(this.#lanes[index] as Long)] as Long;
      rotate(lane, by);
      add(sum, lane);
    }
    for (const given of this.#lanes) {
      const lane: Long = [0, 0];
      round(lane, given[0], given[1]);
      xor(sum, lane);
      multiply(sum, P1);
      add(sum, P4);
    }
    return sum;
  }
}
