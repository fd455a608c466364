import type { User } from '@pairwright/contract/people';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { toast } from '../../../ui/toast.ts';

/** Ends all sessions of somebody: of a lost device, for example. */
export function SignOutButton({ user }: { user: User }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const end = useWrite('endSessionsOf');
  const { name } = user;
  const title = t('console-people.sign_out_named', { name });
  return (
    <>
      <Button size="small" aria-label={title} onClick={() => setOpen(true)}>
        {t('console-people.sign_out')}
      </Button>
      {open ? (
        <ConfirmDialog
          title={title}
          confirm={t('console-people.sign_out')}
          busy={end.isPending}
          onClose={() => setOpen(false)}
          onConfirm={() =>
            end.mutate(
              { params: { userId: user.id } },
              {
                onSuccess: ({ ended }) => toast(t('console-people.signed_out', { name, count: ended })),
                onError: (error) => toast(explainProblem(error, t).title),
                onSettled: () => setOpen(false),
              },
            )
          }
        >
          <p>{t('console-people.sign_out_what')}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
