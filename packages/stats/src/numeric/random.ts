/** A seeded stream of numbers in [0, 1) with 53 random bits: the same seed gives the same stream everywhere. */
export type Random = () => number;

/** xoshiro128** by Blackman and Vigna (2018), seeded by splitmix32. Not for secrets. */
export function randomFrom(seed: number): Random {
  let mixed = seed >>> 0;
  const next32 = (): number => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  let [s0, s1, s2, s3] = [next32(), next32(), next32(), next32()];
  const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));
  const word = (): number => {
    const result = Math.imul(rotate(Math.imul(s1, 5), 7), 9) >>> 0;
    const t = s1 << 9;
    s2 ^= s0;
    s3 ^= s1;
    s1 ^= s2;
    s0 ^= s3;
    s2 ^= t;
    s3 = rotate(s3, 11);
    return result;
  };
  return () => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 2 ** 53;
}
