/** A seeded stream of numbers in [0, 1) with 53 random bits: the same seed gives the same stream everywhere. */
export type Random = () => number;

/** The next of a seeded stream of whole numbers in [0, 2^32), as many as there is room for. */
export type FillWords = (words: Uint32Array) => void;

/** xoshiro128** by Blackman and Vigna (2018), seeded by splitmix32. Not for secrets. */
export function wordsFrom(seed: number): FillWords {
  let mixed = seed >>> 0;
  const next32 = (): number => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  const state = Int32Array.of(next32(), next32(), next32(), next32());
  return (words) => {
    // The state in local variables: many words at a time are made several times faster than one by one.
    let [s0, s1, s2, s3] = [state[0]!, state[1]!, state[2]!, state[3]!];
    for (let index = 0; index < words.length; index += 1) {
      const product = Math.imul(s1, 5);
      words[index] = Math.imul((product << 7) | (product >>> 25), 9);
      const t = s1 << 9;
      s2 ^= s0;
      s3 ^= s1;
      s1 ^= s2;
      s0 ^= s3;
      s2 ^= t;
      s3 = (s3 << 11) | (s3 >>> 21);
    }
    state.set([s0, s1, s2, s3]);
  };
}

export function randomFrom(seed: number): Random {
  const fill = wordsFrom(seed);
  const words = new Uint32Array(512);
  let next = words.length;
  return () => {
    if (next === words.length) {
      fill(words);
      next = 0;
    }
    const high = words[next]! >>> 5;
    const low = words[next + 1]! >>> 6;
    next += 2;
    return (high * 67108864 + low) / 2 ** 53;
  };
}
