import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';

/** For the owner, while demo projects are there. */
export function DemoNotice() {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const client = useQueryClient();
  const remove = useWrite('deleteDemo');
  return (
    <Card title={t('console-projects.demo_title')}>
      <p>{t('console-projects.demo_why')}</p>
      <FormProblem error={remove.error} />
      <div>
        <Button icon="trash" onClick={() => setAsking(true)}>
          {t('console-projects.demo_remove')}
        </Button>
      </div>
      {asking ? (
        <ConfirmDialog
          title={t('console-projects.demo_ask')}
          confirm={t('console-projects.demo_remove')}
          danger
          busy={remove.isPending}
          onClose={() => setAsking(false)}
          onConfirm={() =>
            remove.mutate(
              {},
              {
                // The account that asked may be gone with the demo: the first page says what comes next.
                onSuccess: () => window.location.assign(paths.signIn()),
                onSettled: () => {
                  setAsking(false);
                  void client.invalidateQueries();
                },
              },
            )
          }
        >
          <p>{t('console-projects.demo_what')}</p>
        </ConfirmDialog>
      ) : null}
    </Card>
  );
}
