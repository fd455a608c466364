import type { Passkey } from '@pairwright/contract/second-factors';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { read, useWrite } from '../../api/queries.ts';
import { useFormats } from '../../i18n/format.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { Card } from '../../ui/Card.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Table } from '../../ui/Table.tsx';
import { toast } from '../../ui/toast.ts';
import { canUsePasskeys } from '../auth/use-passkey.ts';
import { ProofDialog } from './ProofDialog.tsx';
import { ProofForm } from './ProofForm.tsx';
import { useAddPasskey } from './use-add-passkey.ts';

/** Keys that live on a device and sign in without a password. */
export function PasskeysCard({ passkeys }: { passkeys: readonly Passkey[] }) {
  const t = useT();
  const options = useQuery(read('getSignInOptions', {}));
  const [open, setOpen] = useState(false);
  const possible = canUsePasskeys(options.data?.passkeyHost);
  return (
    <Card title={t('account.passkeys')}>
      <p className="muted">{t('account.passkeys_why')}</p>
      {passkeys.length === 0 ? null : <Passkeys passkeys={passkeys} />}
      {options.data === undefined ? null : possible ? (
        <div>
          <Button onClick={() => setOpen(true)}>{t('account.passkey_add')}</Button>
        </div>
      ) : (
        <p>{t('account.passkeys_not_here')}</p>
      )}
      {open ? <AddDialog onClose={() => setOpen(false)} /> : null}
    </Card>
  );
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const t = useT();
  const [name, setName] = useState('');
  const add = useAddPasskey();
  return (
    <Dialog open title={t('account.passkey_add')} onClose={onClose}>
      {add.data === null ? <p role="status">{t('account.passkey_closed')}</p> : null}
      <ProofForm
        what={t('account.passkey_what')}
        action={t('account.go_on')}
        busy={add.isPending}
        error={add.error}
        onProof={(proof) =>
          add.mutate(
            { name: name.trim(), proof },
            {
              onSuccess: (added) => {
                if (added === null) return;
                toast(t('account.passkey_added', { name: added.name }));
                onClose();
              },
            },
          )
        }
      >
        <TextField
          label={t('account.passkey_name')}
          hint={t('account.passkey_name_hint')}
          maxLength={200}
          autoComplete="off"
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </ProofForm>
    </Dialog>
  );
}

function Passkeys({ passkeys }: { passkeys: readonly Passkey[] }) {
  const t = useT();
  const formats = useFormats();
  return (
    <Table<Passkey>
      caption={t('account.passkeys_list')}
      hideCaption
      cards
      rows={passkeys}
      rowKey={(row) => row.id}
      columns={[
        {
          key: 'name',
          header: t('account.passkey_name'),
          rowHeader: true,
          cell: (row) => <bdi dir="auto">{row.name}</bdi>,
        },
        { key: 'since', header: t('account.col_since'), cell: (row) => formats.date(row.createdAt) },
        {
          key: 'used',
          header: t('account.col_used'),
          cell: (row) => (row.lastUsedAt === null ? t('account.never') : formats.dateTime(row.lastUsedAt)),
        },
        {
          key: 'remove',
          header: t('account.col_remove'),
          actions: true,
          cell: (row) => <Remove passkey={row} />,
        },
      ]}
    />
  );
}

function Remove({ passkey }: { passkey: Passkey }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const remove = useWrite('removePasskey', ['getMyFactors']);
  const title = t('account.passkey_remove', { name: passkey.name });
  return (
    <>
      <Button size="small" aria-label={title} onClick={() => setAsking(true)}>
        {t('account.col_remove')}
      </Button>
      {asking ? (
        <ProofDialog
          title={title}
          what={t('account.passkey_remove_what')}
          busy={remove.isPending}
          error={remove.error}
          onClose={() => setAsking(false)}
          onProof={(proof) =>
            remove.mutate(
              { params: { passkeyId: passkey.id }, body: proof },
              { onSuccess: () => toast(t('account.passkey_removed', { name: passkey.name })) },
            )
          }
        />
      ) : null}
    </>
  );
}
