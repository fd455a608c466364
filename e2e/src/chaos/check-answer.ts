import { isDeepStrictEqual } from 'node:util';
import type { Given } from './kinds.ts';

/** A judgment as the tables have it, and the order in which its responses stood on the screen. */
export interface StoredAnswer {
  readonly outcome: string;
  readonly position: number | null;
  readonly strength: number | null;
  readonly ranks: readonly (number | null)[] | null;
  readonly details: StoredDetails | null;
  readonly rationale: string | null;
  readonly presented_order: readonly number[];
  /** Of the first response in canonical order. */
  readonly content: string;
}

interface StoredDetails {
  readonly ratings: readonly unknown[];
  readonly spans: readonly unknown[];
  readonly rewrite: unknown;
  readonly steps: readonly { readonly start: number; readonly end: number; readonly label: string }[] | null;
}

/**
 * What of a stored judgment is not as it was sent; null: all is. Places become responses by the order that was shown; it uses nothing
 * of what the product turns answers round with.
 */
export function storedOtherwise(stored: StoredAnswer, { answer, details, rationale }: Given): string | null {
  const at = (place: number): number => stored.presented_order[place]!;
  const found = {
    ...mainOf(stored),
    rationale: stored.rationale ?? '',
    ratings: stored.details?.ratings ?? [],
    spans: stored.details?.spans ?? [],
    rewrite: stored.details?.rewrite ?? null,
  };
  const rewrite = details?.rewrite ?? null;
  const wanted = {
    ...sentMain(stored, answer),
    rationale: rationale ?? '',
    ratings: (details?.ratings ?? []).map(({ key, place, value }) => ({ key, response: at(place), value })),
    spans: (details?.spans ?? []).map(({ place, ...span }) => ({ response: at(place), ...span })),
    rewrite:
      rewrite === null
        ? null
        : {
            response_id: rewrite.responseId,
            parent: rewrite.place === null ? null : at(rewrite.place),
            content: rewrite.content,
          },
  };
  return isDeepStrictEqual(found, wanted)
    ? null
    : `${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`;
}

interface Main {
  readonly outcome: string;
  readonly position: number | null;
  /** Below 0: the first is better. */
  readonly side: number;
  readonly ranks: readonly (number | null)[] | null;
  readonly steps: readonly string[] | null;
}

/** Steps as the words that they begin with and their labels: the text says where they are. */
function mainOf({ outcome, position, strength, ranks, details, content }: StoredAnswer): Main {
  const text = [...content];
  const steps =
    details?.steps?.map(({ start, end, label }) => `${text.slice(start, end).join('').trim()}: ${label}`) ??
    null;
  return { outcome, position, side: Math.sign(strength ?? 0), ranks, steps };
}

const none = { position: null, side: 0, ranks: null, steps: null };

function sentMain({ presented_order: order, content }: StoredAnswer, answer: Given['answer']): Main {
  switch (answer.outcome) {
    case 'scale': {
      // Seven points: the middle one is a tie, and what is left of it prefers what stood on the left.
      const shown = Math.sign(answer.position - 4);
      const outcome = shown === 0 ? 'tie' : 'preference';
      return { ...none, outcome, position: answer.position, side: order[0] === 0 ? shown : 0 - shown };
    }
    case 'ranking': {
      const ranks = order.map((_, response) => answer.ranks[order.indexOf(response)] ?? null);
      return { ...none, outcome: 'ranking', ranks };
    }
    case 'thumbs':
      return { ...none, outcome: answer.up ? 'thumbs_up' : 'thumbs_down' };
    case 'steps': {
      const paragraphs = content.split('\n\n').map((paragraph) => paragraph.trim());
      return {
        ...none,
        outcome: 'steps',
        steps: answer.labels.map((label, at) => `${paragraphs[at]}: ${label}`),
      };
    }
    default:
      return { ...none, outcome: answer.outcome };
  }
}
