import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { explainProblem } from '../../../../api/problem.ts';
import { useWrite } from '../../../../api/queries.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { Button } from '../../../../ui/Button.tsx';
import { ConfirmDialog } from '../../../../ui/ConfirmDialog.tsx';
import { toast } from '../../../../ui/toast.ts';
import styles from '../../shared/console.module.css';
import type { ReadingDesk } from './use-reading.ts';

/** Forgets the saved mapping that is chosen; what it read stays, and its columns stay here to be changed. */
export function ForgetMapping({
  desk,
  mapping,
}: {
  desk: ReadingDesk;
  mapping: { id: string; name: string };
}) {
  const t = useT();
  const [isAsked, setAsked] = useState(false);
  const forget = useWrite('deleteMapping');
  const client = useQueryClient();
  const { id, name } = mapping;
  const confirm = () => {
    if (forget.isPending) return;
    void forget.mutateAsync({ params: { projectId: desk.job.projectId, mappingId: id } }).then(
      () => {
        // The form takes over what the mapping says, before the list knows it no more: this part is gone then.
        desk.choose({ by: 'columns' });
        toast(t('console-imports.mapping_forgotten', { name }));
        for (const read of ['listMappings', 'inspectImport'])
          void client.invalidateQueries({ queryKey: [read] });
      },
      (error: unknown) => {
        toast(explainProblem(error, t).title);
        setAsked(false);
      },
    );
  };
  return (
    <div className={styles['actions']}>
      <Button onClick={() => setAsked(true)}>{t('console-imports.forget_mapping')}</Button>
      {isAsked ? (
        <ConfirmDialog
          title={t('console-imports.forget_mapping_title', { name })}
          confirm={t('console-imports.forget_mapping')}
          danger
          busy={forget.isPending}
          onConfirm={confirm}
          onClose={() => setAsked(false)}
        >
          <p>{t('console-imports.forget_mapping_effect')}</p>
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
