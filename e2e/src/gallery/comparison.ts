import { furthest } from './fewer-colours.ts';
import { distance, isEven } from './pixels.ts';
import type { Pixels } from './pixels.ts';

/** Of 255. Grounds and lines are exact; only a shadow may be rounded another way. */
const sameEven = 2;
/** Letters and edges are kept so far beside their colour at most, and another processor mixes them a little otherwise. */
const sameMixed = furthest + 12;
/** So many pixels of one colour are no accident. */
const leastAlike = 40;

/** What of a picture taken now is not as kept. Both have the same width. */
export function differences(kept: Pixels, now: Pixels): { count: number; places: Set<number> } {
  const places = new Set<number>();
  const mixed = new Map<string, number[]>();
  for (let at = 0; at < now.colours.length; at += 1) {
    const [before, after] = [kept.colours[at], now.colours[at]!];
    if (before === after) continue;
    const apart = before === undefined ? 255 : distance(before, after);
    if (apart <= sameEven) continue;
    if (apart > sameMixed || (isEven(kept, at) && isEven(now, at))) places.add(at);
    else listed(mixed, `${before} ${after}`).push(at);
  }
  for (const at of recoloured(kept, now, mixed)) places.add(at);
  return { count: places.size + Math.max(0, kept.colours.length - now.colours.length), places };
}

function listed(lists: Map<string, number[]>, key: string): number[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

/**
 * Letters of another colour. Most pixels of a kept colour have it in the same picture taken again (see `fewerColours`);
 * when most have another one now, it was changed, be it ever so little.
 */
function recoloured(kept: Pixels, now: Pixels, mixed: ReadonlyMap<string, readonly number[]>): number[] {
  const most = new Map<number, readonly number[]>();
  for (const places of mixed.values()) {
    const colour = kept.colours[places[0]!]!;
    if (places.length >= Math.max(leastAlike, most.get(colour)?.length ?? 0)) most.set(colour, places);
  }
  const unchanged = new Map([...most.keys()].map((colour) => [colour, 0]));
  for (const [at, colour] of kept.colours.entries())
    if (now.colours[at] === colour && unchanged.has(colour))
      unchanged.set(colour, unchanged.get(colour)! + 1);
  return [...most].flatMap(([colour, places]) => (places.length > unchanged.get(colour)! ? places : []));
}

/** The new picture, faint, with what differs in red. */
export function paint(now: Pixels, places: ReadonlySet<number>): Pixels {
  return { ...now, colours: now.colours.map((colour, at) => (places.has(at) ? 0xff_00_00 : faint(colour))) };
}

function faint(colour: number): number {
  const grey = ((colour >> 16) + ((colour >> 8) & 255) + (colour & 255)) / 3;
  const level = Math.round(170 + grey / 3);
  return (level << 16) | (level << 8) | level;
}
