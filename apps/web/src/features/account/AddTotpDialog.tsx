import { useState } from 'react';
import { explainProblem, problemCode } from '../../api/problem.ts';
import { useWrite } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form } from '../../ui/Form.tsx';
import { ProofForm } from './ProofForm.tsx';
import { QrCode } from './QrCode.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

/** Password, then the QR code and a first code of the app, then the recovery codes. */
export function AddTotpDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const start = useWrite('startTotp');
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Dialog open required={codes !== null} title={t('account.totp_add')} onClose={onClose}>
      {codes === null ? (
        start.data === undefined ? (
          <ProofForm
            what={t('account.totp_password')}
            action={t('account.go_on')}
            busy={start.isPending}
            error={start.error}
            onProof={(proof) => start.mutate({ body: proof })}
          />
        ) : (
          <Confirm {...start.data} onCodes={setCodes} />
        )
      ) : (
        <RecoveryCodes codes={codes} onDone={onClose} />
      )}
    </Dialog>
  );
}

interface ConfirmProps {
  secret: string;
  uri: string;
  onCodes: (codes: readonly string[]) => void;
}

function Confirm({ secret, uri, onCodes }: ConfirmProps) {
  const t = useT();
  const [code, setCode] = useState('');
  const confirm = useWrite('confirmTotp', ['getMyFactors', 'listSessions']);
  const wrong = problemCode(confirm.error) === 'wrong_code';
  const problem = confirm.error === null || wrong ? null : explainProblem(confirm.error, t);
  const send = () => {
    if (confirm.isPending) return;
    confirm.mutate({ body: { code } }, { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) });
  };
  return (
    <Form className="stack" onSubmit={send}>
      <p>{t('account.totp_scan')}</p>
      <QrCode text={uri} label={t('account.totp_qr')} />
      <p>{t('account.totp_type')}</p>
      <div className="row">
        <code data-secret translate="no">
          {secret.match(/.{1,4}/g)?.join(' ')}
        </code>
        <CopyButton text={secret} label={t('account.totp_copy')} />
      </div>
      <TextField
        label={t('account.totp_code')}
        name="one-time-code"
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        value={code}
        error={wrong ? t('problem.wrong_code') : null}
        onChange={(event) => setCode(event.target.value)}
      />
      {problem === null ? null : <ErrorState title={problem.title} requestId={problem.requestId} />}
      <div>
        <Button type="submit" variant="primary" busy={confirm.isPending}>
          {t('account.totp_confirm')}
        </Button>
      </div>
    </Form>
  );
}
