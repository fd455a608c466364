import type { Webhook } from '@pairwright/contract/webhooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';
import { Deliveries } from './Deliveries.tsx';
import { SecretOnce } from './SecretOnce.tsx';
import { WebhookActions } from './WebhookActions.tsx';
import { WebhookState } from './WebhookList.tsx';
import own from './webhooks.module.css';

/** While something is on its way the page asks again by itself, ms. */
const ASK_AGAIN = 3_000;

/** One webhook: its settings, and what it was sent. */
export default function WebhookPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  usePageTitle(t('console-webhooks.title'));
  const webhookId = params['webhookId'] ?? '';
  const webhook = useQuery({
    ...read('getWebhook', { params: { webhookId } }),
    refetchOnMount: 'always',
    refetchInterval: ({ state }) => ((state.data?.waiting ?? 0) > 0 ? ASK_AGAIN : false),
  });
  const found = webhook.data;
  if (found === undefined)
    return webhook.error === null ? (
      <Skeleton lines={6} />
    ) : (
      <ProblemState error={webhook.error} onRetry={() => void webhook.refetch()} />
    );
  const { projectId } = found;
  return (
    <>
      <div className={styles['crumbs']}>
        <Link href={projectId === null ? paths.webhooks() : paths.projectWebhooks(projectId)}>
          {t(projectId === null ? 'console-webhooks.back_all' : 'console-webhooks.back_project')}
        </Link>
      </div>
      <div className={styles['titleRow']}>
        <h1 className={own['address']}>{found.address}</h1>
        <WebhookState webhook={found} />
      </div>
      <div className={styles['steps']}>
        <Health webhook={found} />
        <Settings webhook={found} />
        <Deliveries webhook={found} />
      </div>
    </>
  );
}

/** Why nothing is sent, or what goes wrong. */
function Health({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const formats = useFormats();
  const { pausedBecause, failures, failingSince } = webhook;
  return (
    <>
      {pausedBecause === null ? null : (
        <Banner tone={pausedBecause === 'person' ? 'info' : 'danger'}>
          {t(`console-webhooks.because_${pausedBecause}`)}
        </Banner>
      )}
      {failures === 0 || failingSince === null ? null : (
        <Banner tone="warn">
          {t('console-webhooks.failing', { count: failures, when: formats.dateTime(failingSince) })}
        </Banner>
      )}
    </>
  );
}

function Settings({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const formats = useFormats();
  const [secret, setSecret] = useState<string | null>(null);
  const { description, events, createdBy, createdAt, oldSecretUntil } = webhook;
  const when = formats.dateTime(createdAt);
  return (
    <Card title={t('console-webhooks.settings')}>
      {secret === null ? null : <SecretOnce secret={secret} onDone={() => setSecret(null)} />}
      {description === '' ? null : (
        <p>
          <bdi dir="auto">{description}</bdi>
        </p>
      )}
      <details>
        <summary className={styles['summary']}>
          {t('console-webhooks.events_chosen', { count: events.length })}
        </summary>
        <ul className={styles['notes']}>
          {events.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
      </details>
      {oldSecretUntil === null ? null : (
        <p>{t('console-webhooks.old_until', { when: formats.dateTime(oldSecretUntil) })}</p>
      )}
      <p className="muted">
        {createdBy === null
          ? t('console-webhooks.created_at', { when })
          : t('console-webhooks.created_by', { name: createdBy, when })}
      </p>
      <Responsible webhook={webhook} />
      <WebhookActions webhook={webhook} onSecret={setSecret} />
    </Card>
  );
}

/** In whose name it sends, and ends. */
function Responsible({ webhook: { responsible } }: { webhook: Webhook }) {
  const t = useT();
  if (responsible === null) return null;
  const { token } = responsible;
  const name = responsible.name;
  const words =
    token === null
      ? t('console-webhooks.answers', { name })
      : token.name === null
        ? t('console-webhooks.answers_token_gone', { name })
        : t('console-webhooks.answers_token', { name, token: token.name });
  return <p className="muted">{words}</p>;
}
