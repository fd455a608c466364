import type { User } from '@pairwright/contract/people';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { toast } from '../../../ui/toast.ts';
import { SomebodyProofForm } from './SomebodyProofForm.tsx';

/** For somebody whose phone is gone and whose recovery codes too. */
export function LostFactorsButton({ user }: { user: User }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const remove = useWrite('removeFactors');
  const { name } = user;
  const title = t('console-invites.factors_named', { name });
  const close = () => {
    setOpen(false);
    remove.reset();
  };
  return (
    <>
      <Button size="small" aria-label={title} onClick={() => setOpen(true)}>
        {t('console-invites.factors')}
      </Button>
      {open ? (
        <Dialog open title={title} onClose={close}>
          <SomebodyProofForm
            user={user}
            what={t('console-invites.factors_what')}
            action={t('console-invites.factors_take')}
            busy={remove.isPending}
            error={remove.error}
            onProof={(proof) =>
              remove.mutate(
                { params: { userId: user.id }, body: proof },
                {
                  onSuccess: () => {
                    toast(t('console-invites.factors_taken', { name }));
                    close();
                  },
                },
              )
            }
          />
        </Dialog>
      ) : null}
    </>
  );
}
