import type { Delivery, DeliveryTry } from '@pairwright/contract/webhooks';
import { useQuery } from '@tanstack/react-query';
import { explainProblem } from '../../../api/problem.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Badge } from '../../../ui/Badge.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import own from './webhooks.module.css';
import { eventKey, outcomeWords, toneOf } from './words.ts';

interface Props {
  webhookId: string;
  delivery: Delivery;
  onClose: () => void;
}

const ASK_AGAIN = 3_000;

/** What was sent, and what came of each try. */
export function DeliveryDialog({ webhookId, delivery, onClose }: Props) {
  const t = useT();
  const { id: deliveryId, type } = delivery;
  const found = useQuery({
    ...read('getDelivery', { params: { webhookId, deliveryId } }),
    refetchOnMount: 'always',
    refetchInterval: ({ state }) =>
      state.data?.state === 'waiting' || state.data?.state === 'sending' ? ASK_AGAIN : false,
  });
  const { data } = found;
  const state = data?.state ?? delivery.state;
  return (
    <Dialog
      open
      wide
      title={type}
      onClose={onClose}
      footer={
        state === 'delivered' || state === 'dead' ? (
          <Again webhookId={webhookId} deliveryId={deliveryId} />
        ) : undefined
      }
    >
      <div className="stack">
        <p>{t(eventKey(type))}</p>
        <div>
          <Badge tone={toneOf[state]}>{t(`console-webhooks.delivery_${state}`)}</Badge>
        </div>
        {found.error === null ? null : (
          <ProblemState error={found.error} onRetry={() => void found.refetch()} />
        )}
        {found.isPending ? <Skeleton lines={5} /> : null}
        {data === undefined ? null : <Content body={data.body} history={data.history} />}
      </div>
    </Dialog>
  );
}

function Content({ body, history }: { body: string; history: readonly DeliveryTry[] }) {
  const t = useT();
  return (
    <>
      <h3>{t('console-webhooks.body')}</h3>
      <Lines label={t('console-webhooks.body')} text={prettyJson(body)} />
      <h3>{t('console-webhooks.tries')}</h3>
      {history.length === 0 ? <p className="muted">{t('console-webhooks.no_tries')}</p> : null}
      {history.map((one) => (
        <Try key={one.number} made={one} />
      ))}
    </>
  );
}

function Try({ made }: { made: DeliveryTry }) {
  const t = useT();
  const formats = useFormats();
  const number = t('console-webhooks.try_number', { number: made.number });
  const headers = Object.entries(made.headers).map(([name, value]) => `${name}: ${value}`);
  return (
    <section className={own['try']} aria-label={number}>
      <div className="row">
        <strong>{number}</strong>
        <span>{outcomeWords(made, t)}</span>
        <span className="muted">{formats.dateTime(made.beganAt)}</span>
        <span className="muted tabular">
          {t('console-webhooks.took', { ms: formats.number(made.tookMs) })}
        </span>
      </div>
      <details>
        <summary className={styles['summary']}>{t('console-webhooks.headers')}</summary>
        <Lines label={`${number}: ${t('console-webhooks.headers')}`} text={headers.join('\n')} />
      </details>
      {made.status === null ? null : made.answer === null ? (
        <p className="muted">{t('console-webhooks.answer_empty')}</p>
      ) : (
        <Lines label={`${number}: ${t('console-webhooks.answer')}`} text={made.answer} />
      )}
    </section>
  );
}

/** Scrolls inside itself, so it must be reachable by keyboard. */
function Lines({ label, text }: { label: string; text: string }) {
  return (
    <pre className={styles['lines']} tabIndex={0} role="region" aria-label={label} translate="no">
      {text}
    </pre>
  );
}

function Again({ webhookId, deliveryId }: { webhookId: string; deliveryId: string }) {
  const t = useT();
  const again = useWrite('redeliver', ['getDelivery', 'listDeliveries', 'getWebhook']);
  return (
    <Button
      variant="primary"
      busy={again.isPending}
      onClick={() =>
        void again.mutateAsync({ params: { webhookId, deliveryId } }).then(
          () => toast(t('console-webhooks.redelivering')),
          (error: unknown) => toast(explainProblem(error, t).title),
        )
      }
    >
      {t('console-webhooks.redeliver')}
    </Button>
  );
}

function prettyJson(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
