import { useState } from 'react';
import { explainProblem } from '../../../api/problem.ts';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { toast } from '../../../ui/toast.ts';

/** Ends the sessions of everybody but oneself here. */
export function AllSessionsCard() {
  const t = useT();
  const [open, setOpen] = useState(false);
  const end = useWrite('endAllSessions');
  return (
    <Card title={t('console-people.sessions_all')}>
      <p className="muted">{t('console-people.sessions_all_why')}</p>
      <div>
        <Button onClick={() => setOpen(true)}>{t('console-people.sign_out_all')}</Button>
      </div>
      {open ? (
        <ConfirmDialog
          title={t('console-people.sign_out_all_ask')}
          confirm={t('console-people.sign_out_all')}
          danger
          busy={end.isPending}
          onClose={() => setOpen(false)}
          onConfirm={() =>
            end.mutate(
              {},
              {
                onSuccess: ({ ended }) => toast(t('console-people.signed_out_all', { count: ended })),
                onError: (error) => toast(explainProblem(error, t).title),
                onSettled: () => setOpen(false),
              },
            )
          }
        >
          <p>{t('console-people.sign_out_what')}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}
