import type { Project } from '@pairwright/contract/projects';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useWrite } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { toast } from '../../../ui/toast.ts';
import { TRASH_DAYS } from './days.ts';
import { NameDialog } from './NameDialog.tsx';

/** Moves a project to the trash. */
export function TrashCard({ project }: { project: Project }) {
  const t = useT();
  const [, go] = useLocation();
  const [asking, setAsking] = useState(false);
  const trash = useWrite('trashProject', ['listProjects', 'listMyProjects', 'listTrash', 'getMe']);
  const params = { projectId: project.id };
  return (
    <Card title={t('console-trash.delete_title')}>
      <p>{t('console-trash.delete_why', { days: TRASH_DAYS })}</p>
      <div>
        <Button icon="trash" onClick={() => setAsking(true)}>
          {t('console-trash.delete')}
        </Button>
      </div>
      {asking ? (
        <NameDialog
          title={t('console-trash.delete_ask', { name: project.name })}
          name={project.name}
          confirm={t('console-trash.delete')}
          busy={trash.isPending}
          error={trash.error}
          onClose={() => setAsking(false)}
          onConfirm={(name) =>
            trash.mutate(
              { params, body: { name } },
              {
                onSuccess: () => {
                  toast(t('console-trash.deleted', { name: project.name }));
                  go(paths.trash());
                },
              },
            )
          }
        >
          <p>{t('console-trash.delete_what', { days: TRASH_DAYS })}</p>
        </NameDialog>
      ) : null}
    </Card>
  );
}
