import { decodeNamedCharacterReference } from 'decode-named-character-reference';

/** How a piece of source became text: with escapes and references, or letter by letter. */
export type SourceKind = 'text' | 'literal' | 'code';

/**
 * Where each UTF-16 unit of a rendered text stands in its source: `from[i]` up to before `to[i]`, both counted from the
 * slice's start. A unit that the renderer made up has `from[i] === to[i]`.
 */
export interface Alignment {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const reference = /&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z\d]{1,31}));/y;
const escapable = /[!-/:-@[-`{-~]/;

/** What stands before the text of a line: marks of quotes and indents, and the other half of a Windows line end. */
const besideLines = /^[>\s]*$/;

/** Puts a rendered text on the slice of source it was made from. Both run in the same order. */
export function align(source: string, rendered: string, kind: SourceKind): Alignment {
  const from: number[] = [];
  const to: number[] = [];
  let at = kind === 'code' ? codeStart(source) : 0;
  for (let index = 0; index < rendered.length;) {
    const found = match(source, at, { rendered, index, kind });
    for (let unit = 0; unit < found.units; unit++) {
      from.push(found.from);
      to.push(found.to);
    }
    index += found.units;
    at = found.to;
  }
  return { from, to };
}

interface Wanted {
  rendered: string;
  index: number;
  kind: SourceKind;
}

interface Found {
  from: number;
  to: number;
  /** Of the rendered text. */
  units: number;
}

function match(source: string, at: number, wanted: Wanted): Found {
  const { rendered, index, kind } = wanted;
  const special = kind === 'text' ? matchSpecial(source, at, wanted) : null;
  if (special !== null) return special;
  const unit = rendered[index] as string;
  if (isSame(source[at], unit)) return { from: at, to: at + 1, units: 1 };
  const next = nextPlace(source, at, wanted);
  if (next === null) return { from: at, to: at, units: 1 };
  return (
    (kind === 'text' ? matchSpecial(source, next, wanted) : null) ?? { from: next, to: next + 1, units: 1 }
  );
}

/** An escaped sign or a character reference at this very place. */
function matchSpecial(source: string, at: number, { rendered, index }: Wanted): Found | null {
  const unit = rendered[index] as string;
  if (source[at] === '\\' && source[at + 1] === unit && escapable.test(unit))
    return { from: at, to: at + 2, units: 1 };
  if (source[at] !== '&') return null;
  reference.lastIndex = at;
  const found = reference.exec(source);
  const decoded = found === null ? null : decode(found);
  if (found === null || decoded === null || !rendered.startsWith(decoded, index)) return null;
  return { from: at, to: at + found[0].length, units: decoded.length };
}

function decode([, decimal, hex, name]: RegExpExecArray): string | null {
  if (name !== undefined) return decodeNamedCharacterReference(name) || null;
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(decimal, 10);
  const isAllowed = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
  return isAllowed ? String.fromCodePoint(point) : '\ufffd';
}

function isSame(source: string | undefined, rendered: string): boolean {
  if (source === rendered) return true;
  if (rendered === '\ufffd') return source === '\0';
  // Tabs become spaces in places, and a lone carriage return is a line end.
  return (rendered === ' ' && source === '\t') || (rendered === '\n' && source === '\r');
}

/** The next place where the sign may come from; white space comes from nowhere behind other text. */
function nextPlace(source: string, at: number, { rendered, index, kind }: Wanted): number | null {
  const unit = rendered[index] as string;
  for (let place = at + 1; place < source.length; place++) {
    const fits =
      isSame(source[place], unit) ||
      (kind === 'text' && matchSpecial(source, place, { rendered, index, kind }) !== null);
    if (!fits) continue;
    return /\s/.test(unit) && !besideLines.test(source.slice(at, place)) ? null : place;
  }
  return null;
}

/** Behind a fence's first line, or the ticks of code in a line. */
function codeStart(source: string): number {
  const fence = /^[ \t]*(?:`{3,}[^`\n]*|~{3,}[^\n]*)(?:\r\n|\n|\r|$)/.exec(source);
  if (fence !== null) return fence[0].length;
  const ticks = /^`+/.exec(source)?.[0] ?? '';
  const inside = source.slice(ticks.length, source.length - ticks.length);
  const isPadded = /^[ \r\n][^]*[ \r\n]$/.test(inside) && inside.trim() !== '';
  return ticks.length + (ticks !== '' && isPadded ? 1 : 0);
}
