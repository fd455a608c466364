const utf8 = new TextEncoder();
const ascii = new TextDecoder();
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** What the character after a backslash stands for; 0 for those that stand for nothing by themselves. */
const escapes = new Uint8Array(256);
for (const [char, meaning] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'] as Iterable<string[]>)
  escapes[char!.charCodeAt(0)] = meaning!.charCodeAt(0);
const KEPT_BYTES = 4 << 20;

export type LeafType = 'string' | 'json' | 'int64' | 'float64' | 'bool';

/** What a page of a column is made of. */
export interface LeafPage {
  /** In PLAIN encoding; valid until the next value comes. */
  readonly values: Uint8Array;
  readonly repetitions: Uint8Array;
  readonly definitions: Uint8Array;
  readonly nulls: number;
}

/** The values of one leaf column that are in no page yet, PLAIN, with their levels. Values come as JSON text. */
export class Leaf {
  readonly path: readonly string[];
  readonly type: LeafType;
  /** The largest levels: 0 needs no levels written. */
  readonly repetition: number;
  readonly definition: number;
  #values = new Uint8Array(1 << 16);
  #view = new DataView(this.#values.buffer);
  #length = 0;
  #repetitions = new Uint8Array(1 << 10);
  #definitions = new Uint8Array(1 << 10);
  #count = 0;
  #nulls = 0;
  #bools = 0;

  constructor(place: Pick<Leaf, 'path' | 'type' | 'repetition' | 'definition'>) {
    this.path = place.path;
    this.type = place.type;
    this.repetition = place.repetition;
    this.definition = place.definition;
  }

  /** Bytes of the values so far. */
  get bytes(): number {
    return this.#length;
  }

  /** Values and nulls so far. */
  get count(): number {
    return this.#count;
  }

  addNull(repetition: number, definition: number): void {
    this.#level(repetition, definition);
    this.#nulls += 1;
  }

  /** Takes the JSON value that begins at a place of a line and is not null; gives the place behind it. */
  add(line: Uint8Array, at: number, repetition: number): number {
    this.#level(repetition, this.definition);
    const first = line[at] as number;
    switch (this.type) {
      case 'string':
        if (first !== QUOTE) throw this.#wrong(first);
        return this.#addText(line, at + 1);
      case 'json':
        return this.#addJson(line, at);
      case 'bool':
        if (first !== 0x74 && first !== 0x66) throw this.#wrong(first);
        this.#addBool(first === 0x74);
        return at + (first === 0x74 ? 4 : 5);
      default:
        if (first !== 0x2d && (first < 0x30 || first > 0x39)) throw this.#wrong(first);
        return this.#addNumber(line, at);
    }
  }

  /** What has come since the last page, which is then forgotten. */
  take(): LeafPage {
    const page = {
      values: this.#values.subarray(0, this.#length),
      repetitions: this.#repetitions.slice(0, this.#count),
      definitions: this.#definitions.slice(0, this.#count),
      nulls: this.#nulls,
    };
    // One row of many megabytes must not be remembered by memory.
    if (this.#values.length > KEPT_BYTES) this.#replace(1 << 16, 0);
    this.#length = 0;
    this.#count = 0;
    this.#nulls = 0;
    this.#bools = 0;
    return page;
  }

  #level(repetition: number, definition: number): void {
    if (this.#count === this.#definitions.length) {
      this.#definitions = doubled(this.#definitions);
      this.#repetitions = doubled(this.#repetitions);
    }
    this.#definitions[this.#count] = definition;
    this.#repetitions[this.#count] = repetition;
    this.#count += 1;
  }

  #room(bytes: number): void {
    if (this.#length + bytes > this.#values.length)
      this.#replace(Math.max(2 * this.#values.length, this.#length + bytes), this.#length);
  }

  #replace(size: number, kept: number): void {
    const values = new Uint8Array(size);
    values.set(this.#values.subarray(0, kept));
    this.#values = values;
    this.#view = new DataView(values.buffer);
  }

  #addText(line: Uint8Array, from: number): number {
    // A text is never longer than its JSON.
    this.#room(4 + line.length - from);
    const values = this.#values;
    const end = line.length;
    let to = this.#length + 4;
    let at = from;
    for (;;) {
      let byte = 0;
      for (; at < end; at += 1) {
        byte = line[at] as number;
        if (byte === QUOTE || byte === BACKSLASH) break;
        values[to] = byte;
        to += 1;
      }
      if (at >= end) throw new SyntaxError('a text has no end');
      if (byte === QUOTE) break;
      const meaning = escapes[line[at + 1] as number] as number;
      at += 2;
      if (meaning !== 0) values[to++] = meaning;
      else {
        const code = codePoint(line, at);
        at += code > 0xffff ? 10 : 4;
        to += utf8.encodeInto(String.fromCodePoint(code), values.subarray(to)).written;
      }
    }
    this.#view.setUint32(this.#length, to - this.#length - 4, true);
    this.#length = to;
    return at + 1;
  }

  #addJson(line: Uint8Array, from: number): number {
    const end = endOfValue(line, from);
    // As every other place of the product writes JSON, whatever wrote this.
    const text = utf8.encode(JSON.stringify(JSON.parse(ascii.decode(line.subarray(from, end)))));
    this.#room(4 + text.length);
    this.#view.setUint32(this.#length, text.length, true);
    this.#values.set(text, this.#length + 4);
    this.#length += 4 + text.length;
    return end;
  }

  #addNumber(line: Uint8Array, from: number): number {
    const end = endOfNumber(line, from);
    const value = Number(ascii.decode(line.subarray(from, end)));
    this.#room(8);
    if (this.type === 'int64') this.#view.setBigInt64(this.#length, BigInt(value), true);
    else this.#view.setFloat64(this.#length, value, true);
    this.#length += 8;
    return end;
  }

  /** One bit each, the lowest first. */
  #addBool(value: boolean): void {
    this.#room(1);
    const bit = this.#bools % 8;
    if (bit === 0) this.#values[this.#length++] = 0;
    if (value) (this.#values[this.#length - 1] as number) |= 1 << bit;
    this.#bools += 1;
  }

  #wrong(first: number): TypeError {
    return new TypeError(`column ${this.path[0]} is ${this.type} and holds a ${kindOf(first)}`);
  }
}

