import type { Webhook } from '@pairwright/contract/webhooks';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { explainProblem } from '../../../api/problem.ts';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { toast } from '../../../ui/toast.ts';
import styles from '../shared/console.module.css';
import { WebhookForm } from './WebhookForm.tsx';

interface Props {
  webhook: Webhook;
  onSecret: (secret: string) => void;
}

type Asked = 'edit' | 'rotate' | 'delete' | null;

/** Everything that can be done with a webhook as a whole. */
export function WebhookActions({ webhook, onSecret }: Props) {
  const t = useT();
  const [asked, setAsked] = useState<Asked>(null);
  const close = () => setAsked(null);
  return (
    <div className={styles['actions']}>
      <TestButton webhook={webhook} />
      <PauseButton webhook={webhook} />
      {webhook.state === 'active' && webhook.responsible?.token != null ? (
        <TakeOverButton webhook={webhook} />
      ) : null}
      <Button onClick={() => setAsked('edit')}>{t('console-webhooks.edit')}</Button>
      <Button onClick={() => setAsked('rotate')}>{t('console-webhooks.rotate')}</Button>
      <Button onClick={() => setAsked('delete')}>{t('console-webhooks.delete')}</Button>
      {asked === 'edit' ? <Edit webhook={webhook} onClose={close} /> : null}
      {asked === 'rotate' ? <Rotate webhook={webhook} onClose={close} onSecret={onSecret} /> : null}
      {asked === 'delete' ? <Delete webhook={webhook} onClose={close} /> : null}
    </div>
  );
}

const readsOf = ['getWebhook', 'listWebhooks', 'listDeliveries'] as const;

function TestButton({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const test = useWrite('testWebhook', readsOf);
  return (
    <Button
      variant="primary"
      busy={test.isPending}
      onClick={() =>
        test.mutate(
          { params: { webhookId: webhook.id } },
          {
            onSuccess: () => toast(t('console-webhooks.test_sent')),
            onError: (error) => toast(explainProblem(error, t).title),
          },
        )
      }
    >
      {t('console-webhooks.test')}
    </Button>
  );
}

function PauseButton({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const update = useWrite('updateWebhook', readsOf);
  const isActive = webhook.state === 'active';
  return (
    <Button
      busy={update.isPending}
      onClick={() =>
        update.mutate(
          { params: { webhookId: webhook.id }, body: { state: isActive ? 'paused' : 'active' } },
          {
            onSuccess: () => toast(t(isActive ? 'console-webhooks.paused' : 'console-webhooks.resumed')),
            onError: (error) => toast(explainProblem(error, t).title),
          },
        )
      }
    >
      {t(isActive ? 'console-webhooks.pause' : 'console-webhooks.resume')}
    </Button>
  );
}

/** Before the token that it hangs on ends: it goes on without a pause. */
function TakeOverButton({ webhook }: { webhook: Webhook }) {
  const t = useT();
  const update = useWrite('updateWebhook', readsOf);
  return (
    <Button
      busy={update.isPending}
      onClick={() =>
        update.mutate(
          { params: { webhookId: webhook.id }, body: { state: 'active' } },
          {
            onSuccess: () => toast(t('console-webhooks.taken_over')),
            onError: (error) => toast(explainProblem(error, t).title),
          },
        )
      }
    >
      {t('console-webhooks.take_over')}
    </Button>
  );
}

interface DialogProps {
  webhook: Webhook;
  onClose: () => void;
}

function Edit({ webhook, onClose }: DialogProps) {
  const t = useT();
  const update = useWrite('updateWebhook', readsOf);
  const { id: webhookId, address, description, events, projectId } = webhook;
  return (
    <Dialog open wide title={t('console-webhooks.edit')} onClose={onClose}>
      <WebhookForm
        initial={{ address, description, events }}
        inProject={projectId !== null}
        submit={t('console-webhooks.save')}
        busy={update.isPending}
        error={update.error}
        onSubmit={(draft) =>
          void update.mutateAsync({ params: { webhookId }, body: draft }).then(
            () => {
              toast(t('console-webhooks.saved'));
              onClose();
            },
            // The form says what went wrong.
            () => undefined,
          )
        }
      />
    </Dialog>
  );
}

function Rotate({ webhook, onClose, onSecret }: DialogProps & Pick<Props, 'onSecret'>) {
  const t = useT();
  const rotate = useWrite('rotateWebhookSecret', readsOf);
  return (
    <ConfirmDialog
      title={t('console-webhooks.rotate_ask')}
      confirm={t('console-webhooks.rotate')}
      busy={rotate.isPending}
      onClose={onClose}
      onConfirm={() =>
        void rotate.mutateAsync({ params: { webhookId: webhook.id } }).then(
          ({ secret }) => {
            onSecret(secret);
            onClose();
          },
          (error: unknown) => toast(explainProblem(error, t).title),
        )
      }
    >
      <p>{t('console-webhooks.rotate_what')}</p>
    </ConfirmDialog>
  );
}

function Delete({ webhook, onClose }: DialogProps) {
  const t = useT();
  const [, go] = useLocation();
  const remove = useWrite('deleteWebhook', ['listWebhooks']);
  const { id: webhookId, projectId } = webhook;
  return (
    <ConfirmDialog
      title={t('console-webhooks.delete_ask')}
      confirm={t('console-webhooks.delete')}
      danger
      busy={remove.isPending}
      onClose={onClose}
      onConfirm={() =>
        void remove.mutateAsync({ params: { webhookId } }).then(
          () => {
            toast(t('console-webhooks.deleted'));
            go(projectId === null ? paths.webhooks() : paths.projectWebhooks(projectId));
          },
          (error: unknown) => toast(explainProblem(error, t).title),
        )
      }
    >
      <p>{t('console-webhooks.delete_what')}</p>
    </ConfirmDialog>
  );
}
