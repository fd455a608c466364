import type { Span } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import { useEffect } from 'react';
import type { Work } from '../../session/session.ts';
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
    const paint = (): void => paintAll(pane, paintedSpans(work, { spans, now, form }));
    let frame = requestAnimationFrame(paint);
    const again = (records?: readonly MutationRecord[]): void => {
      if (records?.every((record) => isOurs(record)) === true) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(paint);
    };
    const changes = new MutationObserver(again);
    changes.observe(pane, { childList: true, subtree: true, characterData: true });
    const size = new ResizeObserver(() => again());
    size.observe(pane);
    return () => {
      cancelAnimationFrame(frame);
      changes.disconnect();
      size.disconnect();
      clearAll(pane);
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

function paintAll(pane: Element, painted: readonly Painted[]): void {
  if ('highlights' in CSS) {
    for (const tone of tones) {
      const ranges = painted.filter((one) => one.tone === tone).flatMap((one) => one.ranges);
      if (ranges.length === 0) CSS.highlights.delete(`mark-${tone}`);
      else {
        const highlight = new Highlight(...ranges);
        highlight.priority = tones.indexOf(tone);
        CSS.highlights.set(`mark-${tone}`, highlight);
      }
    }
    return;
  }
  clearAll(pane);
  for (const { tone, ranges } of painted) for (const range of ranges) cover(range, tone);
}

function clearAll(pane: Element): void {
  if ('highlights' in CSS) for (const tone of tones) CSS.highlights.delete(`mark-${tone}`);
  for (const layer of pane.querySelectorAll('[data-marks]')) layer.remove();
}

function isOurs({ addedNodes, removedNodes, target }: MutationRecord): boolean {
  const isLayer = (node: Node): boolean => node instanceof HTMLElement && 'marks' in node.dataset;
  return (
    isLayer(target) ||
    ([...addedNodes, ...removedNodes].every(isLayer) && addedNodes.length + removedNodes.length > 0)
  );
}

/** Where a browser has no highlights of its own: boxes over the text, in a layer that scrolls with it. */
function cover(range: Range, tone: Painted['tone']): void {
  const start = range.startContainer;
  const holder = (start instanceof Element ? start : start.parentElement)?.closest<HTMLElement>(
    '[data-text]',
  );
  if (holder == null) return;
  const layer = holder.querySelector('[data-marks]') ?? addLayer(holder);
  const origin = layer.getBoundingClientRect();
  for (const box of range.getClientRects()) {
    const mark = document.createElement('mark');
    mark.className = [styles['cover'], styles[`cover_${tone}`]].join(' ');
    mark.style.left = `${box.left - origin.left}px`;
    mark.style.top = `${box.top - origin.top}px`;
    mark.style.width = `${box.width}px`;
    mark.style.height = `${box.height}px`;
    layer.append(mark);
  }
}

function addLayer(holder: HTMLElement): HTMLElement {
  const layer = document.createElement('div');
  layer.dataset['marks'] = '';
  layer.className = styles['layer'] ?? '';
  layer.setAttribute('aria-hidden', 'true');
  holder.style.position = 'relative';
  holder.append(layer);
  return layer;
}
