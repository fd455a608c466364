import type { AnnotatorNumbers, AnswerKind } from '@pairwright/contract/statistics/annotators';
import type { StepLabel } from '@pairwright/contract/judgment';
import { likenessOfOrders, type Order } from '@pairwright/domain/judgment/ranking-orders';

/** What a judgment says about the responses, whichever side they stood on. */
export type Answer =
  | { readonly kind: 'pair'; readonly label: 'first' | 'second' | 'tie' | 'both_bad' }
  /** Of every two responses, by canonical index: 0 and 1, 0 and 2, …, 1 and 2, … */
  | { readonly kind: 'ranking'; readonly orders: readonly Order[] }
  /** By rating and response. */
  | { readonly kind: 'rating'; readonly values: ReadonlyMap<string, Rated> }
  | { readonly kind: 'thumbs'; readonly up: boolean }
  /** The place of the first step that is wrong, from 0; null: none is. */
  | { readonly kind: 'steps'; readonly firstWrong: number | null };

export interface Rated {
  readonly value: number;
  /** Of the scale, the same for one part; null: the question has no such rating, and only equal ones are alike. */
  readonly length: number | null;
}

export type Shown = NonNullable<AnnotatorNumbers['straightLine']['answer']>;

/** Labels of answers on pairs; the first of all answers, in this order. */
export const pairLabels = ['first', 'second', 'tie', 'both_bad'] as const;

/** How alike two answers are, 0..1, as `answerKind` of the contract has it; null: they have nothing in common. */
export function likenessOf(one: Answer, other: Answer): number | null {
  if (one.kind === 'ranking' && other.kind === 'ranking') return likenessOfOrders(one.orders, other.orders);
  if (one.kind === 'rating' && other.kind === 'rating') return meanOf(likeRatings(one.values, other.values));
  if (one.kind === 'pair' && other.kind === 'pair') return one.label === other.label ? 1 : 0;
  if (one.kind === 'thumbs' && other.kind === 'thumbs') return one.up === other.up ? 1 : 0;
  if (one.kind === 'steps' && other.kind === 'steps') return one.firstWrong === other.firstWrong ? 1 : 0;
  return null;
}

/** Whether answers of this kind are alike by degrees, not only the same or another. */
export function isGraded(kind: AnswerKind): boolean {
  return kind === 'ranking' || kind === 'rating';
}

function likeRatings(one: ReadonlyMap<string, Rated>, other: ReadonlyMap<string, Rated>): number[] {
  return [...one].flatMap(([part, { value, length }]) => {
    const against = other.get(part);
    if (against === undefined) return [];
    if (length === null) return [value === against.value ? 1 : 0];
    return [1 - Math.abs(value - against.value) / length];
  });
}

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The place of the first step that is wrong, from 0; null: none is. */
export function firstWrongOf(steps: readonly { readonly label: StepLabel }[]): number | null {
  const at = steps.findIndex(({ label }) => label === 'wrong');
  return at === -1 ? null : at;
}
