import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read, useWrite } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { toast } from '../../ui/toast.ts';
import { AddTotpDialog } from './AddTotpDialog.tsx';
import { PasskeysCard } from './PasskeysCard.tsx';
import { ProofDialog } from './ProofDialog.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

/** What I sign in with beside the password: an authenticator app with recovery codes, and passkeys. */
export function FactorsCard() {
  const t = useT();
  const factors = useQuery({ ...read('getMyFactors', {}), refetchOnMount: 'always' });
  const [adding, setAdding] = useState(false);
  if (factors.data === undefined)
    return factors.error === null ? null : (
      <ProblemState error={factors.error} onRetry={() => void factors.refetch()} />
    );
  const { totpSince, recoveryCodesLeft, passkeys } = factors.data;
  return (
    <>
      <Card
        title={t('account.totp')}
        aside={
          totpSince === null ? (
            <Badge>{t('account.totp_off')}</Badge>
          ) : (
            <Badge tone="ok">{t('account.totp_on')}</Badge>
          )
        }
      >
        <p className="muted">{t('account.totp_why')}</p>
        {totpSince === null ? (
          <div>
            <Button variant="primary" onClick={() => setAdding(true)}>
              {t('account.totp_add')}
            </Button>
          </div>
        ) : (
          <TotpInUse since={totpSince} left={recoveryCodesLeft} />
        )}
        {/* Stays when the app begins to count: the recovery codes are shown in it. */}
        {adding ? <AddTotpDialog onClose={() => setAdding(false)} /> : null}
      </Card>
      <PasskeysCard passkeys={passkeys} />
    </>
  );
}

function TotpInUse({ since, left }: { since: string; left: number }) {
  const t = useT();
  const formats = useFormats();
  const [asking, setAsking] = useState<'remove' | 'renew' | null>(null);
  const remove = useWrite('removeTotp', ['getMyFactors']);
  const renew = useWrite('renewRecoveryCodes', ['getMyFactors']);
  const close = () => setAsking(null);
  return (
    <>
      <p>
        {t('account.totp_since', { when: formats.date(since) })} {t('account.codes_left', { count: left })}
      </p>
      {renew.data === undefined ? null : (
        <RecoveryCodes codes={renew.data.recoveryCodes} onDone={() => renew.reset()} />
      )}
      <div className="row">
        <Button onClick={() => setAsking('renew')}>{t('account.codes_renew')}</Button>
        <Button variant="danger" onClick={() => setAsking('remove')}>
          {t('account.totp_remove')}
        </Button>
      </div>
      {asking === 'remove' ? (
        <ProofDialog
          title={t('account.totp_remove')}
          what={t('account.totp_remove_what')}
          busy={remove.isPending}
          error={remove.error}
          onClose={close}
          onProof={(proof) =>
            remove.mutate(
              { body: proof },
              {
                onSuccess: () => {
                  close();
                  toast(t('account.totp_removed'));
                },
              },
            )
          }
        />
      ) : null}
      {asking === 'renew' ? (
        <ProofDialog
          title={t('account.codes_renew')}
          what={t('account.codes_renew_what')}
          busy={renew.isPending}
          error={renew.error}
          onClose={close}
          onProof={(proof) => renew.mutate({ body: proof }, { onSuccess: close })}
        />
      ) : null}
    </>
  );
}
