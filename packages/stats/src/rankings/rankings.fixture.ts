import fc from 'fast-check';
import { randomFrom } from '../numeric/random.ts';
import { type Place, type Rankings, rankingsOfPlaces } from './rankings.ts';

/** Rankings drawn from Plackett and Luce's model, each of `many` items. */
export function drawRankings(
  logWorth: readonly number[],
  { rankings, many, seed }: { rankings: number; many: number; seed: number },
): Rankings {
  const random = randomFrom(seed);
  const lists = Array.from({ length: rankings }, () => {
    // Ranks of worth times exponential times are Plackett and Luce's.
    const times = logWorth.map(
      (log, item) => [-Math.log(1 - random()) / Math.exp(log), item, random()] as const,
    );
    return times
      .toSorted((one, other) => one[2] - other[2])
      .slice(0, many)
      .toSorted(([one], [other]) => one - other)
      .map(([, item]) => item);
  });
  return rankingsOfPlaces(lists, logWorth.length);
}

/** Up to 12 rankings of 2 to 5 items, whole or partial, with or without shared places. */
export function anyRankings({ ties }: { ties: boolean }): fc.Arbitrary<Rankings> {
  return fc.integer({ min: 2, max: 5 }).chain((items) => {
    const list = fc
      .tuple(
        fc.shuffledSubarray(
          Array.from({ length: items }, (_, item) => item),
          { minLength: 1 },
        ),
        fc.array(fc.boolean(), { minLength: items, maxLength: items }),
      )
      .map(([order, shared]) => placesOf(order, ties ? shared : []));
    return fc.array(list, { maxLength: 12 }).map((lists) => rankingsOfPlaces(lists, items));
  });
}

function placesOf(order: readonly number[], shared: readonly boolean[]): Place[] {
  const places: number[][] = [];
  order.forEach((item, at) => {
    if (at > 0 && shared[at] === true) places.at(-1)!.push(item);
    else places.push([item]);
  });
  return places;
}
