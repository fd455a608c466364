import type { User } from '@pairwright/contract/people';
import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { toast } from '../../../ui/toast.ts';

/** For somebody whose phone is gone and whose recovery codes too. */
export function LostFactorsButton({ user }: { user: User }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const remove = useWrite('removeFactors');
  const { name } = user;
  const title = t('console-invites.factors_named', { name });
  return (
    <>
      <Button size="small" aria-label={title} onClick={() => setOpen(true)}>
        {t('console-invites.factors')}
      </Button>
      {open ? (
        <ConfirmDialog
          title={title}
          confirm={t('console-invites.factors_take')}
          danger
          busy={remove.isPending}
          onClose={() => setOpen(false)}
          onConfirm={() =>
            remove.mutate(
              { params: { userId: user.id } },
              {
                onSuccess: () => toast(t('console-invites.factors_taken', { name })),
                onError: (error) => toast(explainProblem(error, t).title),
                onSettled: () => setOpen(false),
              },
            )
          }
        >
          <p>{t('console-invites.factors_what')}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
