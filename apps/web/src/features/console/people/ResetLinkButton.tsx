import type { User } from '@pairwright/contract/people';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { linkWith, ShownOnce } from './ShownOnce.tsx';
import { SomebodyProofForm } from './SomebodyProofForm.tsx';

/** A one-time link by which a person chooses a new password, so that nobody else ever knows it. */
export function ResetLinkButton({ user }: { user: User }) {
  const t = useT();
  const formats = useFormats();
  const [open, setOpen] = useState(false);
  const make = useWrite('createPasswordReset');
  const close = () => {
    setOpen(false);
    make.reset();
  };
  const title = t('console-invites.reset_named', { name: user.name });
  return (
    <>
      <Button size="small" aria-label={title} onClick={() => setOpen(true)}>
        {t('console-invites.reset')}
      </Button>
      <Dialog open={open} title={title} onClose={close}>
        {make.data === undefined ? (
          <SomebodyProofForm
            user={user}
            what={t('console-invites.reset_what')}
            action={t('console-invites.reset_make')}
            busy={make.isPending}
            error={make.error}
            onProof={(proof) => make.mutate({ params: { userId: user.id }, body: proof })}
          />
        ) : (
          <ShownOnce
            title={t('console-invites.reset_made', { when: formats.dateTime(make.data.expiresAt) })}
            link={linkWith(paths.reset(), make.data.token)}
            copy={t('console-invites.copy')}
            onDone={close}
          >
            {t('console-invites.reset_once')}
          </ShownOnce>
        )}
      </Dialog>
    </>
  );
}
