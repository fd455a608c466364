import type { User } from '@pairwright/contract/people';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Form } from '../../../ui/Form.tsx';
import { toast } from '../../../ui/toast.ts';
import { NewPasswordField, passwordFault } from '../../auth/NewPasswordField.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';

export function PasswordDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useT();
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const update = useWrite('updateUser', ['listUsers']);
  const save = () => {
    setTried(true);
    if (passwordFault(password, t) !== null || update.isPending) return;
    update.mutate(
      { params: { userId: user.id }, body: { password } },
      {
        onSuccess: () => {
          toast(t('console-people.password_set', { name: user.name }));
          onClose();
        },
      },
    );
  };
  return (
    <Dialog open title={t('console-people.set_password_named', { name: user.name })} onClose={onClose}>
      <Form className={styles['form']} noValidate onSubmit={save}>
        <p>{t('console-people.set_password_what')}</p>
        <NewPasswordField
          label={t('console-people.new_password')}
          value={password}
          error={tried ? passwordFault(password, t) : null}
          onChange={setPassword}
        />
        <FormProblem error={update.error} />
        <div>
          <Button type="submit" variant="primary" busy={update.isPending}>
            {t('console-people.set_password')}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
