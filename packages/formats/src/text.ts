import { sayValue } from './value-words.ts';

/** String methods of the platform that the language library of the build does not declare yet. */
interface UnicodeString {
  isWellFormed(): boolean;
}

/** False when a text holds half of a surrogate pair: UTF-8 and PostgreSQL cannot carry it. */
export function isWellFormed(text: string): boolean {
  return (text as unknown as UnicodeString).isWellFormed();
}

/** The same for every text of a JSON value, keys included. */
export function isDeeplyWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormed(value);
  if (Array.isArray(value)) return value.every(isDeeplyWellFormed);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => isWellFormed(key) && isDeeplyWellFormed(inner));
}

/** Length in UTF-8 bytes, without making the bytes. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit < 0x80) continue;
    if (unit < 0x800) bytes += 1;
    else if (unit < 0xd800 || unit > 0xdfff) bytes += 2;
    else {
      // A pair is four bytes of two units; a lone half is written as three.
      const paired = unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
      bytes += 2;
      if (paired) index++;
    }
  }
  return bytes;
}

/** True when the UTF-8 form is longer than `max` bytes; counts only where a quick bound cannot tell. */
export function isLongerThan(text: string, max: number): boolean {
  if (text.length > max) return true;
  return text.length * 3 > max && utf8Length(text) > max;
}

const excerptLength = 120;

/** The first characters of a text, never half a surrogate pair; an ellipsis marks the cut. */
export function cutText(text: string, length: number = excerptLength): string {
  if (text.length <= length) return text;
  const last = text.charCodeAt(length - 2);
  return `${text.slice(0, last >= 0xd800 && last <= 0xdbff ? length - 2 : length - 1)}…`;
}

/** Keys for a person: quoted, of each its beginning, the first twelve. */
export function namedKeys(keys: readonly string[]): string {
  return keys
    .slice(0, 12)
    .map((key) => cutText(JSON.stringify(key), 40))
    .join(', ');
}

/** What a value was, for a person, in at most 120 characters: JSON for plain values, a summary for the rest. */
export function excerpt(value: unknown): string {
  if (value === undefined) return sayValue('missing');
  if (typeof value === 'string')
    return cutText(
      JSON.stringify(value.slice(0, excerptLength)).slice(0, value.length > excerptLength ? -1 : undefined),
    );
  if (Array.isArray(value)) return sayValue('list', { count: value.length });
  if (typeof value === 'object' && value !== null) {
    const keys = namedKeys(Object.keys(value));
    return cutText(keys === '' ? sayValue('object_empty') : sayValue('object', { keys }));
  }
  return cutText(JSON.stringify(value));
}
