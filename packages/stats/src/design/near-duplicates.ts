/**
 * P(two texts of this Jaccard similarity, 0..1, share a bucket) with MinHash of `bands` bands of `rows` rows:
 * 1 - (1 - s^r)^b (Leskovec, Rajaraman and Ullman).
 */
export function lshCollision(
  similarity: number,
  { bands, rows }: { readonly bands: number; readonly rows: number },
): number {
  return -Math.expm1(bands * Math.log1p(-(similarity ** rows)));
}

/**
 * The distinct runs of k characters (Unicode code points) of a text in lower case with white space made single blanks and
 * taken off both ends. A shorter text is one shingle.
 */
export function shinglesOf(text: string, k: number): ReadonlySet<string> {
  const characters = Array.from(text.toLowerCase().trim().replaceAll(/\s+/g, ' '));
  const shingles = new Set<string>();
  for (let from = 0; from === 0 || from + k <= characters.length; from += 1)
    shingles.add(characters.slice(from, from + k).join(''));
  return shingles;
}

/** Shingles of both / shingles of either, 0..1; 1 for texts that are the same but for case and white space. */
export function jaccardOfShingles(one: string, other: string, k = 5): number {
  const [first, second] = [shinglesOf(one, k), shinglesOf(other, k)];
  let both = 0;
  for (const shingle of first) if (second.has(shingle)) both += 1;
  return both / (first.size + second.size - both);
}
