import { bandCount, bandsNeeded, bandsOf } from './near-duplicates.ts';

/** Texts of a part that are remembered of one hash: with many more of them each search would be long. */
const ofEachPart = 8;
/** Places for each remembered hash: hashes that meet are then looked at in a few steps. */
const roomFor = 2;

/**
 * Finds texts that are nearly the same as one of another part, by the rule of `NearDuplicates`. Of each hash it remembers the
 * first eight texts of each part; of a larger group of one part others may not be found (`isPartial`). About 400 bytes for each text.
 */
export class NearIndex {
  readonly #hashes: Uint32Array;
  /** Text and band of each place, from 1 on; 0: nobody. */
  readonly #entries: Int32Array;
  readonly #parts: Uint8Array;
  size = 0;
  /** Whether some hash had more texts of a part than are remembered: those that were found are then the least there are. */
  isPartial = false;

  /** `most`: texts that there is room for. */
  constructor(most: number) {
    let places = 64;
    while (places < most * bandCount * roomFor) places *= 2;
    this.#hashes = new Uint32Array(places);
    this.#entries = new Int32Array(places);
    this.#parts = new Uint8Array(most);
  }

  /**
   * The numbers of texts of other parts that are nearly the same as this one of part 0..255; remembers it under the next
   * number, from 0 on, if `remembers`. Throws a RangeError when there is no room.
   */
  meet(text: string, part: number, remembers: boolean): number[] {
    const bands = bandsOf(text);
    const common = new Map<number, number>();
    bands?.forEach((hash, band) => {
      for (const other of this.#others(hash, band, part)) common.set(other, (common.get(other) ?? 0) + 1);
    });
    if (remembers) this.#remember(bands, part);
    return [...common].flatMap(([number, count]) => (count >= bandsNeeded ? [number] : []));
  }

  #remember(bands: Uint32Array | null, part: number): void {
    if (this.size === this.#parts.length) throw new RangeError(`There is room for ${this.size} texts only.`);
    this.#parts[this.size] = part;
    bands?.forEach((hash, band) => this.#put(hash, band, part));
    this.size += 1;
  }

  #put(hash: number, band: number, part: number): void {
    let known = 0;
    const place = this.#placeOf(hash, band, (number) => {
      if (this.#parts[number] === part) known += 1;
      return known === ofEachPart;
    });
    if (known === ofEachPart) {
      this.isPartial = true;
      return;
    }
    this.#hashes[place] = hash;
    this.#entries[place] = this.size * bandCount + band + 1;
  }

  #others(hash: number, band: number, part: number): number[] {
    const found: number[] = [];
    this.#placeOf(hash, band, (number) => {
      if (this.#parts[number] !== part) found.push(number);
      return false;
    });
    return found;
  }

  /** The place of the first entry with this hash that is wanted, else the free one after all of them. */
  #placeOf(hash: number, band: number, isWanted: (number: number) => boolean): number {
    const mask = this.#entries.length - 1;
    for (let place = (hash ^ (band * 0x9e3779b1)) & mask; ; place = (place + 1) & mask) {
      const entry = (this.#entries[place] ?? 0) - 1;
      if (entry < 0) return place;
      const isSame = this.#hashes[place] === hash && entry % bandCount === band;
      if (isSame && isWanted(Math.floor(entry / bandCount))) return place;
    }
  }
}
