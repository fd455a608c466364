import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read } from '../../api/queries.ts';
import { usePace } from '../../features/my-work/pace.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Icon } from '../../ui/Icon.tsx';
import styles from './life.module.css';

interface GoalProps {
  projectId: string;
  /** Given in this project today. */
  doneToday: number;
}

/** How far the person's own goal for the day is, in all projects together; nothing without a goal. */
export function Goal({ projectId, doneToday }: GoalProps) {
  const t = useT();
  const { dailyGoal } = usePace();
  const [today] = useState(() => new Date().toISOString().slice(0, 10));
  const time = useQuery({
    ...read('getMyTime', { query: { days: 7 } }),
    enabled: dailyGoal !== null,
    staleTime: Infinity,
  });
  if (dailyGoal === null) return null;
  const elsewhere = (time.data?.items ?? [])
    .filter((item) => item.day === today && item.projectId !== projectId)
    .reduce((sum, { judgments }) => sum + judgments, 0);
  const done = elsewhere + doneToday;
  return (
    <span className={styles['goal']}>
      {done >= dailyGoal ? <Icon name="check" /> : null}
      {t('work-life.goal_progress', { done, goal: dailyGoal })}
    </span>
  );
}
