import { joinBytes } from './source.ts';

/** A value of a JSON text, or what stands where there should be one. */
export type Piece =
  | { readonly kind: 'value'; readonly line: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'too_long' | 'too_deep' | 'cut_off' | 'no_value' | 'no_comma' | 'behind';
      readonly line: number;
      readonly bytes: Uint8Array;
    };

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const newline = 0x0a;
const isOpen = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const isClose = (byte: number): boolean => byte === 0x7d || byte === 0x5d;
const isSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === newline;

/** Deeper values are not parsed at all. */
const deepest = 1000;

/**
 * Finds the elements of one JSON list, or of values that follow each other, by their brackets and quotes: whatever its
 * size, a file needs memory for one element and one chunk. What is inside an element is for a parser.
 */
export class JsonSplitter {
  readonly #maxBytes: number;
  readonly #isList: boolean;
  #line = 1;
  #state: 'start' | 'value' | 'after' | 'end' = 'start';
  #commaBefore = false;
  // The element that is open.
  #parts: Uint8Array[] = [];
  #size = 0;
  #startLine = 1;
  #depth = 0;
  #tooDeep = false;
  #open = false;
  #scalar = false;
  #inString = false;
  #escaped = false;

  constructor({ isList, maxBytes }: { isList: boolean; maxBytes: number }) {
    this.#isList = isList;
    this.#maxBytes = maxBytes;
    if (!isList) this.#state = 'value';
  }

  /** True once the list ended and something else came: nothing more is to be pushed. */
  get ended(): boolean {
    return this.#state === 'end' && this.#open;
  }

  *push(chunk: Uint8Array): Generator<Piece> {
    let from = this.#open ? 0 : -1;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at]!;
      if (byte === newline) this.#line++;
      if (!this.#open) {
        const piece = this.#between(byte);
        if (piece !== null) yield piece;
        if (this.ended) return;
        if (this.#open) from = at;
        continue;
      }
      if (!this.#inside(byte)) continue;
      // The element ends here: behind its bracket or quote, or before what ends a bare word.
      const end = this.#scalar ? at : at + 1;
      if (this.#scalar && !this.#endsScalar(byte)) continue;
      yield this.#close(chunk.subarray(from, end));
      if (this.#scalar) at = this.#again(at, byte);
      from = -1;
    }
    if (this.#open && from >= 0) this.#keep(chunk.subarray(from));
  }

  *finish(): Generator<Piece> {
    if (this.#open && this.#state !== 'end') {
      const wasScalar = this.#scalar && !this.#isList;
      const piece = this.#close(new Uint8Array(0));
      yield wasScalar || piece.kind !== 'value' ? piece : { ...piece, kind: 'cut_off' };
    } else if (this.#isList && this.#state !== 'end') {
      yield { kind: 'cut_off', line: this.#line, bytes: new Uint8Array(0) };
    }
  }

  /** The byte that ended a bare word is looked at once more. */
  #again(at: number, byte: number): number {
    this.#scalar = false;
    if (byte === newline) this.#line--;
    return at - 1;
  }

  #endsScalar(byte: number): boolean {
    return isSpace(byte) || byte === comma || isClose(byte);
  }

  #between(byte: number): Piece | null {
    if (isSpace(byte)) return null;
    const here = (kind: Exclude<Piece['kind'], 'value'>): Piece => ({
      kind,
      line: this.#line,
      bytes: Uint8Array.of(byte),
    });
    if (this.#state === 'end') {
      this.#open = true;
      return here('behind');
    }
    if (this.#isList && this.#state === 'start') {
      this.#state = 'value';
      return null;
    }
    if (this.#isList && byte === 0x5d) {
      const dangling = this.#commaBefore;
      this.#state = 'end';
      return dangling ? here('no_value') : null;
    }
    if (this.#isList && byte === comma) {
      const missing = this.#state === 'value';
      this.#state = 'value';
      this.#commaBefore = true;
      return missing ? here('no_value') : null;
    }
    const noComma = this.#isList && this.#state === 'after';
    this.#begin(byte);
    return noComma ? here('no_comma') : null;
  }

  #begin(byte: number): void {
    this.#open = true;
    this.#startLine = this.#line;
    this.#tooDeep = false;
    this.#scalar = byte !== quote && !isOpen(byte);
    this.#inString = byte === quote;
    this.#escaped = false;
    this.#depth = isOpen(byte) ? 1 : 0;
  }

  /** True when the byte ends the element, or may (a bare word). */
  #inside(byte: number): boolean {
    if (this.#scalar) return true;
    if (this.#inString) {
      if (this.#escaped) this.#escaped = false;
      else if (byte === backslash) this.#escaped = true;
      else if (byte === quote) {
        this.#inString = false;
        return this.#depth === 0;
      }
      return false;
    }
    if (byte === quote) this.#inString = true;
    else if (isOpen(byte)) {
      if (++this.#depth > deepest) this.#tooDeep = true;
    } else if (isClose(byte)) return --this.#depth <= 0;
    return false;
  }

  #keep(part: Uint8Array): void {
    this.#size += part.length;
    if (this.#size > this.#maxBytes || this.#tooDeep) this.#parts = [];
    else this.#parts.push(part.slice());
  }

  #close(tail: Uint8Array): Piece {
    this.#keep(tail);
    const kind = this.#size > this.#maxBytes ? 'too_long' : this.#tooDeep ? 'too_deep' : 'value';
    const piece = { kind, line: this.#startLine, bytes: joinBytes(this.#parts) } as const;
    this.#parts = [];
    this.#size = 0;
    this.#open = false;
    this.#state = this.#isList ? 'after' : 'value';
    this.#commaBefore = false;
    return piece;
  }
}
