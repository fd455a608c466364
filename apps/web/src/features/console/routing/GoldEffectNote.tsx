import type { GoldEffect } from '@pairwright/contract/gold';
import { Link } from 'wouter';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import styles from '../shared/console.module.css';

/** What changing or taking back a known answer did to the people who had answered it; nothing where it did nothing. */
export function GoldEffectNote({ projectId, effect }: { projectId: string; effect: GoldEffect }) {
  const t = useT();
  const { answers, people, stopped, failedExam } = effect;
  if (answers === 0) return null;
  const named = (person: { userId: string; name: string }) => (
    <Link href={paths.annotator(projectId, person.userId)}>
      <bdi dir="auto">{person.name}</bdi>
    </Link>
  );
  return (
    <div role="status">
      <p>{t('console-routing.gold_regraded', { answers, people })}</p>
      {stopped.length === 0 ? null : (
        <>
          <p>{t('console-routing.gold_regraded_stopped')}</p>
          <ul className={styles['lines']}>
            {stopped.map((person) => (
              <li key={person.userId}>
                {named(person)}: {t(`console-routing.action_${person.action}`)}
              </li>
            ))}
          </ul>
        </>
      )}
      {failedExam.length === 0 ? null : (
        <>
          <p>{t('console-routing.gold_regraded_failed')}</p>
          <ul className={styles['lines']}>
            {failedExam.map((person) => (
              <li key={person.userId}>{named(person)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
