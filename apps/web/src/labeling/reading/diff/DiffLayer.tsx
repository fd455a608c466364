import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { IconButton } from '../../../ui/Button.tsx';
import type { Attention } from '../../session/attention.ts';
import { paint } from '../paint.ts';
import styles from '../reading.module.css';
import { mapText, rangesOf } from '../text-map.ts';
import type { TextMap } from '../text-map.ts';
import { useVisibleText } from '../use-visible-text.ts';
import { setView } from '../view.ts';
import { diffWords } from './diff-words.ts';
import type { DiffOutcome } from './word-diff.ts';

type Found = { onlyA: number; onlyB: number } | 'comparing' | 'failed' | 'too_long' | 'too_different';

interface DiffLayerProps {
  stage: RefObject<HTMLElement | null>;
  attention: Attention;
}

/** Marks in place what only one of the two answers says, for as long as it is mounted. */
export function DiffLayer({ stage, attention }: DiffLayerProps) {
  const t = useT();
  const [found, setFound] = useState<Found>('comparing');
  const running = useRef<AbortController | null>(null);
  useVisibleText(stage, true, (pane) => {
    running.current?.abort();
    const mine = (running.current = new AbortController());
    const maps = [...pane.querySelectorAll('[data-text]')].map(mapText);
    const [a, b] = maps;
    if (a === undefined || b === undefined) return;
    diffWords(a.text, b.text, { signal: mine.signal }).then(
      (outcome) => setFound(show(outcome, a, b)),
      () => {
        if (!mine.signal.aborted) setFound('failed');
      },
    );
  });
  const marked = typeof found === 'object' && found.onlyA + found.onlyB > 0;
  useEffect(() => {
    if (!marked) return;
    attention.diff(true, performance.now());
    return () => attention.diff(false, performance.now());
  }, [attention, marked]);
  useEffect(
    () => () => {
      running.current?.abort();
      paint('only-a', []);
      paint('only-b', []);
    },
    [],
  );
  return (
    <div className={styles['strip']} role="group" aria-label={t('labeling-reading.diff')}>
      <span role="status">
        {typeof found === 'string'
          ? t(`labeling-reading.diff_${found}`)
          : marked
            ? t('labeling-reading.diff_found')
            : t('labeling-reading.diff_none')}
      </span>
      {typeof found === 'object' && marked ? (
        <>
          <span className={styles['legendA']}>
            {t('labeling-reading.diff_only_a', { count: found.onlyA })}
          </span>
          <span className={styles['legendB']}>
            {t('labeling-reading.diff_only_b', { count: found.onlyB })}
          </span>
        </>
      ) : null}
      <IconButton
        size="small"
        icon="close"
        label={t('labeling-reading.diff_close')}
        shortcut="D"
        onClick={() => setView({ diff: null })}
      />
    </div>
  );
}

/** Marks what was found in both texts, and counts the places. */
function show(outcome: DiffOutcome, a: TextMap, b: TextMap): Found {
  const parts = typeof outcome === 'string' ? [] : outcome;
  const removed = parts.filter(({ kind, text }) => kind === 'removed' && text.trim() !== '');
  const added = parts.filter(({ kind, text }) => kind === 'added' && text.trim() !== '');
  paint(
    'only-a',
    removed.flatMap((part) => rangesOf(a, ...part.a)),
  );
  paint(
    'only-b',
    added.flatMap((part) => rangesOf(b, ...part.b)),
  );
  return typeof outcome === 'string' ? outcome : { onlyA: removed.length, onlyB: added.length };
}
