import type { User } from '@pairwright/contract/people';
import { useState } from 'react';
import { problemCode } from '../../../api/problem.ts';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { TextField } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import { NamedProofForm } from './SomebodyProofForm.tsx';

/** Changes the e-mail that somebody signs in with, also the own one. */
export function EmailButton({ user }: { user: User }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const title = t('console-people.email_named', { name: user.name });
  return (
    <>
      <Button size="small" aria-label={title} onClick={() => setOpen(true)}>
        {t('console-people.email_change')}
      </Button>
      {open ? <EmailDialog user={user} title={title} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function EmailDialog({ user, title, onClose }: { user: User; title: string; onClose: () => void }) {
  const t = useT();
  const [newEmail, setNewEmail] = useState('');
  const [tried, setTried] = useState(false);
  const write = useWrite('changeEmail', ['listUsers', 'listMembers', 'getMe']);
  const wanted = newEmail.trim();
  const isEmail = wanted.includes('@');
  const isTaken = problemCode(write.error) === 'email_taken';
  return (
    <Dialog open title={title} onClose={onClose}>
      <NamedProofForm
        user={user}
        what={t('console-people.email_what')}
        action={t('console-people.email_change')}
        busy={write.isPending}
        error={isTaken ? null : write.error}
        ready={() => {
          setTried(true);
          return isEmail;
        }}
        onProof={(proof) =>
          write.mutate(
            { params: { userId: user.id }, body: { newEmail: wanted, ...proof } },
            {
              onSuccess: ({ email }) => {
                toast(t('console-people.email_changed', { name: user.name, email }));
                onClose();
              },
            },
          )
        }
      >
        <TextField
          label={t('console-people.email_new')}
          type="email"
          autoComplete="off"
          required
          maxLength={254}
          value={newEmail}
          error={
            isTaken ? t('problem.email_taken') : tried && !isEmail ? t('console-people.email_no_email') : null
          }
          onChange={(event) => setNewEmail(event.target.value)}
        />
      </NamedProofForm>
    </Dialog>
  );
}
