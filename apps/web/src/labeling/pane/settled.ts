import type { Work } from '../session/session.ts';

/** A pair that is being laid out beforehand: its prompt and so many of its answers, one with the prompt. */
export interface Ahead {
  work: Work;
  answers: number;
}

/** What is laid out beside the pair at hand. */
export interface Settled {
  current: Work | null;
  previous: Work | null;
  ahead: readonly Ahead[];
}

export interface Wanted extends Omit<Settled, 'ahead'> {
  next: Work | null;
  afterNext: Work | null;
}

export const nothingSettled: Settled = { current: null, previous: null, ahead: [] };

/**
 * The next step towards what is wanted; null once all of it is there. First what is seen no more makes room, then the next
 * pair comes and the one after it, each part by part, so that no step takes long.
 */
export function towards(before: Settled, { current, previous, next, afterNext }: Wanted): Settled | null {
  const wanted = [next, afterNext].filter((work) => work !== null);
  const known = (work: Work): Ahead | undefined => before.ahead.find((one) => one.work.id === work.id);
  if (before.current !== current || before.previous !== previous)
    return {
      current,
      previous,
      ahead: wanted.flatMap((work) => known(work) ?? wasThere(before, work) ?? []),
    };
  const lacking = wanted.find((work) => known(work)?.work !== work || known(work)?.answers !== count(work));
  if (lacking !== undefined) {
    const answers = Math.min(count(lacking), (known(lacking)?.answers ?? 0) + 1);
    const others = before.ahead.filter(({ work }) => work.id !== lacking.id);
    return { current, previous, ahead: [...others, { work: lacking, answers }] };
  }
  const ahead = before.ahead.filter(({ work }) => wanted.includes(work));
  return ahead.length === before.ahead.length ? null : { ...before, ahead };
}

/** A pair that is seen. */
export function inFull(work: Work | null): Ahead | null {
  return work === null ? null : { work, answers: count(work) };
}

/** After an undo what was at hand is the next. */
function wasThere({ current, previous }: Settled, { id }: Work): Ahead | null {
  return inFull([current, previous].find((work) => work?.id === id) ?? null);
}

function count({ responses }: Work): number {
  return responses.length;
}
