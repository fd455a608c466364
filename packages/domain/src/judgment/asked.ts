import type { LocalText, QuestionForm } from '@pairwright/contract/question-form';

/** A question of a form beside the main one. */
export interface Asked {
  /** How labels are stored under it: `criterion:clarity`, `rating:quality`, `flag:toxic`, `safety`. */
  readonly question: string;
  readonly kind: 'criterion' | 'rating' | 'flag' | 'safety';
  /** Null for safety. */
  readonly key: string | null;
  readonly label: LocalText | null;
  /** Of a rating. */
  readonly scale: { readonly min: number; readonly max: number } | null;
}

/** What a form asks beside the main question, in its order. */
export function askedIn({ criteria, ratings, flags, safety }: QuestionForm): Asked[] {
  const keyed = (
    kind: 'criterion' | 'rating' | 'flag',
    { key, label }: { key: string; label: LocalText },
  ) => ({
    question: `${kind}:${key}`,
    kind,
    key,
    label,
    scale: null,
  });
  return [
    ...criteria.map((part) => keyed('criterion', part)),
    ...ratings.map((part) => ({ ...keyed('rating', part), scale: { min: part.min, max: part.max } })),
    ...flags.map((part) => keyed('flag', part)),
    ...(safety === null
      ? []
      : [{ question: 'safety', kind: 'safety' as const, key: null, label: null, scale: null }]),
  ];
}
