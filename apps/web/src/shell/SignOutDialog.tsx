import { useEffect, useState } from 'react';
import { api } from '../api/client.ts';
import { explainProblem } from '../api/problem.ts';
import { useT } from '../i18n/use-i18n.ts';
import { forgetEverybody } from '../device/device-store.ts';
import { forgetKey } from '../device/seal.ts';
import { isAnythingWaiting } from '../outbox/indexed-db-store.ts';
import { clearOutboxOf, countUnsent } from '../outbox/open-store.ts';
import { paths } from '../paths.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { toast } from '../ui/toast.ts';

interface Props {
  userId: string;
  onClose: () => void;
}

async function forgetDrafts(): Promise<void> {
  await (await import('../device/draft-store.ts')).forgetDrafts();
}

/** Signs out at once when all work is on the server; otherwise says what would be lost and asks. */
export function SignOutDialog({ userId, onClose }: Props) {
  const t = useT();
  const [unsent, setUnsent] = useState<number | null>(null);
  const [busy, setBusy] = useState(false);

  const leave = async () => {
    setBusy(true);
    try {
      await api.call('signOut', {});
      await Promise.all([clearOutboxOf(userId), forgetEverybody(), forgetDrafts()])
        // Last: nothing may be left that needs it.
        .then(() => forgetKey(isAnythingWaiting))
        .catch(() => undefined);
      // A fresh page: nothing of this person stays in memory.
      location.assign(paths.signIn());
    } catch (error) {
      toast(explainProblem(error, t).title);
      onClose();
    }
  };

  useEffect(() => {
    let here = true;
    void countUnsent(userId)
      // Without readable storage nothing can be waiting in it.
      .catch(() => 0)
      .then((count) => {
        if (!here) return;
        setUnsent(count);
        if (count === 0) void leave();
      });
    return () => {
      here = false;
    };
    // Asked once per opening.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [userId]);

  if (unsent === null || unsent === 0) return null;
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('shell.sign_out_unsent_title')}
      footer={
        <>
          <Button variant="danger" busy={busy} onClick={() => void leave()}>
            {t('shell.sign_out_anyway')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('shell.stay_signed_in')}
          </Button>
        </>
      }
    >
      <p>{t('shell.sign_out_unsent', { count: unsent })}</p>
    </Dialog>
  );
}
