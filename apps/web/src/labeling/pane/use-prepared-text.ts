import { useEffect } from 'react';
import type { Translate } from '../../i18n/use-i18n.ts';
import { prepareMarkdown } from '../../ui/markdown/Markdown.tsx';
import type { SessionState, Work } from '../session/session.ts';

/** How many pairs ahead have their texts parsed. */
const ahead = 3;

/** Parses the texts of the coming pairs when the browser has nothing else to do. */
export function usePreparedText(session: SessionState, t: Translate, wanted: boolean): void {
  const { queue, works } = session;
  useEffect(() => {
    if (!wanted) return;
    const texts = queue.slice(1, 1 + ahead).flatMap((id) => textsOf(works.get(id)));
    let next = 0;
    let handle = 0;
    const prepareOne = (): void => {
      const text = texts[next];
      if (text === undefined) return;
      next += 1;
      prepareMarkdown(text.text, t, text);
      handle = whenIdle(prepareOne);
    };
    handle = whenIdle(prepareOne);
    return () => cancelIdle(handle);
  }, [queue, works, t, wanted]);
}

/** The prompt's texts, and those of the responses in the way they will be read. */
function textsOf(work: Work | undefined): { text: string; traced: boolean }[] {
  if (work === undefined) return [];
  const traced = work.question.form.spans.length > 0;
  const texts = (messages: Work['prompt'], how: { traced: boolean }) =>
    messages.flatMap(({ content }) =>
      content === null || content === '' ? [] : [{ text: content, ...how }],
    );
  return [
    ...texts(work.prompt, { traced: false }),
    ...work.responses.flatMap(({ messages }) => texts(messages, { traced })),
  ];
}

// Safari has no idle callbacks.
function whenIdle(callback: () => void): number {
  return 'requestIdleCallback' in window
    ? requestIdleCallback(callback, { timeout: 1000 })
    : setTimeout(callback, 50);
}

function cancelIdle(handle: number): void {
  if ('cancelIdleCallback' in window) cancelIdleCallback(handle);
  else clearTimeout(handle);
}
