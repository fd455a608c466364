import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { read } from '../../../../api/queries.ts';
import type { QuestionDraft } from '../question-draft.ts';
import { changesOf } from './form-changes.ts';
import { sendable } from './form-draft.ts';
import styles from './form.module.css';
import { useSpeaker } from './FormFacts.tsx';

interface Props {
  projectId: string;
  base: QuestionDraft;
  draft: QuestionDraft;
}

/** What publishing the draft would change, and which comparisons would rest or come back. */
export function Changes({ projectId, base, draft }: Props) {
  const speaker = useSpeaker();
  const { t } = speaker;
  const id = useId();
  const changes = changesOf(base, sendable(draft), speaker);
  const { kind } = draft.form.main;
  const fit = useQuery({
    ...read('countFitting', { params: { projectId }, query: { kind } }),
    enabled: kind !== base.form.main.kind,
  });
  return (
    <section className={styles['changes']} aria-labelledby={id}>
      <h3 id={id}>{t('console-question.changes')}</h3>
      {changes.length === 0 ? (
        <p className="muted">{t('console-question.changes_none')}</p>
      ) : (
        <>
          <ul className={styles['facts']}>
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
          <p className="muted">{t('console-question.changes_why')}</p>
        </>
      )}
      <div aria-live="polite">
        {fit.data === undefined || kind === base.form.main.kind ? null : (
          <>
            <p>
              {fit.data.rests === 0
                ? t('console-question.fits_all')
                : t('console-question.rests', { count: fit.data.rests })}
            </p>
            {fit.data.returns === 0 ? null : (
              <p>{t('console-question.returns', { count: fit.data.returns })}</p>
            )}
          </>
        )}
      </div>
    </section>
  );
}
