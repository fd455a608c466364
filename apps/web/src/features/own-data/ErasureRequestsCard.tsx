import type { ErasureRequest } from '@pairwright/contract/erasure-requests';
import { lookAlikesAmong } from '@pairwright/domain/names/skeleton';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../api/ProblemState.tsx';
import { readPages } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { LoadMore } from '../../ui/LoadMore.tsx';
import { toast } from '../../ui/toast.ts';
import { useProvedWrite } from '../account/use-proved-write.tsx';
import { Name } from '../console/shared/Name.tsx';
import { NameDialog } from '../console/trash/NameDialog.tsx';
import { DeclineDialog } from './DeclineDialog.tsx';

/** Who asked to be erased, and how it was decided; nothing where nobody ever asked. */
export function ErasureRequestsCard() {
  const t = useT();
  const list = useInfiniteQuery({
    ...readPages('listErasureRequests', { query: {} }),
    refetchOnMount: 'always',
  });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const isTwin = lookAlikesAmong(rows.map(({ person }) => person.name));
  const isTwinMail = lookAlikesAmong(rows.map(({ person }) => person.email));
  if (list.error === null && rows.length === 0) return null;
  return (
    <Card title={t('own-data.requests')}>
      {list.error === null ? null : <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {rows.map((row) => (
        <Asked
          key={row.id}
          request={row}
          isTwin={isTwin(row.person.name)}
          isTwinMail={isTwinMail(row.person.email)}
        />
      ))}
      {rows.length === 0 ? null : <LoadMore label={t('own-data.requests')} shown={rows.length} list={list} />}
    </Card>
  );
}

interface AskedProps {
  request: ErasureRequest;
  isTwin: boolean;
  isTwinMail: boolean;
}

function Asked({ request, isTwin, isTwinMail }: AskedProps) {
  const t = useT();
  const formats = useFormats();
  const { person, note, state, askedAt, decidedBy, reason } = request;
  return (
    <section className="stack">
      <h3 className="row">
        <Name text={person.name} isTwin={isTwin} id={person.id} />
        <Badge tone={state === 'pending' ? 'warn' : 'neutral'}>{t(`own-data.request_${state}`)}</Badge>
      </h3>
      <p>
        <Name text={person.email} isTwin={isTwinMail} />, {formats.dateTime(askedAt)}
        {decidedBy === null || state === 'cancelled'
          ? null
          : `. ${t('own-data.decided_by', { name: decidedBy })}`}
      </p>
      {note === '' ? null : (
        <p>
          <bdi dir="auto">{note}</bdi>
        </p>
      )}
      {reason === null ? null : (
        <p>
          {t('own-data.reason_given')} <bdi dir="auto">{reason}</bdi>
        </p>
      )}
      {state === 'pending' ? <Decide request={request} /> : null}
    </section>
  );
}

function Decide({ request: { id, person } }: { request: ErasureRequest }) {
  const t = useT();
  const [choice, setChoice] = useState<'erase' | 'decline' | null>(null);
  const decide = useProvedWrite('decideErasureRequest', ['listErasureRequests', 'listUsers', 'listMembers']);
  const params = { requestId: id };
  const close = () => {
    setChoice(null);
    decide.reset();
  };
  const said = { busy: decide.isPending, error: decide.error, onClose: close };
  return (
    <div className="row">
      <Button
        aria-label={t('own-data.erase_asked_named', { name: person.name })}
        onClick={() => setChoice('erase')}
      >
        {t('own-data.erase')}
      </Button>
      <Button
        aria-label={t('own-data.decline_named', { name: person.name })}
        onClick={() => setChoice('decline')}
      >
        {t('own-data.decline')}
      </Button>
      {choice === 'erase' ? (
        <NameDialog
          title={t('own-data.erase_ask', { name: person.name })}
          name={person.email}
          label={t('own-data.type_email', { email: person.email })}
          differs={t('own-data.email_differs')}
          confirm={t('own-data.erase_confirm')}
          {...said}
          onConfirm={(email) =>
            decide.mutate(
              { params, body: { decision: 'erase', email } },
              { onSuccess: () => toast(t('own-data.erased')) },
            )
          }
        >
          <p>{t('own-data.erase_removes')}</p>
          <p>{t('own-data.erase_keeps')}</p>
        </NameDialog>
      ) : null}
      {choice === 'decline' ? (
        <DeclineDialog
          name={person.name}
          {...said}
          onDecline={(reason) =>
            decide.mutate(
              { params, body: { decision: 'decline', reason } },
              { onSuccess: () => toast(t('own-data.declined_now')) },
            )
          }
        />
      ) : null}
      {decide.asking}
    </div>
  );
}
