import { sensitiveCategories } from '@pairwright/domain/sensitive';
import type { SensitiveCategory } from '@pairwright/contract/shapes';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read, useWrite } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Card } from '../../ui/Card.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { Checkbox, Select } from '../../ui/Field.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { explainProblem } from '../../api/problem.ts';
import { setPace, usePace } from './pace.ts';
import type { Pace } from './pace.ts';
import { WorkNav } from './WorkNav.tsx';
import styles from './work.module.css';

export default function WorkPreferencesPage() {
  const t = useT();
  usePageTitle(t('work-life.nav_preferences'));
  return (
    <>
      <h1>{t('work-life.preferences_title')}</h1>
      <WorkNav />
      <div className={styles['cards']}>
        <PaceCard />
        <OptOutCard />
      </div>
    </>
  );
}

const choices = {
  breakMinutes: [25, 50, 90],
  breakJudgments: [50, 100, 200],
  dailyGoal: [50, 100, 200, 400],
} as const satisfies Record<keyof Pace, readonly number[]>;

function PaceCard() {
  const t = useT();
  const pace = usePace();
  const select = (key: keyof Pace) => (
    <Select
      label={t(`work-life.${key}`)}
      value={String(pace[key] ?? 0)}
      options={[
        { value: '0', label: t(`work-life.${key}_off`) },
        ...choices[key].map((value) => ({
          value: String(value),
          label: t(`work-life.${key}_value`, { count: value }),
        })),
      ]}
      onChange={(value) => setPace({ [key]: value === '0' ? null : Number(value) })}
    />
  );
  return (
    <Card title={t('work-life.pace')}>
      <p className="muted">{t('work-life.pace_why')}</p>
      {select('breakMinutes')}
      {select('breakJudgments')}
      {select('dailyGoal')}
    </Card>
  );
}

function OptOutCard() {
  const t = useT();
  const settings = useQuery(read('getMySettings', {}));
  const save = useWrite('updateMySettings', ['getMySettings', 'listMyProjects']);
  const [chosen, setChosen] = useState<SensitiveCategory[] | null>(null);
  if (settings.error !== null)
    return <ProblemState error={settings.error} onRetry={() => void settings.refetch()} />;
  if (settings.data === undefined) return <Skeleton lines={6} />;
  const optOut = chosen ?? settings.data.optOut;
  const toggle = (category: SensitiveCategory, away: boolean): void => {
    const next = away ? [...optOut, category] : optOut.filter((other) => other !== category);
    setChosen(next);
    // What could not be saved is not shown as if it were.
    save.mutate({ body: { optOut: next } }, { onError: () => setChosen(null) });
  };
  const problem = save.error === null ? null : explainProblem(save.error, t);
  return (
    <Card title={t('work-life.opt_out')}>
      <p className="muted">{t('work-life.opt_out_why')}</p>
      {sensitiveCategories.map((category) => (
        <Checkbox
          key={category}
          label={t(`work-life.sensitive_${category}`)}
          checked={optOut.includes(category)}
          onChange={(away) => toggle(category, away)}
        />
      ))}
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
    </Card>
  );
}
