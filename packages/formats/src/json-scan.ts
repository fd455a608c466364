/** What a scan of a JSON text found: the first place where it is not JSON, keys that stand twice, and numbers that lose digits. */
export interface JsonScan {
  readonly error: { readonly offset: number; readonly atEnd: boolean } | null;
  readonly duplicates: readonly { readonly path: string }[];
  /** As they are written, by path. */
  readonly unsafeNumbers: ReadonlyMap<string, string>;
}

/** Whether a number is none that JavaScript can hold, or a whole one of which it loses digits. */
export function isUnsafeNumber(value: number): boolean {
  return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value));
}

class ScanError extends Error {
  readonly offset: number;
  constructor(offset: number) {
    super(`not JSON at ${offset}`);
    this.offset = offset;
  }
}

/** The path of a member or an element: `$.a[0]["odd key"]`. */
export function childPath(path: string, key: string | number): string {
  if (typeof key === 'number') return `${path}[${key}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}

const numberPattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escapePattern = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

class Scanner {
  readonly duplicates: { path: string }[] = [];
  readonly unsafeNumbers = new Map<string, string>();
  readonly #text: string;
  readonly #maxDepth: number;
  #at = 0;

  constructor(text: string, maxDepth: number) {
    this.#text = text;
    this.#maxDepth = maxDepth;
  }

  scan(): void {
    this.#value('$', 1);
    this.#space();
    if (this.#at < this.#text.length) throw new ScanError(this.#at);
  }

  #space(): void {
    while (this.#at < this.#text.length && ' \t\n\r'.includes(this.#text[this.#at]!)) this.#at++;
  }

  #take(character: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #expect(character: string): void {
    if (!this.#take(character)) throw new ScanError(this.#at);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) throw new ScanError(this.#at);
    this.#at += found.length;
    return found;
  }

  /** A string; a fault inside it is placed where it stands. */
  #string(): string {
    const start = this.#at++;
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      // NaN (the text ended) and control characters fail this comparison.
      if (!(unit >= 0x20)) throw new ScanError(this.#at);
      if (unit === 0x22) break;
      if (unit === 0x5c) this.#match(escapePattern);
      else this.#at++;
    }
    this.#at++;
    return JSON.parse(this.#text.slice(start, this.#at)) as string;
  }

  #value(path: string, depth: number): void {
    this.#space();
    if (depth > this.#maxDepth) throw new ScanError(this.#at);
    const character = this.#text[this.#at];
    if (character === '{') return this.#object(path, depth);
    if (character === '[') return this.#array(path, depth);
    if (character === '"') return void this.#string();
    for (const word of ['true', 'false', 'null']) {
      if (this.#text.startsWith(word, this.#at)) return void (this.#at += word.length);
    }
    const written = this.#match(numberPattern);
    if (isUnsafeNumber(Number(written))) this.unsafeNumbers.set(path, written);
  }

  #object(path: string, depth: number): void {
    this.#at++;
    const seen = new Set<string>();
    if (this.#take('}')) return;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') throw new ScanError(this.#at);
      const key = this.#string();
      const keyPath = childPath(path, key);
      if (seen.has(key)) this.duplicates.push({ path: keyPath });
      seen.add(key);
      this.#expect(':');
      this.#value(keyPath, depth + 1);
    } while (this.#take(','));
    this.#expect('}');
  }

  #array(path: string, depth: number): void {
    this.#at++;
    if (this.#take(']')) return;
    let index = 0;
    do this.#value(childPath(path, index++), depth + 1);
    while (this.#take(','));
    this.#expect(']');
  }
}

/** Reads a text slowly and exactly. Used only for lines that are known to be faulty. */
export function scanJson(text: string, maxDepth = 64): JsonScan {
  const scanner = new Scanner(text, maxDepth);
  const { duplicates, unsafeNumbers } = scanner;
  try {
    scanner.scan();
    return { error: null, duplicates, unsafeNumbers };
  } catch (error) {
    if (!(error instanceof ScanError)) throw error;
    return {
      error: { offset: error.offset, atEnd: error.offset >= text.length },
      duplicates,
      unsafeNumbers,
    };
  }
}

/**
 * How many keys a valid JSON text writes, duplicates included. Strings are skipped by searching for
 * their closing quote, so this runs at the speed of a text search.
 */
export function countKeys(text: string): number {
  let keys = 0;
  let open = text.indexOf('"');
  while (open >= 0) {
    let close = text.indexOf('"', open + 1);
    while (close >= 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
    if (close < 0) return keys;
    let after = close + 1;
    let unit = text.charCodeAt(after);
    while (unit === 0x20 || unit === 0x09 || unit === 0x0a || unit === 0x0d) unit = text.charCodeAt(++after);
    if (unit === 0x3a) keys++;
    open = text.indexOf('"', after);
  }
  return keys;
}

function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++;
  return slashes % 2 === 1;
}
