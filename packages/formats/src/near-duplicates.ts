/**
 * Finds texts that are nearly the same: MinHash by one permutation with rotation (Shrivastava and Li 2014) over runs of three
 * tokens, compared band by band. Two texts whose runs overlap by 0.9 (Jaccard) are found 999 times in 1000, by 0.8 about 3 times in
 * 4, by 0.5 hardly ever. Deterministic.
 */

export const bandCount = 16;
const rowsPerBand = 8;
const bins = bandCount * rowsPerBand;
/** Bands that two texts need in common. */
export const bandsNeeded = 2;

/** Words and numbers, and each character of writing without spaces; case and everything between do not matter. */
export function tokensOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu) ??
    []
  );
}

/** FNV-1a with a final mix, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return mix(value);
}

function mix(given: number): number {
  let value = given;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}

/** The least hash of each bin; an empty one takes that of the next which is not, changed by how far away it is. */
function signatureOf(tokens: readonly string[]): Uint32Array | null {
  if (tokens.length === 0) return null;
  const least = new Float64Array(bins).fill(Infinity);
  for (let index = 0; index < Math.max(1, tokens.length - 2); index += 1) {
    const value = hash(tokens.slice(index, index + 3).join('\u0001'));
    const bin = value % bins;
    least[bin] = Math.min(least[bin] ?? Infinity, Math.floor(value / bins));
  }
  return Uint32Array.from({ length: bins }, (_, bin) => {
    for (let away = 0; ; away += 1) {
      const value = least[(bin + away) % bins] ?? Infinity;
      if (value !== Infinity) return mix(value + Math.imul(away, 0x9e3779b1));
    }
  });
}

/** One hash per band; null: the text has nothing to compare. */
export function bandsOf(text: string): Uint32Array | null {
  const signature = signatureOf(tokensOf(text));
  if (signature === null) return null;
  return Uint32Array.from({ length: bandCount }, (_, band) =>
    hash(signature.subarray(band * rowsPerBand, (band + 1) * rowsPerBand).join(' ')),
  );
}

/** Whether two texts are nearly the same, by their bands; one that has nothing to compare is near to none. */
export function areNear(one: Uint32Array | null, other: Uint32Array | null): boolean {
  if (one === null || other === null) return false;
  return one.filter((hash, band) => other[band] === hash).length >= bandsNeeded;
}

/** Of the places of a table so many are taken at most, so that a search is short. */
const fullest = 0.6;

/** Collects texts by number, from 0 on, and says which belong together. About 250 bytes of memory a text. */
export class NearDuplicates {
  #size = 0;
  /** The hashes of each text, one after the other. */
  #bands = new Uint32Array(1024 * bandCount);
  #parents = new Int32Array(1024);
  /** For each hash of a band the first text that has it: text and band in one number, from 1 on; 0: nobody. */
  #first = new Int32Array(1024);
  #taken = 0;

  /** Adds the next text; gives its number. */
  add(text: string): number {
    const number = this.#size;
    if (number === this.#parents.length) this.#makeRoom();
    this.#parents[number] = number;
    this.#size += 1;
    const own = bandsOf(text);
    if (own === null) return number;
    this.#bands.set(own, number * bandCount);
    for (let band = 0; band < bandCount; band += 1) {
      const place = this.#placeOf(number, band);
      const entry = this.#first[place]!;
      if (entry === 0) this.#remember(place, number * bandCount + band + 1);
      else {
        const other = Math.floor((entry - 1) / bandCount);
        if (this.#isNear(number, other)) this.#join(number, other);
      }
    }
    return number;
  }

  /** The least number of those that a text belongs together with, directly or through others. */
  rootOf(number: number): number {
    let root = number;
    while (this.#parents[root] !== root) root = this.#parents[root] ?? root;
    this.#parents[number] = root;
    return root;
  }

  /** The place of the first text with the same hash in this band, else the free one where it belongs. */
  #placeOf(number: number, band: number): number {
    const hash = this.#bands[number * bandCount + band]!;
    const mask = this.#first.length - 1;
    for (let place = (hash ^ Math.imul(band, 0x9e3779b1)) & mask; ; place = (place + 1) & mask) {
      const entry = this.#first[place]!;
      if (entry === 0) return place;
      if ((entry - 1) % bandCount === band && this.#bands[entry - 1] === hash) return place;
    }
  }

  #remember(place: number, entry: number): void {
    this.#first[place] = entry;
    this.#taken += 1;
    if (this.#taken < this.#first.length * fullest) return;
    const entries = this.#first;
    this.#first = new Int32Array(entries.length * 2);
    for (const each of entries)
      if (each !== 0) {
        const band = (each - 1) % bandCount;
        this.#first[this.#placeOf(Math.floor((each - 1) / bandCount), band)] = each;
      }
  }

  #makeRoom(): void {
    const bands = new Uint32Array(this.#bands.length * 2);
    bands.set(this.#bands);
    this.#bands = bands;
    const parents = new Int32Array(this.#parents.length * 2);
    parents.set(this.#parents);
    this.#parents = parents;
  }

  #isNear(number: number, other: number): boolean {
    let common = 0;
    for (let band = 0; band < bandCount; band += 1)
      if (this.#bands[number * bandCount + band] === this.#bands[other * bandCount + band]) common += 1;
    return common >= bandsNeeded;
  }

  #join(one: number, other: number): void {
    const [first, second] = [this.rootOf(one), this.rootOf(other)];
    this.#parents[Math.max(first, second)] = Math.min(first, second);
  }
}
