import type { User } from '@pairwright/contract/people';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { toast } from '../../../ui/toast.ts';
import { NewPasswordField, passwordFault } from '../../auth/NewPasswordField.tsx';
import { type ProofAbout, SomebodyProofForm } from './SomebodyProofForm.tsx';

export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useT();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const set = useWrite('setPassword');
  const send = (proof: ProofAbout) =>
    set.mutate(
      { params: { userId: user.id }, body: { password, ...proof } },
      {
        onSuccess: () => {
          toast(t('console-people.password_set', { name: user.name }));
          onClose();
        },
      },
    );
  return (
    <Dialog open title={t('console-people.set_password_named', { name: user.name })} onClose={onClose}>
      <SomebodyProofForm
        user={user}
        what={t('console-people.set_password_what')}
        action={t('console-people.set_password')}
        busy={set.isPending}
        error={set.error}
        ready={() => {
          setTried(true);
          return passwordFault(password, t) === null;
        }}
        onProof={send}
      >
        <NewPasswordField
          label={t('console-people.new_password')}
          value={password}
          error={tried ? passwordFault(password, t) : null}
          onChange={setPassword}
        />
      </SomebodyProofForm>
    </Dialog>
  );
}
