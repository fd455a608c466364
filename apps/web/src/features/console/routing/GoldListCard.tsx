import type { GoldItem } from '@pairwright/contract/gold';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Checkbox, TextField } from '../../../ui/Field.tsx';
import { Form } from '../../../ui/Form.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Table } from '../../../ui/Table.tsx';
import { toast } from '../../../ui/toast.ts';
import { wholeIn } from '../projects/question-draft.ts';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { accuracyText } from './PeopleCard.tsx';

/** The gold comparisons there are, and making more of what everybody agrees on. */
export function GoldListCard({ projectId }: { projectId: string }) {
  const t = useT();
  const formats = useFormats();
  const gold = useQuery({ ...read('listGold', { params: { projectId } }), refetchOnMount: 'always' });
  const items = gold.data?.items ?? [];
  return (
    <Card title={t('console-routing.gold_list')}>
      <p className="muted">{t('console-routing.gold_list_why')}</p>
      {gold.error === null ? null : <ProblemState error={gold.error} onRetry={() => void gold.refetch()} />}
      {gold.isPending ? <Skeleton lines={3} /> : null}
      {gold.data?.items.length === 0 ? <p>{t('console-routing.gold_list_none')}</p> : null}
      {items.length === 0 ? null : (
        <Table<GoldItem>
          caption={t('console-routing.gold_list_table')}
          hideCaption
          cards
          rows={items}
          rowKey={(row) => row.comparisonId}
          columns={[
            {
              key: 'prompt',
              header: t('console-routing.col_prompt'),
              rowHeader: true,
              cell: (row) => (
                <Link href={paths.comparison(projectId, row.comparisonId)}>
                  <bdi dir="auto">{row.promptExcerpt}</bdi>
                </Link>
              ),
            },
            {
              key: 'source',
              header: t('console-routing.col_source'),
              cell: (row) => t(`console-routing.source_${row.source}`),
            },
            {
              key: 'use',
              header: t('console-routing.col_use'),
              cell: (row) => t(row.exam ? 'console-routing.use_exam' : 'console-routing.use_work'),
            },
            {
              key: 'exposures',
              header: t('console-routing.col_exposures'),
              align: 'end',
              cell: (row) => row.exposures,
            },
            {
              key: 'answers',
              header: t('console-routing.col_gold'),
              cell: (row) => accuracyText(row.answers, { t, formats }),
            },
          ]}
        />
      )}
      <Promote projectId={projectId} />
    </Card>
  );
}

function Promote({ projectId }: { projectId: string }) {
  const t = useT();
  const [least, setLeast] = useState('3');
  const [most, setMost] = useState('20');
  const [modelJudges, setModelJudges] = useState(false);
  const promote = useWrite('promoteGold', ['listGold', 'listComparisons', 'getProject']);
  const atLeast = wholeIn(least, 2, 100);
  const upTo = wholeIn(most, 1, 1000);
  const send = (): void => {
    if (atLeast === null || upTo === null || promote.isPending) return;
    promote.mutate(
      { params: { projectId }, body: { atLeast, most: upTo, modelJudges } },
      { onSuccess: ({ promoted }) => toast(t('console-routing.promoted', { count: promoted })) },
    );
  };
  return (
    <Form className={styles['form']} noValidate onSubmit={send}>
      <p>{t('console-routing.promote_why')}</p>
      <div className={styles['fields']}>
        <TextField
          label={t('console-routing.promote_at_least')}
          inputMode="numeric"
          value={least}
          error={atLeast === null ? t('console.number_between', { least: 2, most: 100 }) : null}
          onChange={(event) => setLeast(event.target.value)}
        />
        <TextField
          label={t('console-routing.promote_most')}
          inputMode="numeric"
          value={most}
          error={upTo === null ? t('console.number_between', { least: 1, most: 1000 }) : null}
          onChange={(event) => setMost(event.target.value)}
        />
      </div>
      <Checkbox
        label={t('console-routing.promote_models')}
        hint={t('console-routing.promote_models_hint')}
        checked={modelJudges}
        onChange={setModelJudges}
      />
      <FormProblem error={promote.error} />
      <div>
        <Button type="submit" busy={promote.isPending}>
          {t('console-routing.promote')}
        </Button>
      </div>
    </Form>
  );
}
