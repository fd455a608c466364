import type { Message } from '@pairwright/contract/shapes';
import type { Work } from '../session/session.ts';
import type { TurnsProps } from './Turns.tsx';

/** What `Turns` needs to know of one response beside how it is to be rendered. */
export function responseTurns(work: Work, place: number): Omit<TurnsProps, 'rendering'> {
  const messages = work.responses[place]?.messages ?? [];
  return {
    messages,
    language: work.language,
    traced: work.question.form.spans.length > 0,
    judged: judgedTurn(work, messages),
    rows: alignedTurns(work),
  };
}

/** Which message of a response is judged, from 0; null where all of it is. */
export function judgedTurn(
  work: Pick<Work, 'judgeTurn' | 'question'>,
  messages: readonly Message[],
): number | null {
  const { scope } = work.question.form;
  if (scope === 'conversation' || messages.length === 0) return null;
  const last = messages.length - 1;
  return scope === 'marked_turn' && work.judgeTurn !== null ? Math.min(work.judgeTurn, last) : last;
}

/** How many rows the answers have beside each other, where one of them is a conversation; null where none is. */
export function alignedTurns({ responses }: Pick<Work, 'responses'>): number | null {
  const most = Math.max(...responses.map(({ messages }) => messages.length));
  return most > 1 ? most : null;
}
