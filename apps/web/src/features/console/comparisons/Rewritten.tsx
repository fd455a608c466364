import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { useMemo } from 'react';
import { useT } from '../../../i18n/use-i18n.ts';
import { compareWords } from '../../../labeling/reading/diff/word-diff.ts';
import styles from './said.module.css';
import type { SeenComparison } from './seen.ts';

interface Props {
  rewrite: NonNullable<CanonicalDetails['rewrite']>;
  comparison: SeenComparison;
}

/** Comparing stops after this: the text is then shown as it is. */
const patienceMs = 500;

/** An annotator's better answer; where it came from another one, word by word against that. */
export default function Rewritten({ rewrite, comparison }: Props) {
  const t = useT();
  const parent = rewrite.parent === null ? null : (comparison.responses[rewrite.parent] ?? null);
  const before = parent?.messages?.at(-1)?.content ?? null;
  const parts = useMemo(
    () => (before === null ? null : compareWords(before, rewrite.content, patienceMs)),
    [before, rewrite.content],
  );
  if (parent === null || parts === null || typeof parts === 'string') {
    const why = parent === null ? 'rewrite_from_nothing' : 'rewrite_no_diff';
    return (
      <>
        <p className="muted">{t(`console-question.${why}`)}</p>
        <p className={styles['text']} dir="auto">
          {rewrite.content}
        </p>
      </>
    );
  }
  return (
    <>
      <p className="muted">{t('console-question.rewrite_of', { model: parent.model })}</p>
      <p className={styles['text']} dir="auto">
        {parts.map(({ kind, text, a, b }) => {
          const key = `${kind} ${a[0]} ${b[0]}`;
          if (kind === 'added') return <ins key={key}>{text}</ins>;
          return kind === 'removed' ? <del key={key}>{text}</del> : <span key={key}>{text}</span>;
        })}
      </p>
    </>
  );
}
