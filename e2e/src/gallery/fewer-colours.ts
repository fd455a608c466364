import { distance, isEven } from './pixels.ts';
import type { Pixels } from './pixels.ts';

/** The most a colour of a letter or an edge may move, of 255: hardly seen, and the picture becomes a third as large. */
export const furthest = 20;

/**
 * The picture with a few dozen colours. Grounds and lines stay exactly as they are. Every other colour becomes a more
 * frequent one near by, if there is one: of the pixels that have a colour now, most had it before.
 */
export function fewerColours(pixels: Pixels): Pixels {
  const counts = new Map<number, number>();
  const even = new Set<number>();
  for (const [at, colour] of pixels.colours.entries()) {
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
    if (!even.has(colour) && isEven(pixels, at)) even.add(colour);
  }
  const becomes = new Map<number, number>();
  const staying: number[] = [];
  for (const [colour] of [...counts].sort(([, one], [, other]) => other - one)) {
    const near = even.has(colour) ? colour : nearest(colour, staying);
    if (near === colour) staying.push(colour);
    becomes.set(colour, near);
  }
  return { ...pixels, colours: pixels.colours.map((colour) => becomes.get(colour)!) };
}

/** Itself, where no other is near enough. */
function nearest(colour: number, others: readonly number[]): number {
  let best = colour;
  let least = furthest + 1;
  for (const other of others) {
    const apart = distance(colour, other);
    if (apart < least) [best, least] = [other, apart];
  }
  return best;
}
