import type { MyErasureRequest } from '@pairwright/contract/erasure-requests';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../api/problem.ts';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read, useWrite } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { useMe } from '../../shell/use-me.ts';
import { Button } from '../../ui/Button.tsx';
import { TextArea } from '../../ui/Field.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { toast } from '../../ui/toast.ts';
import { NameDialog } from '../console/trash/NameDialog.tsx';

/** Asking to be erased, what became of it, and taking it back. */
export function MyErasure() {
  const t = useT();
  const me = useMe();
  const mine = useQuery({ ...read('getMyErasureRequest', {}), refetchOnMount: 'always' });
  if (me.isOwner) return <p className="muted">{t('own-data.owner_stays')}</p>;
  if (mine.error !== null) return <ProblemState error={mine.error} onRetry={() => void mine.refetch()} />;
  if (mine.data === undefined) return <Skeleton lines={2} />;
  const { request } = mine.data;
  if (request?.state === 'pending') return <Waiting request={request} />;
  return (
    <>
      {request?.state === 'declined' ? <Declined request={request} /> : null}
      <AskButton email={me.email} />
    </>
  );
}

function Waiting({ request }: { request: MyErasureRequest }) {
  const t = useT();
  const formats = useFormats();
  const cancel = useWrite('cancelErasureRequest', ['getMyErasureRequest']);
  return (
    <>
      <p role="status">{t('own-data.asked', { when: formats.dateTime(request.askedAt) })}</p>
      <div>
        <Button
          busy={cancel.isPending}
          onClick={() =>
            cancel.mutate(
              { params: { requestId: request.id } },
              {
                onSuccess: () => toast(t('own-data.taken_back')),
                onError: (error) => toast(explainProblem(error, t).title),
              },
            )
          }
        >
          {t('own-data.take_back')}
        </Button>
      </div>
    </>
  );
}

function Declined({ request }: { request: MyErasureRequest }) {
  const t = useT();
  const formats = useFormats();
  return (
    <p>
      {t('own-data.declined', { when: formats.dateTime(request.decidedAt ?? request.askedAt) })}{' '}
      <bdi dir="auto">{request.reason}</bdi>
    </p>
  );
}

function AskButton({ email }: { email: string }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const [note, setNote] = useState('');
  const ask = useWrite('requestErasure', ['getMyErasureRequest']);
  const close = () => {
    setAsking(false);
    ask.reset();
  };
  return (
    <div>
      <Button onClick={() => setAsking(true)}>{t('own-data.ask')}</Button>
      {asking ? (
        <NameDialog
          title={t('own-data.ask_title')}
          name={email}
          label={t('own-data.type_my_email', { email })}
          differs={t('own-data.my_email_differs')}
          confirm={t('own-data.ask_confirm')}
          busy={ask.isPending}
          error={ask.error}
          onClose={close}
          onConfirm={(typed) =>
            ask.mutate(
              { body: { email: typed, note } },
              {
                onSuccess: () => {
                  close();
                  setNote('');
                  toast(t('own-data.ask_sent'));
                },
              },
            )
          }
        >
          <p>{t('own-data.mine_removes')}</p>
          <p>{t('own-data.mine_keeps')}</p>
          <p>{t('own-data.mine_how')}</p>
          <TextArea
            label={t('own-data.note')}
            hint={t('own-data.note_hint')}
            value={note}
            maxLength={1000}
            rows={3}
            onChange={(event) => setNote(event.target.value)}
          />
        </NameDialog>
      ) : null}
    </div>
  );
}
