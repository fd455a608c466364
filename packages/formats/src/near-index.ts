import { bandsNeeded, bandsOf } from './near-duplicates.ts';

/**
 * Finds texts that are nearly the same as one of another part, by the rule of `NearDuplicates`. Of each hash it remembers the
 * first text of each part: about 1 kB of memory per text.
 */
export class NearIndex<Part extends string> {
  readonly #seen = new Map<string, Map<Part, number>>();
  size = 0;

  /** Adds the next text; gives its number, from 0 on. */
  add(text: string, part: Part): number {
    const number = this.size;
    this.size += 1;
    bandsOf(text)?.forEach((value, band) => {
      const key = `${band}/${value}`;
      const parts = this.#seen.get(key);
      if (parts === undefined) this.#seen.set(key, new Map([[part, number]]));
      else if (!parts.has(part)) parts.set(part, number);
    });
    return number;
  }

  /** The numbers of texts of other parts that are nearly the same. */
  find(text: string, part: Part): number[] {
    const common = new Map<number, number>();
    bandsOf(text)?.forEach((value, band) => {
      for (const [other, number] of this.#seen.get(`${band}/${value}`) ?? [])
        if (other !== part) common.set(number, (common.get(number) ?? 0) + 1);
    });
    return [...common].flatMap(([number, bands]) => (bands >= bandsNeeded ? [number] : []));
  }
}
