/** What one column takes. Objects go in as JSON text, arrays as `arrayText`, times as text. */
export type CopyValue = string | number | bigint | boolean | Uint8Array | null;

/** A value COPY cannot carry without changing it. */
export class CopyValueError extends Error {
  constructor(column: string, rule: string) {
    super(`Column ${column}: ${rule}`);
    this.name = 'CopyValueError';
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
const NEEDS_ESCAPE = /[\\\n\r\t]/;
const ESCAPE = /[\\\n\r\t]/g;

/** One line of COPY's text format. Throws CopyValueError on NUL characters, lone surrogates and numbers that are not finite. */
export function encodeCopyRow(values: readonly CopyValue[], columns: readonly string[]): string {
  if (values.length !== columns.length) {
    throw new CopyValueError(
      columns[values.length] ?? '(too many)',
      `a row needs ${columns.length} values, this one has ${values.length}.`,
    );
  }
  let line = '';
  for (let i = 0; i < values.length; i += 1) {
    if (i > 0) line += '\t';
    line += encodeValue(values[i] as CopyValue, columns[i] as string);
  }
  return `${line}\n`;
}

function encodeValue(value: CopyValue, column: string): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return encodeText(value, column);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new CopyValueError(column, `${value} is not a finite number.`);
    return String(value);
  }
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'bigint') return value.toString();
  const { buffer, byteOffset, byteLength } = value;
  return `\\\\x${Buffer.from(buffer, byteOffset, byteLength).toString('hex')}`;
}

function encodeText(text: string, column: string): string {
  if (text.includes('\0'))
    throw new CopyValueError(column, 'the text holds a NUL character, which PostgreSQL cannot store.');
  // Encoding to UTF-8 would silently turn half a surrogate pair into U+FFFD.
  if (!isWellFormed(text))
    throw new CopyValueError(column, 'the text holds half a surrogate pair, which is no character.');
  return NEEDS_ESCAPE.test(text) ? text.replace(ESCAPE, (char) => ESCAPES[char] as string) : text;
}

function isWellFormed(text: string): boolean {
  // Built into Node 20; the es2023 library types do not know it yet.
  return (text as unknown as { isWellFormed(): boolean }).isWellFormed();
}

/** A PostgreSQL array literal, `{"a","b"}`, for text, uuid and number arrays of one dimension. */
export function arrayText(items: readonly (string | number)[]): string {
  return `{${items.map((item) => (typeof item === 'number' ? item : `"${item.replace(/["\\]/g, String.raw`\$&`)}"`)).join(',')}}`;
}
