import type { Span } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { useEffect } from 'react';
import type { Work } from '../../session/session.ts';
import { cover, drawsHighlights, isOfCovers } from '../../../ui/cover.ts';
import { rangesOf, sliceOf } from './phrases.ts';
import styles from './spans.module.css';

type Tone = QuestionForm['spans'][number]['tone'];

export interface Painted {
  tone: Tone | 'now';
  ranges: Range[];
}

/** Shows marks on the text without touching it, and again whenever the text is drawn anew. `now`: the one being edited. */
export function usePaintedSpans(
  work: Work,
  marks: { spans: readonly Span[]; now: Span | null; form: QuestionForm },
): void {
  const { spans, now, form } = marks;
  useEffect(() => {
    const pane = document.querySelector(`[data-assignment="${work.id}"]`);
    if (pane === null) return;
    const paint = (): void => paintAll(paintedSpans(work, { spans, now, form }));
    let frame = requestAnimationFrame(paint);
    const changes = new MutationObserver((records) => {
      if (records.every(isOfCovers)) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(paint);
    });
    changes.observe(pane, { childList: true, subtree: true, characterData: true });
    return () => {
      cancelAnimationFrame(frame);
      changes.disconnect();
      clearAll();
    };
  }, [work, spans, now, form]);
}

function paintedSpans(
  work: Work,
  { spans, now, form }: { spans: readonly Span[]; now: Span | null; form: QuestionForm },
): Painted[] {
  return spans.flatMap((span): Painted[] => {
    const tone = form.spans.find(({ key }) => key === span.label)?.tone ?? 'neutral';
    const { place, message } = span;
    const ranges = rangesOf(work, { place, message, slice: sliceOf(work, span) });
    return span === now
      ? [
          { tone, ranges },
          { tone: 'now', ranges },
        ]
      : [{ tone, ranges }];
  });
}

const tones = ['bad', 'warn', 'good', 'neutral', 'now'] as const;

/** Takes away what covers the texts now. */
let uncover: readonly (() => void)[] = [];

function paintAll(painted: readonly Painted[]): void {
  if (!drawsHighlights) {
    clearAll();
    uncover = painted.flatMap(({ tone, ranges }) =>
      ranges.map((range) => cover(range, styles[`cover_${tone}`] ?? '')),
    );
    return;
  }
  for (const tone of tones) {
    const ranges = painted.filter((one) => one.tone === tone).flatMap((one) => one.ranges);
    if (ranges.length === 0) CSS.highlights.delete(`mark-${tone}`);
    else {
      const highlight = new Highlight(...ranges);
      highlight.priority = tones.indexOf(tone);
      CSS.highlights.set(`mark-${tone}`, highlight);
    }
  }
}

function clearAll(): void {
  if (drawsHighlights) for (const tone of tones) CSS.highlights.delete(`mark-${tone}`);
  for (const away of uncover) away();
  uncover = [];
}
