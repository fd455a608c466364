import { diffArrays } from 'diff';

/** A stretch of two texts: in both, only in the first (removed), or only in the second (added). */
export interface DiffPart {
  kind: 'same' | 'removed' | 'added';
  /** As it stands in the text it is from; a `same` part as it stands in the second. */
  text: string;
  /** Where it stands in the first text, in UTF-16 units; empty for what was added. */
  a: readonly [from: number, to: number];
  /** Where it stands in the second text; empty for what was removed. */
  b: readonly [from: number, to: number];
}

/** Why there is no difference to show. */
export type DiffRefusal = 'too_long' | 'too_different';
export type DiffOutcome = readonly DiffPart[] | DiffRefusal;

/** Both texts together, in UTF-16 units. */
export const longestCompared = 400_000;

interface Token {
  from: number;
  to: number;
  /** What is compared: the word without the space behind it. */
  word: string;
}

/**
 * What differs between two texts, by words; Chinese and other languages without spaces by the words
 * `Intl.Segmenter` finds. The `same` and `removed` parts in order cover the first text, `same` and `added` the second.
 * Space between words counts as part of the word before it and makes no difference by itself.
 * Stops after `timeoutMs`: texts with little in common take time by the square of their length.
 */
export function compareWords(first: string, second: string, timeoutMs: number): DiffOutcome {
  if (first.length + second.length > longestCompared) return 'too_long';
  const one = tokensOf(first);
  const two = tokensOf(second);
  const numbers = new Map<string, number>();
  const numbered = (tokens: readonly Token[]): number[] =>
    tokens.map(({ word }) => {
      const known = numbers.get(word) ?? numbers.size;
      numbers.set(word, known);
      return known;
    });
  const changes = diffArrays(numbered(one), numbered(two), { timeout: timeoutMs });
  if (changes === undefined) return 'too_different';
  const parts: DiffPart[] = [];
  let atA = 0;
  let atB = 0;
  for (const { added, removed, count } of changes) {
    const a = place(one, atA, added ? 0 : count);
    const b = place(two, atB, removed ? 0 : count);
    if (!added) atA += count;
    if (!removed) atB += count;
    const kind = added ? 'added' : removed ? 'removed' : 'same';
    parts.push({ kind, text: removed ? first.slice(...a) : second.slice(...b), a, b });
  }
  return calmed(parts, first, second);
}

/** From where to where a run of tokens stands in its text. */
function place(tokens: readonly Token[], start: number, count: number): [number, number] {
  const from = tokens[start]?.from ?? tokens.at(-1)?.to ?? 0;
  return [from, count === 0 ? from : (tokens[start + count - 1]?.to ?? from)];
}

// Segmenting takes time by the square of the length, so it gets what needs it, in short runs: scripts without spaces.
const unspaced = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]{1,200}`;
const emoji = String.raw`(?:\p{Extended_Pictographic}[\p{M}\p{Emoji_Modifier}\u200d]*)+`;
const pieces = new RegExp(String.raw`(?<run>${unspaced})|[\p{L}\p{N}\p{M}_'’]+|${emoji}|\s+|[^]`, 'gu');

let segmenter: Intl.Segmenter | null = null;

function tokensOf(text: string): Token[] {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  const tokens: Token[] = [];
  for (const { 0: piece, index, groups } of text.matchAll(pieces)) {
    const last = tokens.at(-1);
    if (groups?.['run'] !== undefined) {
      for (const word of segmenter.segment(piece)) tokens.push(token(index + word.index, word.segment));
    } else if (last !== undefined && piece.trim() === '') last.to = index + piece.length;
    else tokens.push(token(index, piece));
  }
  return tokens;
}

function token(from: number, text: string): Token {
  return { from, to: from + text.length, word: text.trim() };
}

/** A comma that happens to stand in both between two changes is no island to rest on: it goes with the changes. */
function calmed(parts: readonly DiffPart[], first: string, second: string): DiffPart[] {
  const out: DiffPart[] = [];
  let removed: DiffPart['a'] | null = null;
  let added: DiffPart['b'] | null = null;
  const flush = (): void => {
    if (removed !== null && removed[0] < removed[1])
      out.push({ kind: 'removed', text: first.slice(...removed), a: removed, b: at(added, out, 'b') });
    if (added !== null && added[0] < added[1])
      out.push({ kind: 'added', text: second.slice(...added), a: at(removed, out, 'a'), b: added });
    removed = added = null;
  };
  for (const [index, part] of parts.entries()) {
    const between = index > 0 && index < parts.length - 1 && !/[\p{L}\p{N}]/u.test(part.text);
    if (part.kind === 'same' && !between) {
      flush();
      out.push(part);
      continue;
    }
    removed = [removed?.[0] ?? part.a[0], part.a[1]];
    added = [added?.[0] ?? part.b[0], part.b[1]];
  }
  flush();
  return out;
}

/** An empty place in the other text: where its own stretch ends, else where the part before does. */
function at(
  range: readonly [number, number] | null,
  out: readonly DiffPart[],
  side: 'a' | 'b',
): [number, number] {
  const point = side === 'a' ? (range?.[1] ?? out.at(-1)?.a[1] ?? 0) : (range?.[0] ?? out.at(-1)?.b[1] ?? 0);
  return [point, point];
}
