import type { RecipeSplit } from '@pairwright/contract/recipe';
import { momentOf, numberOf } from './typed.ts';

/** A part as it is typed. */
export interface PartDraft {
  name: string;
  /** In percent; only where rows are dealt by shares. */
  share: string;
  /** The first day that is not in it; only where the split is by date, and of the last part nothing. */
  until: string;
  /** The share as the recipe has it, for as long as nobody types another one. */
  given?: number;
}

export interface SplitDraft {
  by: 'none' | RecipeSplit['by'];
  parts: PartDraft[];
  salt: string;
  nearDuplicates: boolean;
}

export const mostParts = 8;

/** A split by date has two parts at least. */
export function leastParts(by: SplitDraft['by']): number {
  return by === 'date' ? 2 : 1;
}

const usual: PartDraft[] = [
  { name: 'train', share: '90', until: '' },
  { name: 'test', share: '10', until: '' },
];

export function draftOfSplit(split: RecipeSplit | null): SplitDraft {
  return {
    by: split?.by ?? 'none',
    parts:
      split === null
        ? usual
        : split.by === 'date'
          ? split.parts.map(({ name, until }) => ({ name, share: '', until: until ?? '' }))
          : split.parts.map(({ name, share }) => ({
              name,
              share: percentOf(share),
              until: '',
              given: share,
            })),
    salt: split === null || split.by === 'date' ? 'pairwright' : split.salt,
    nearDuplicates: split?.by !== 'prompt' || split.nearDuplicates === 'join',
  };
}

/** What may be no split yet: the contract says. */
export function readSplit({ by, parts, salt, nearDuplicates }: SplitDraft): unknown {
  if (by === 'none') return null;
  if (by === 'date')
    return {
      by,
      parts: parts.map(({ name, until }, index) => ({
        name: name.trim(),
        until: index === parts.length - 1 ? null : (momentOf(until) ?? Number.NaN),
      })),
    };
  const shares = parts.map(({ name, share, given }) => ({
    name: name.trim(),
    share: given !== undefined && percentOf(given) === share ? given : tidy(numberOf(share) / 100),
  }));
  if (by === 'annotator') return { by, salt, parts: shares };
  return { by, salt, parts: shares, nearDuplicates: nearDuplicates ? 'join' : 'ignore' };
}

/** Without what binary fractions leave behind: 0.1 + 0.2 is 0.3. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function percentOf(share: number): string {
  return String(tidy(share * 100));
}

/** All shares together, in percent; null while one is no number. */
export function sumOfShares(parts: readonly PartDraft[]): number | null {
  const sum = parts.reduce((total, { share }) => total + numberOf(share), 0);
  return Number.isNaN(sum) ? null : tidy(sum);
}

export type PartFault = 'name' | 'name_twice' | 'share' | 'until' | 'until_order';

/** What is wrong with each part, by its field. */
export function partFaults({ by, parts }: SplitDraft): Partial<Record<keyof PartDraft, PartFault>>[] {
  return parts.map((part, index) => ({
    ...nameFault(parts, index),
    ...placeFault({ by, parts, part }, index),
  }));
}

function nameFault(parts: readonly PartDraft[], index: number): { name?: PartFault } {
  const name = parts[index]?.name.trim() ?? '';
  if (!/^[a-z][a-z0-9_]{0,39}$/.test(name)) return { name: 'name' };
  return parts.slice(0, index).some((other) => other.name.trim() === name) ? { name: 'name_twice' } : {};
}

function placeFault(
  { by, parts, part }: Pick<SplitDraft, 'by' | 'parts'> & { part: PartDraft },
  index: number,
): { share?: PartFault; until?: PartFault } {
  if (by === 'none') return {};
  if (by !== 'date') {
    const share = numberOf(part.share);
    return share > 0 && share <= 100 ? {} : { share: 'share' };
  }
  if (index === parts.length - 1) return {};
  const until = momentOf(part.until);
  if (typeof until !== 'string') return { until: 'until' };
  const before = index === 0 ? null : momentOf(parts[index - 1]?.until ?? '');
  return typeof before === 'string' && Date.parse(before) >= Date.parse(until)
    ? { until: 'until_order' }
    : {};
}

/** Whether the shares are numbers and do not come to 100 %. */
export function isSumWrong({ by, parts }: SplitDraft): boolean {
  const sum = sumOfShares(parts);
  return by !== 'none' && by !== 'date' && sum !== null && Math.abs(sum - 100) > 1e-7;
}

const names = ['train', 'validation', 'test'];

/** One part more, before the last one, with what is missing to 100 %. */
export function withPart(draft: SplitDraft): SplitDraft {
  const { parts } = draft;
  if (parts.length >= mostParts) return draft;
  const isFree = (name: string): boolean => !parts.some((part) => part.name.trim() === name);
  const numbered = Array.from({ length: mostParts + 1 }, (_, index) => `part_${index + 1}`);
  const name = [...names, ...numbered].find(isFree) ?? '';
  const rest = 100 - (sumOfShares(parts) ?? 100);
  const made: PartDraft = { name, share: rest > 0 ? String(tidy(rest)) : '', until: '' };
  return { ...draft, parts: [...parts.slice(0, -1), made, ...parts.slice(-1)] };
}

/** One part less; its share goes to the first one that stays. */
export function withoutPart(draft: SplitDraft, index: number): SplitDraft {
  const { parts, by } = draft;
  const gone = parts[index];
  if (gone === undefined || parts.length <= leastParts(by)) return draft;
  const kept = parts.filter((_, place) => place !== index);
  const freed = numberOf(gone.share);
  const share = numberOf(kept[0]?.share ?? '') + freed;
  return {
    ...draft,
    parts: kept.map((part, place) =>
      place === 0 && by !== 'date' && !Number.isNaN(share) ? { ...part, share: String(tidy(share)) } : part,
    ),
  };
}
