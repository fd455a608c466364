import type { PersonPay } from '@pairwright/contract/pay';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { saveText } from '../statistics/save-text.ts';
import { toCsv } from '../statistics/to-csv.ts';
import { payCells, rowsOf } from './pay-rows.ts';
import { PayTable } from './PayTable.tsx';

/** Days in UTC, both included; an empty one is no limit. */
interface Period {
  from: string;
  to: string;
}

/** What everybody is owed, the same that they see themselves, for the days that one asks for. */
export function PayByPersonCard({ projectId }: { projectId: string }) {
  const t = useT();
  const [period, setPeriod] = useState<Period>({ from: '', to: '' });
  const list = useInfiniteQuery({
    ...readPages('listPayByPerson', { params: { projectId }, query: queryOf(period) }),
    refetchOnMount: 'always',
  });
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  const label = t('console-practice.pay_by_person');
  return (
    <Card title={label}>
      <p className="muted">{t('console-practice.pay_by_person_how')}</p>
      <div className={styles['fields']} role="group" aria-label={t('console-practice.period')}>
        {(['from', 'to'] as const).map((end) => (
          <TextField
            key={end}
            type="date"
            label={t(`console-practice.period_${end}`)}
            value={period[end]}
            onChange={(event) => setPeriod({ ...period, [end]: event.target.value })}
          />
        ))}
      </div>
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? <Skeleton lines={3} /> : null}
      {list.data !== undefined && people.length === 0 && !list.hasNextPage ? (
        <p className="muted">{t('console-practice.pay_nobody')}</p>
      ) : null}
      {people.length === 0 ? null : <PayTable rows={rowsOf(people)} />}
      {people.length === 0 && !list.hasNextPage ? null : (
        <>
          <LoadMore label={label} shown={people.length} list={list} />
          <DownloadButton projectId={projectId} period={period} />
        </>
      )}
    </Card>
  );
}

function queryOf({ from, to }: Period): { from?: string; to?: string } {
  return { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
}

function DownloadButton({ projectId, period }: { projectId: string; period: Period }) {
  const t = useT();
  const [isBusy, setIsBusy] = useState(false);
  const save = async () => {
    setIsBusy(true);
    try {
      const days = [period.from, period.to].filter((day) => day !== '');
      saveText(`${['pay', ...days].join(' ')}.csv`, toCsv(payCells(await readAll(projectId, period))));
    } catch (error) {
      toast(explainProblem(error, t).title);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <div>
      <Button icon="download" busy={isBusy} onClick={() => void save()}>
        {t('console-practice.pay_save')}
      </Button>
    </div>
  );
}

async function readAll(projectId: string, period: Period): Promise<PersonPay[]> {
  const all: PersonPay[] = [];
  let cursor: string | null = null;
  do {
    const query: { from?: string; to?: string; limit: number; cursor?: string } = {
      ...queryOf(period),
      limit: 200,
      ...(cursor === null ? {} : { cursor }),
    };
    const page = await api.call('listPayByPerson', { params: { projectId }, query });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return all;
}