function doubled(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(2 * bytes.length);
  larger.set(bytes);
  return larger;
}

/** What a JSON value is, by its first byte. */
export function kindOf(first: number | undefined): string {
  if (first === QUOTE) return 'string';
  if (first === 0x74 || first === 0x66) return 'boolean';
  if (first === 0x7b) return 'object';
  if (first === 0x5b) return 'list';
  if (first === 0x6e) return 'null';
  return 'number';
}

function unit(line: Uint8Array, at: number): number {
  const value = Number.parseInt(ascii.decode(line.subarray(at, at + 4)), 16);
  if (Number.isNaN(value)) throw new SyntaxError('an escape is broken');
  return value;
}

/** Of the escape whose digits begin here; a pair of surrogates is one. */
function codePoint(line: Uint8Array, at: number): number {
  const high = unit(line, at);
  if (high < 0xd800 || high > 0xdfff) return high;
  if (high < 0xdc00 && line[at + 4] === BACKSLASH && line[at + 5] === 0x75) {
    const low = unit(line, at + 6);
    if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  }
  throw new SyntaxError('half of a surrogate pair stands alone');
}

function endOfNumber(line: Uint8Array, from: number): number {
  let at = from;
  for (
    let byte = line[at];
    byte !== undefined && byte !== 0x2c && byte !== 0x7d && byte !== 0x5d;
    byte = line[at]
  )
    at += 1;
  return at;
}

/** Behind a text whose opening quote is before this place. */
export function endOfText(line: Uint8Array, from: number): number {
  for (let at = from; at < line.length; at += 1) {
    if (line[at] === QUOTE) return at + 1;
    if (line[at] === BACKSLASH) at += 1;
  }
  throw new SyntaxError('a text has no end');
}

function endOfValue(line: Uint8Array, from: number): number {
  let depth = 0;
  for (let at = from; at < line.length;) {
    const byte = line[at] as number;
    if (byte === QUOTE) at = endOfText(line, at + 1);
    else {
      if (byte === 0x7b || byte === 0x5b) depth += 1;
      else if (byte === 0x7d || byte === 0x5d) depth -= 1;
      else if (depth === 0) at = (byte === 0x2c ? at : endOfNumber(line, at)) - 1;
      at += 1;
    }
    if (depth === 0) return at;
  }
  throw new SyntaxError('a value has no end');
}
