import { deliveryStates, TEST_EVENT, webhookEventNames } from '@pairwright/contract/webhook-event-names';
import type { Delivery, Webhook } from '@pairwright/contract/webhooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { readPages, useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Select, TextField } from '../../../ui/Field.tsx';
import { LoadMore } from '../../../ui/LoadMore.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import { DeliveryDialog } from './DeliveryDialog.tsx';
import { DeliveryTable } from './DeliveryTable.tsx';
import styles from './webhooks.module.css';

interface Filter {
  state: Delivery['state'] | '';
  type: Delivery['type'] | '';
  from: string;
  to: string;
}

const everything: Filter = { state: '', type: '', from: '', to: '' };
const ASK_AGAIN = 3_000;
const types = [...webhookEventNames, TEST_EVENT] as const;

/** What a webhook was sent and what waits. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const [filter, setFilter] = useState(everything);
  const [looked, setLooked] = useState<Delivery | null>(null);
  const { id: webhookId, waiting } = webhook;
  const query = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''));
  const list = useInfiniteQuery({
    ...readPages('listDeliveries', { params: { webhookId }, query }),
    refetchOnMount: 'always',
    // What it was a moment ago is still on its way in the list.
    refetchInterval: ({ state }) =>
      waiting > 0 || (state.data?.pages[0]?.items ?? []).some(isUnderWay) ? ASK_AGAIN : false,
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isNarrowed = Object.keys(query).length > 0;
  const all = <Button onClick={() => setFilter(everything)}>{t('console-webhooks.show_all')}</Button>;
  return (
    <Card title={t('console-webhooks.deliveries')} aside={<RedeliverDead webhook={webhook} />}>
      <p className="muted">{t('console-webhooks.deliveries_why')}</p>
      <Filters filter={filter} onChange={setFilter} />
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? <Skeleton lines={5} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <EmptyState
          level={2}
          title={t(isNarrowed ? 'console-webhooks.deliveries_none_fit' : 'console-webhooks.deliveries_none')}
          action={isNarrowed ? all : undefined}
        />
      ) : null}
      {rows.length === 0 ? null : (
        <>
          <DeliveryTable rows={rows} onLook={setLooked} />
          <LoadMore label={t('console-webhooks.deliveries')} shown={rows.length} list={list} />
        </>
      )}
      {looked === null ? null : (
        <DeliveryDialog webhookId={webhookId} delivery={looked} onClose={() => setLooked(null)} />
      )}
    </Card>
  );
}

function isUnderWay({ state }: Delivery): boolean {
  return state === 'waiting' || state === 'sending';
}

function RedeliverDead({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const again = useWrite('redeliverDead', ['getWebhook', 'listDeliveries']);
  if (webhook.dead === 0) return null;
  return (
    <Button
      busy={again.isPending}
      onClick={() =>
        void again.mutateAsync({ params: { webhookId: webhook.id } }).then(
          ({ redelivered }) => toast(t('console-webhooks.redelivered', { count: redelivered })),
          (error: unknown) => toast(explainProblem(error, t).title),
        )
      }
    >
      {t('console-webhooks.redeliver_dead')}
    </Button>
  );
}

function Filters({ filter, onChange }: { filter: Filter; onChange: (filter: Filter) => void }) {
  const t = useT();
  const any = { value: '' as const, label: t('console-webhooks.any') };
  return (
    <form
      className={styles['filters']}
      aria-label={t('console-webhooks.filters')}
      onSubmit={(event) => event.preventDefault()}
    >
      <Select<Filter['state']>
        label={t('console-webhooks.filter_state')}
        value={filter.state}
        options={[
          any,
          ...deliveryStates.map((value) => ({ value, label: t(`console-webhooks.delivery_${value}`) })),
        ]}
        onChange={(state) => onChange({ ...filter, state })}
      />
      <Select<Filter['type']>
        label={t('console-webhooks.filter_event')}
        value={filter.type}
        options={[any, ...types.map((value) => ({ value, label: value }))]}
        onChange={(type) => onChange({ ...filter, type })}
      />
      <TextField
        label={t('console-webhooks.filter_from')}
        type="date"
        value={filter.from}
        onChange={(event) => onChange({ ...filter, from: event.target.value })}
      />
      <TextField
        label={t('console-webhooks.filter_to')}
        type="date"
        value={filter.to}
        onChange={(event) => onChange({ ...filter, to: event.target.value })}
      />
    </form>
  );
}
