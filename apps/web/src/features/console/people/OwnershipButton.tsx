import type { OwnershipChange, User } from '@pairwright/contract/people';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { useMe } from '../../../shell/use-me.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { RadioGroup } from '../../../ui/Field.tsx';
import { toast } from '../../../ui/toast.ts';
import { type NamedProof, NamedProofForm } from './SomebodyProofForm.tsx';

/** Hands the installation over, takes somebody in as owner, or ends that. */
export function OwnershipButton({ user }: { user: User }) {
  const t = useT();
  const [open, setOpen] = useState(false);
  const title = t('console-people.ownership_named', { name: user.name });
  return (
    <>
      <Button size="small" aria-label={title} onClick={() => setOpen(true)}>
        {t('console-people.ownership')}
      </Button>
      {open ? <OwnershipDialog user={user} title={title} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** What can be changed about somebody. */
function choices(user: User, isMe: boolean): readonly OwnershipChange[] {
  if (isMe) return ['end'];
  return user.isOwner ? ['end', 'hand_over'] : ['take_in', 'hand_over'];
}

interface Props {
  user: User;
  title: string;
  onClose: () => void;
}

function OwnershipDialog({ user, title, onClose }: Props) {
  const t = useT();
  const [, navigate] = useLocation();
  const isMe = useMe().id === user.id;
  const offered = choices(user, isMe);
  const [change, setChange] = useState<OwnershipChange>(offered[0] ?? 'end');
  const write = useWrite('changeOwnership', ['listUsers', 'getMe']);
  const send = (proof: NamedProof) =>
    write.mutate(
      { params: { userId: user.id }, body: { change, ...proof } },
      {
        onSuccess: () => {
          toast(t(`console-people.ownership_done_${change}`, { name: user.name }));
          onClose();
          // Who is no owner any more sees no people.
          if (isMe || change === 'hand_over') navigate(paths.home());
        },
      },
    );
  return (
    <Dialog open title={title} onClose={onClose}>
      <NamedProofForm
        user={user}
        what={t('console-people.ownership_what')}
        action={t('console-people.ownership_confirm')}
        busy={write.isPending}
        error={write.error}
        onProof={send}
      >
        <RadioGroup
          label={t('console-people.ownership')}
          value={change}
          options={offered.map((value) => ({
            value,
            label: t(`console-people.ownership_${value}`, { name: user.name }),
            hint: t(`console-people.ownership_${value}_hint`),
          }))}
          onChange={setChange}
        />
      </NamedProofForm>
    </Dialog>
  );
}
