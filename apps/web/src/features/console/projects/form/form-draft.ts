import type { LocalText, MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { mirrored, say } from '@pairwright/domain/templates/parts';
import type { QuestionDraft } from '../question-draft.ts';

/** The lists of named parts that a form has. */
export type ListName = 'criteria' | 'ratings' | 'flags' | 'spans' | 'reasons';

export interface Part {
  key: string;
  label: LocalText;
}

const longestKey = 40;
export const emptyText: LocalText = { en: '', 'zh-CN': '' };

/** A key out of an English label that none of `taken` has; the same label always gives the same. */
export function keyFrom(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, longestKey - 3)
    .replace(/_+$/, '');
  const stem = plain === '' ? 'part' : plain;
  if (!taken.includes(stem)) return stem;
  let number = 2;
  while (taken.includes(`${stem}_${number}`)) number += 1;
  return `${stem}_${number}`;
}

/** The part with another name. Its key follows the English name until a published version has it, or a person chose it. */
export function renamed<Item extends Part>(
  item: Item,
  label: LocalText,
  { others, kept }: { others: readonly string[]; kept: ReadonlySet<string> },
): Item {
  const follows = !kept.has(item.key) && item.key === keyFrom(item.label.en, others);
  return { ...item, label, key: follows ? keyFrom(label.en, others) : item.key };
}

/** The list with one item moved by so many places, kept inside. */
export function moved<Item>(items: readonly Item[], from: number, by: number): Item[] {
  const to = Math.min(Math.max(from + by, 0), items.length - 1);
  const left = items.filter((_, index) => index !== from);
  return [...left.slice(0, to), ...items.slice(from, from + 1), ...left.slice(to)];
}

export function partsOf(form: QuestionForm, list: ListName): readonly Part[] {
  return list === 'reasons' ? form.rationale.reasons : form[list];
}

/** Keys that judgments may already name, by list: those of all published versions. */
export function keptKeys(forms: readonly QuestionForm[], list: ListName): ReadonlySet<string> {
  return new Set(forms.flatMap((form) => partsOf(form, list).map((part) => part.key)));
}

/** Where a kind of main question begins. */
export const firstMain: Readonly<Record<MainQuestion['kind'], MainQuestion>> = {
  pair: {
    kind: 'pair',
    scale: { points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true },
    levels: null,
  },
  rank: { kind: 'rank', allowTies: true, allowUnacceptable: true, topK: null, allowCannotJudge: true },
  single: { kind: 'single', ask: 'thumbs', stopAtFirstError: false, allowCannotJudge: true },
};

const degrees: readonly LocalText[] = [
  say('is much better', '好得多'),
  say('is better', '更好'),
  say('is slightly better', '稍好'),
  say('is negligibly better', '优势极小'),
];

/** The usual names of the positions, to begin from. */
export function usualLevels(points: number): LocalText[] {
  const half = Math.floor(points / 2);
  const chosen = [[], [1], [0, 2], [0, 1, 2], [0, 1, 2, 3]][half] ?? [];
  const named = chosen.flatMap((index) => degrees[index] ?? []);
  return mirrored(named, points % 2 === 1 ? say('About equal', '差不多') : null);
}

/** Level names for another number of points: each side keeps its own from the outside in. */
export function resizedLevels(levels: readonly LocalText[], points: number): LocalText[] {
  const usual = usualLevels(points);
  const half = Math.floor(points / 2);
  const had = Math.floor(levels.length / 2);
  const oldMiddle = levels.length % 2 === 1 ? levels[had] : undefined;
  return usual.map((name, index) => {
    if (index < half) return (index < had ? levels[index] : undefined) ?? name;
    if (points % 2 === 1 && index === half) return oldMiddle ?? name;
    const fromRight = points - 1 - index;
    return (fromRight < had ? levels[levels.length - 1 - fromRight] : undefined) ?? name;
  });
}

/** What is sent: parts that the main question cannot have are left out. */
export function sendable({ text, form }: QuestionDraft): QuestionDraft {
  return { text, form: form.main.kind === 'pair' ? form : { ...form, criteria: [] } };
}
