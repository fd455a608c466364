import type { Earnings, WorkDay } from '@pairwright/contract/working-life';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useLocale, useT } from '../../i18n/use-i18n.ts';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Table } from '../../ui/Table.tsx';
import { CorrectTimeDialog } from './CorrectTimeDialog.tsx';
import { amountOf, minutesOf } from './time.ts';
import { WorkNav } from './WorkNav.tsx';

export default function TimePage() {
  const t = useT();
  usePageTitle(t('work-life.nav_time'));
  return (
    <>
      <h1>{t('work-life.time_title')}</h1>
      <WorkNav />
      <EarningsCard />
      <TimeCard />
    </>
  );
}

/** Where nothing is paid by the judgment there is no such card, rather than zeros. */
function EarningsCard() {
  const t = useT();
  const locale = useLocale();
  const formats = useFormats();
  const earnings = useQuery({ ...read('getMyEarnings', {}), refetchOnMount: 'always' });
  if (earnings.error !== null)
    return <ProblemState error={earnings.error} onRetry={() => void earnings.refetch()} />;
  if (earnings.data === undefined || earnings.data.items.length === 0) return null;
  const amount = (row: Earnings, judgments: number): string =>
    t('work-life.amount', { count: formats.number(judgments), amount: amountOf(row, judgments, locale) });
  return (
    <Card title={t('work-life.earnings')}>
      <p className="muted">{t('work-life.earnings_how')}</p>
      <Table<Earnings>
        caption={t('work-life.earnings_table')}
        hideCaption
        rows={earnings.data.items}
        rowKey={(row) => `${row.projectId} ${row.currency} ${row.perJudgmentMicros}`}
        columns={[
          { key: 'project', header: t('work-life.project'), rowHeader: true, cell: (row) => row.projectName },
          {
            key: 'rate',
            header: t('work-life.rate'),
            align: 'end',
            cell: (row) => amountOf(row, 1, locale),
          },
          {
            key: 'accepted',
            header: t('work-life.accepted'),
            align: 'end',
            cell: (row) => amount(row, row.accepted),
          },
          {
            key: 'pending',
            header: t('work-life.pending'),
            align: 'end',
            cell: (row) => amount(row, row.pending),
          },
          {
            key: 'disputed',
            header: t('work-life.in_dispute'),
            align: 'end',
            cell: (row) => amount(row, row.disputed),
          },
        ]}
      />
    </Card>
  );
}

function TimeCard() {
  const t = useT();
  const formats = useFormats();
  const [correcting, setCorrecting] = useState<WorkDay | null>(null);
  const time = useQuery({ ...read('getMyTime', { query: { days: 31 } }), refetchOnMount: 'always' });
  if (time.error !== null) return <ProblemState error={time.error} onRetry={() => void time.refetch()} />;
  if (time.data === undefined) return <Skeleton lines={6} />;
  if (time.data.items.length === 0)
    return <EmptyState title={t('work-life.time_none')}>{t('work-life.time_none_why')}</EmptyState>;
  return (
    <Card title={t('work-life.time_by_day')}>
      <p className="muted">{t('work-life.time_how')}</p>
      <Table<WorkDay>
        caption={t('work-life.time_table')}
        hideCaption
        cards
        rows={time.data.items}
        rowKey={(row) => `${row.day} ${row.projectId}`}
        columns={[
          {
            key: 'day',
            header: t('work-life.day'),
            rowHeader: true,
            cell: (row) => formats.date(`${row.day}T12:00:00Z`),
          },
          { key: 'project', header: t('work-life.project'), cell: (row) => row.projectName },
          {
            key: 'judgments',
            header: t('work-life.judgments'),
            align: 'end',
            cell: (row) => formats.number(row.judgments),
          },
          {
            key: 'time',
            header: t('work-life.active_time'),
            align: 'end',
            cell: (row) =>
              row.correctedMinutes === 0
                ? t('work-life.minutes', { count: minutesOf(row) })
                : t('work-life.minutes_corrected', { count: minutesOf(row), by: row.correctedMinutes }),
          },
          {
            key: 'correct',
            header: t('work-life.correct'),
            actions: true,
            cell: (row) => (
              <Button size="small" variant="quiet" onClick={() => setCorrecting(row)}>
                {t('work-life.correct')}
                <span className="visually-hidden">{`${row.day} ${row.projectName}`}</span>
              </Button>
            ),
          },
        ]}
      />
      {correcting === null ? null : (
        <CorrectTimeDialog day={correcting} onClose={() => setCorrecting(null)} />
      )}
    </Card>
  );
}
