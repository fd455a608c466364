import type { Span } from '@pairwright/contract/judgment';
import { useEffect, useState } from 'react';
import { useLocale, useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { announce } from '../../../ui/live-region.ts';
import type { PartProps } from '../part-props.ts';
import { usePartShortcut } from '../use-part-shortcut.ts';
import { usePaintedSpans } from './paint.ts';
import { PhraseBar } from './PhraseBar.tsx';
import { contentOf, inReadingOrder, mostSpans, rangesOf, sliceOf, spanAt, spanOf } from './phrases.ts';
import type { Phrase } from './phrases.ts';
import { SpanList } from './SpanList.tsx';
import styles from './spans.module.css';
import { useSelectedPhrase } from './use-phrase.ts';
import { beginSteps, phraseOfSteps, useStepKeys } from './use-word-steps.ts';
import type { WordSteps } from './use-word-steps.ts';

/** Marks on phrases of the answers: selecting on the page, by mouse, touch or keyboard, and the list of what was marked. */
export function SpanPart(props: PartProps) {
  const t = useT();
  const { work, form } = props;
  const marking = useMarking(props);
  const { spans, steps } = marking;
  return (
    <section className={styles['part']} aria-label={t('labeling-turns.marks')}>
      <div className={styles['head']}>
        <span className="muted">{t('labeling-turns.marks_hint')}</span>
        <Button
          size="small"
          icon="keyboard"
          aria-pressed={steps !== null}
          aria-keyshortcuts="K"
          onClick={marking.toggleSteps}
        >
          {t('labeling-turns.key_mark')}
        </Button>
      </div>
      <SpanList
        work={work}
        form={form}
        spans={inReadingOrder(spans)}
        onOpen={marking.open}
        onDelete={(span) => marking.replace(span, null)}
      />
      <Bar {...props} marking={marking} />
    </section>
  );
}

/** The bar beside the mark being edited, else beside what is selected. */
function Bar({ work, form, marking }: PartProps & { marking: ReturnType<typeof useMarking> }) {
  const { now, phrase, steps, replace, refusal, mark, open, leave } = marking;
  if (now !== null) {
    const { place, message, start, end } = now;
    return (
      <PhraseBar
        key={`${place} ${message} ${start} ${end}`}
        work={work}
        form={form}
        phrase={{ place, message, slice: sliceOf(work, now) }}
        span={now}
        refusal={null}
        withKeys={false}
        onLabel={(at) => replace(now, { ...now, label: form.spans[at]?.key ?? now.label })}
        onNote={(note) => replace(now, { ...now, note: note === '' ? null : note }, `note ${start} ${end}`)}
        onDelete={() => replace(now, null)}
        onClose={() => open(null)}
      />
    );
  }
  if (phrase === null) return null;
  return (
    <PhraseBar
      work={work}
      form={form}
      phrase={phrase}
      span={null}
      refusal={refusal}
      withKeys={steps !== null}
      onLabel={mark}
      onClose={leave}
    />
  );
}

/** What is marked, selected and edited, and how that changes. */
function useMarking({ desk, work, form }: PartProps) {
  const t = useT();
  const { spans } = desk.entry.details;
  const [selected, setSelected] = useSelectedPhrase(work);
  const [edited, setEdited] = useState<Span | null>(null);
  const [steps, setSteps] = useState<WordSteps | null>(null);
  // Undo may have taken it away.
  const now = edited !== null && spans.includes(edited) ? edited : null;
  const phrase = steps === null ? selected : phraseOfSteps(steps);
  const change = (next: readonly Span[], merge?: string): void =>
    desk.change((entry) => ({ ...entry, details: { ...entry.details, spans: [...next] } }), merge);
  const { mark, refusal } = useMark(
    { desk, work, form },
    {
      phrase,
      change,
      onMarked: (span) => {
        setSelected(null);
        setEdited(span);
      },
    },
  );
  const open = (span: Span | null): void => {
    setEdited(span);
    if (span !== null) bringIntoView(rangesOf(work, { ...span, slice: sliceOf(work, span) })[0]);
  };
  const replace = (span: Span, next: Span | null, merge?: string): void => {
    const others = spans.flatMap((one) => (one !== span ? [one] : next === null ? [] : [next]));
    change(others, merge);
    setEdited(next);
  };
  const leave = (): void => {
    setSteps(null);
    setSelected(null);
    getSelection()?.removeAllRanges();
  };
  const toggleSteps = (): void => {
    const begun = steps === null ? beginSteps(work, selected) : null;
    setSteps(begun);
    announce(t(begun === null ? 'labeling-turns.steps_off' : 'labeling-turns.steps_on'));
  };
  useStepKeys(work, now === null ? steps : null, {
    move: (next) => {
      setSteps(next);
      announce(textOf(work, phraseOfSteps(next)));
    },
    label: mark,
    leave,
  });
  usePartShortcut('mark', 'k', { label: 'labeling-turns.key_mark', run: toggleSteps });
  usePaintedSpans(work, { spans, now, form });
  useMarkClicks(work, spans, open);
  return { spans, now, phrase, steps, refusal, mark, open, replace, leave, toggleSteps };
}

interface MarkOptions {
  phrase: Phrase | null;
  change: (spans: readonly Span[]) => void;
  onMarked: (span: Span) => void;
}

/** Marks the phrase with a label by its place in the form, or says why that is not possible. */
function useMark({ desk, work, form }: PartProps, { phrase, change, onMarked }: MarkOptions) {
  const t = useT();
  const locale = useLocale();
  const { spans } = desk.entry.details;
  const refusal =
    phrase !== null && spanOf(work, phrase, 'a') === null
      ? t('labeling-turns.phrase_too_long')
      : spans.length >= mostSpans
        ? t('labeling-turns.too_many_marks', { count: mostSpans })
        : null;
  const mark = (index: number): void => {
    const label = form.spans[index];
    if (phrase === null || label === undefined) return;
    if (refusal !== null) return announce(refusal);
    const made = spanOf(work, phrase, label.key);
    if (made === null) return;
    const known = spans.find(
      ({ place, message, start, end, label: key }) =>
        place === made.place &&
        message === made.message &&
        start === made.start &&
        end === made.end &&
        key === made.label,
    );
    if (known === undefined) change([...spans, made]);
    getSelection()?.removeAllRanges();
    onMarked(known ?? made);
    announce(t('labeling-turns.marked', { label: label.label[locale], quote: made.quote }));
  };
  return { mark, refusal };
}

/** A click on marked text opens its mark. */
function useMarkClicks(work: PartProps['work'], spans: readonly Span[], open: (span: Span) => void): void {
  useEffect(() => {
    const onClick = (event: MouseEvent): void => {
      if (getSelection()?.isCollapsed === false || spans.length === 0) return;
      const point = pointAt(event);
      const span = point === null ? undefined : spans[spanAt(work, spans, point)];
      if (span !== undefined) open(span);
    };
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  });
}

function pointAt({ clientX, clientY }: MouseEvent): { node: Node; offset: number } | null {
  // Safari knows only the older name.
  if ('caretPositionFromPoint' in document) {
    const found = document.caretPositionFromPoint(clientX, clientY);
    return found === null ? null : { node: found.offsetNode, offset: found.offset };
  }
  const range = (document as Document).caretRangeFromPoint(clientX, clientY);
  return range === null ? null : { node: range.startContainer, offset: range.startOffset };
}

function bringIntoView(range: Range | undefined): void {
  const node = range?.startContainer;
  (node instanceof Element ? node : node?.parentElement)?.scrollIntoView({ block: 'center' });
}

function textOf(work: PartProps['work'], { slice, ...at }: Phrase): string {
  return contentOf(work, at)?.slice(slice.from, slice.to) ?? '';
}
