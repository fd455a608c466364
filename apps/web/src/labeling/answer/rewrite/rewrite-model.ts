import type { Answer, Rewrite } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { Work } from '../../session/session.ts';

/** What an answer is when it is rewritten: its last message. */
export function sourceText(work: Pick<Work, 'responses'>, place: number | null): string {
  return place === null ? '' : (work.responses[place]?.messages.at(-1)?.content ?? '');
}

/** The answers from the preferred one down, each group tied; only the sides that the choice tells apart. */
export function preferredOrder(form: QuestionForm, answer: Answer | null, responses: number): number[][] {
  if (responses === 1) return [[0]];
  if (answer?.outcome === 'scale' && form.main.kind === 'pair') {
    const middle = (form.main.scale.points + 1) / 2;
    if (answer.position === middle) return [[0, 1]];
    return answer.position < middle ? [[0], [1]] : [[1], [0]];
  }
  if (answer?.outcome === 'tie') return [[0, 1]];
  if (answer?.outcome !== 'ranking') return [];
  const { ranks } = answer;
  const used = [...new Set(ranks.filter((rank) => rank !== null && rank > 0))].sort(
    (one, other) => Number(one) - Number(other),
  );
  const unacceptable = ranks.includes(0) ? [0] : [];
  return [...used, ...unacceptable].map((rank) =>
    ranks.flatMap((one, place) => (one === rank ? [place] : [])),
  );
}

/** What to begin with: the preferred answer, or the first while nothing is preferred. */
export function preferredPlace(form: QuestionForm, answer: Answer | null, responses: number): number {
  return preferredOrder(form, answer, responses)[0]?.[0] ?? 0;
}

/** Why a text is no rewrite yet. */
export type NoRewrite = 'empty' | 'same';

export function whyNoRewrite(text: string, source: string): NoRewrite | null {
  if (text.trim() === '') return 'empty';
  return text === source ? 'same' : null;
}

/**
 * The rewrite as it is kept, null for what is none. A new id for each text: one that was given once belongs to its text
 * for ever, and the same text from the same answer is the same rewrite.
 */
export function nextRewrite(
  before: Rewrite | null,
  next: { text: string; place: number | null; source: string },
  freshId: () => string,
): Rewrite | null {
  const { text, place, source } = next;
  if (whyNoRewrite(text, source) !== null) return null;
  if (before?.content === text && before.place === place) return before;
  return { responseId: freshId(), place, content: text };
}
