import { useEffect } from 'react';
import type { Translate } from '../../i18n/use-i18n.ts';
import { whileIdle } from '../../ui/idle.ts';
import { prepareMarkdown } from '../../ui/markdown/prepare.ts';
import type { SessionState, Work } from '../session/session.ts';
import { longConversation } from './turns/near.ts';

/** How many pairs ahead have their texts parsed. */
const ahead = 3;
/** How many turns of a long conversation: those that stand in view, at its end. */
const lastTurns = 12;

interface Wanted {
  /** Texts are shown formatted. */
  markdown: boolean;
  /** What is rarer may load. */
  later: boolean;
}

/** Parses the texts of the coming pairs when the browser has nothing else to do. */
export function usePreparedText(session: SessionState, t: Translate, { markdown, later }: Wanted): void {
  const { queue, works } = session;
  useEffect(() => {
    if (!markdown) return;
    const texts = queue.slice(1, 1 + ahead).flatMap((id) => textsOf(works.get(id)));
    const whole = new AbortController();
    void prepareAll(texts, { t, beside: later }, whole.signal);
    return () => whole.abort();
  }, [queue, works, t, markdown, later]);
}

async function prepareAll(
  texts: readonly { text: string; traced: boolean }[],
  how: { t: Translate; beside: boolean },
  signal: AbortSignal,
): Promise<void> {
  const left: (() => void)[][] = [];
  for (const { text, traced } of texts) {
    left.push(await prepareMarkdown(text, { ...how, traced }));
    if (signal.aborted) return;
  }
  // All texts first: one that lacks a formula is drawn sooner than one that is not parsed.
  for (const pieces of left) await untilDone(pieces, signal);
}

/** Takes out and does one piece after the other while the browser is idle; ends early where `signal` says so. */
function untilDone(pieces: (() => void)[], signal: AbortSignal): Promise<void> {
  if (pieces.length === 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = whileIdle(() => {
      pieces.shift()?.();
      if (pieces.length === 0) resolve();
      return pieces.length > 0;
    });
    signal.addEventListener('abort', () => {
      stop();
      resolve();
    });
  });
}

/** The prompt's texts, and those of the responses in the way they will be read. */
function textsOf(work: Work | undefined): { text: string; traced: boolean }[] {
  if (work === undefined) return [];
  const traced = work.question.form.spans.length > 0;
  const texts = (messages: Work['prompt'], how: { traced: boolean }) =>
    messages
      .slice(messages.length > longConversation ? -lastTurns : 0)
      .flatMap(({ content }) => (content === null || content === '' ? [] : [{ text: content, ...how }]));
  return [
    ...texts(work.prompt, { traced: false }),
    ...work.responses.flatMap(({ messages }) => texts(messages, { traced })),
  ];
}
