import type { FileColumn } from '@pairwright/contract/import-inspection';
import { excerpt } from '../text.ts';
import { isObject } from './messages.ts';

const MOST_PLACES = 400;
/** Keys of keys of a column are places too; deeper ones are rarely what a person looks for. */
const DEEPEST = 3;
const MOST_WORDS = 12;
const LONGEST_WORD = 60;

type Holds = FileColumn['holds'][number];

interface Seen {
  readonly holds: Set<Holds>;
  filled: number;
  example: string;
  /** Null: too many, or too long, to be words that stand for something. */
  values: Set<string> | null;
}

/** What stands at which place of some rows: their columns, and what is inside of objects and of the first item of lists. */
export function columnsOf(values: readonly unknown[]): FileColumn[] {
  const places = new Map<string, Seen>();
  for (const value of values)
    if (isObject(value))
      for (const [key, inner] of Object.entries(value)) note(places, { place: key, value: inner, depth: 1 });
  return [...places].map(([place, { holds, filled, example, values: said }]) => ({
    place,
    holds: [...holds],
    filled,
    example,
    values: [...(said ?? [])],
  }));
}

function note(
  places: Map<string, Seen>,
  { place, value, depth }: { place: string; value: unknown; depth: number },
): void {
  const isNew = !places.has(place);
  if (isNew && (places.size >= MOST_PLACES || place.length > 500)) return;
  const seen = places.get(place) ?? { holds: new Set(), filled: 0, example: '', values: new Set() };
  places.set(place, seen);
  if (value === null || value === undefined || value === '') return;
  if (seen.filled === 0) seen.example = excerpt(value);
  seen.filled += 1;
  seen.holds.add(holdsOf(value));
  noteValue(seen, value);
  if (depth === DEEPEST) return;
  // An item is named by its place; the first one shows what all of them have.
  const inside = Array.isArray(value)
    ? [['0', value[0]] as const]
    : isObject(value)
      ? Object.entries(value)
      : [];
  if (holdsOf(value) === 'messages') return;
  for (const [key, inner] of inside)
    note(places, { place: `${place}.${key}`, value: inner, depth: depth + 1 });
}

function noteValue(seen: Seen, value: unknown): void {
  const isWord = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const word = isWord ? String(value) : null;
  if (word === null || word.length > LONGEST_WORD) seen.values = null;
  else seen.values?.add(word);
  if ((seen.values?.size ?? 0) > MOST_WORDS) seen.values = null;
}

function holdsOf(value: unknown): Holds {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'truth';
  if (Array.isArray(value)) return value.some(isMessage) ? 'messages' : 'list';
  return typeof value === 'object' && value !== null ? 'object' : 'number';
}

const isMessage = (item: unknown): boolean =>
  isObject(item) && ('role' in item || 'from' in item) && ('content' in item || 'value' in item);
