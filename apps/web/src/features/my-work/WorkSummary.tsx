import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { Figure } from './Figure.tsx';
import { usePace } from './pace.ts';
import { sumOf } from './time.ts';
import styles from './work.module.css';

/** Today and the last seven days, and how far the person's own goal is. */
export function WorkSummary() {
  const t = useT();
  const formats = useFormats();
  const { dailyGoal } = usePace();
  const time = useQuery({ ...read('getMyTime', { query: { days: 7 } }), refetchOnMount: 'always' });
  // When the numbers came, not when they are drawn: days are in UTC, as the server has them.
  const today = new Date(time.dataUpdatedAt).toISOString().slice(0, 10);
  if (time.data === undefined) return null;
  const todays = sumOf(time.data.items.filter(({ day }) => day === today));
  const week = sumOf(time.data.items);
  if (week.judgments === 0) return null;
  return (
    <section aria-label={t('work-life.summary')} className={styles['summary']}>
      <dl className={styles['numbers']}>
        <Figure label={t('work-life.today')} value={formats.number(todays.judgments)} />
        <Figure label={t('work-life.week')} value={formats.number(week.judgments)} />
        <Figure label={t('work-life.week_time')} value={t('work-life.minutes', { count: week.minutes })} />
      </dl>
      {dailyGoal === null ? null : (
        <ProgressBar
          label={t('work-life.goal_progress', { done: todays.judgments, goal: dailyGoal })}
          value={todays.judgments}
          max={dailyGoal}
        />
      )}
    </section>
  );
}
