import type { CallOutput } from '@pairwright/contract/client';

type Comparison = CallOutput<'getComparison'>;

/** A comparison of which nothing is kept back: its models are known. */
export type SeenComparison = Omit<Comparison, 'responses'> & {
  responses: (Omit<Comparison['responses'][number], 'model'> & { model: string })[];
};

/** The comparison with its models; null while they are kept back from who reviews it blind. */
export function seenOf(comparison: Comparison): SeenComparison | null {
  if (comparison.keptBack) return null;
  return {
    ...comparison,
    responses: comparison.responses.map((response) => ({ ...response, model: response.model ?? '' })),
  };
}
