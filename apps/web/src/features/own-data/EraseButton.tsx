import type { User } from '@pairwright/contract/people';
import { useState } from 'react';
import { useT } from '../../i18n/use-i18n.ts';
import { Button } from '../../ui/Button.tsx';
import { toast } from '../../ui/toast.ts';
import { useProvedWrite } from '../account/use-proved-write.tsx';
import { NameDialog } from '../console/trash/NameDialog.tsx';

/** Erases a person on request; their e-mail is typed by who means it. */
export function EraseButton({ user }: { user: User }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const erase = useProvedWrite('eraseUser', ['listUsers', 'listMembers']);
  return (
    <>
      <Button
        size="small"
        aria-label={t('own-data.erase_named', { name: user.name })}
        onClick={() => setAsking(true)}
      >
        {t('own-data.erase')}
      </Button>
      {asking ? (
        <NameDialog
          title={t('own-data.erase_ask', { name: user.name })}
          name={user.email}
          label={t('own-data.type_email', { email: user.email })}
          differs={t('own-data.email_differs')}
          confirm={t('own-data.erase_confirm')}
          busy={erase.isPending}
          error={erase.error}
          onClose={() => setAsking(false)}
          onConfirm={(email) =>
            erase.mutate(
              { params: { userId: user.id }, body: { email } },
              { onSuccess: () => toast(t('own-data.erased')) },
            )
          }
        >
          <p>{t('own-data.erase_removes')}</p>
          <p>{t('own-data.erase_keeps')}</p>
        </NameDialog>
      ) : null}
      {erase.asking}
    </>
  );
}
