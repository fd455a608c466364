import { useEffect, useState } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { diffWords } from '../../reading/diff/diff-words.ts';
import type { DiffOutcome } from '../../reading/diff/word-diff.ts';
import styles from './rewrite.module.css';

/** What was taken out and put in, by words; Chinese by its words too. Computed beside the page. */
export function Changes({ before, after }: { before: string; after: string }) {
  const t = useT();
  const [found, setFound] = useState<{ outcome: DiffOutcome | 'failed'; after: string } | null>(null);
  useEffect(() => {
    const over = new AbortController();
    diffWords(before, after, { signal: over.signal }).then(
      (outcome) => setFound({ outcome, after }),
      () => {
        if (!over.signal.aborted) setFound({ outcome: 'failed', after });
      },
    );
    return () => over.abort();
  }, [before, after]);
  if (found === null) return null;
  const { outcome } = found;
  if (typeof outcome === 'string') return <p className="muted">{t(`labeling-turns.changes_${outcome}`)}</p>;
  if (outcome.every(({ kind }) => kind === 'same'))
    return <p className="muted">{t('labeling-turns.changes_none')}</p>;
  return (
    <div className={styles['changes']}>
      {outcome.map(({ kind, text }, index) => {
        if (kind === 'same') return <span key={index}>{text}</span>;
        return kind === 'removed' ? <del key={index}>{text}</del> : <ins key={index}>{text}</ins>;
      })}
    </div>
  );
}
