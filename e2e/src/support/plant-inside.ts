import type { Places } from './foreign-places.ts';

/** Gives the text to put in the place of one that people wrote, of at most so many characters; the same for the same text. */
export type Instead = (text: string, longest: number) => string;

/** The value with another text wherever people or files wrote one; its shape stays. */
export function plantInside(value: unknown, places: Places, instead: Instead): unknown {
  return places === 'anything' || places === 'anything with its keys'
    ? everywhere(value, instead, places === 'anything with its keys')
    : at(value, { places, instead, key: '' });
}

/** Whom work is kept for: an id behind `member:`, a name behind `team:`. */
const reserved = /^(?:member:.*|team:)/;

function everywhere(value: unknown, instead: Instead, keysToo: boolean): unknown {
  if (typeof value === 'string') {
    const [kept = ''] = reserved.exec(value) ?? [];
    return kept === value && kept !== '' ? value : kept + instead(value.slice(kept.length), Infinity);
  }
  if (Array.isArray(value)) return value.map((one) => everywhere(one, instead, keysToo));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [
      keysToo ? instead(key, Infinity) : key,
      everywhere(one, instead, keysToo),
    ]),
  );
}

interface Spot {
  readonly places: Exclude<Places, string>;
  readonly instead: Instead;
  /** What the value, or the list that it is in, stands under. */
  readonly key: string;
}

function at(value: unknown, spot: Spot): unknown {
  const { places, instead, key } = spot;
  if (typeof value === 'string') {
    const longest = own(places.texts, key);
    return longest === undefined ? value : instead(value, longest);
  }
  if (Array.isArray(value)) return value.map((one) => at(one, spot));
  if (!isObject(value)) return value;
  const longestKey = own(places.keysOf ?? {}, key);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) =>
      longestKey === undefined
        ? [name, at(one, { ...spot, key: name })]
        : [instead(name, longestKey), at(one, spot)],
    ),
  );
}

const own = (from: Readonly<Record<string, number>>, key: string): number | undefined =>
  Object.hasOwn(from, key) ? from[key] : undefined;

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
