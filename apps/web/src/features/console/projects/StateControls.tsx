import type { Project } from '@pairwright/contract/projects';
import { useWrite } from '../../../api/queries.ts';
import { explainProblem } from '../../../api/problem.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { toast } from '../../../ui/toast.ts';

/** Pause, resume, archive: each at once, each can be undone. */
export function StateControls({ project }: { project: Project }) {
  const t = useT();
  const update = useWrite('updateProject', ['getProject', 'listProjects', 'listMyProjects', 'getMe']);
  const set = (state: Project['state'], undoTo?: Project['state']) => {
    update.mutate(
      { params: { projectId: project.id }, body: { state } },
      {
        onSuccess: () =>
          toast(
            t(`console-projects.now_${state}`),
            undoTo === undefined ? {} : { action: { label: t('console.undo'), onSelect: () => set(undoTo) } },
          ),
        onError: (error) => toast(explainProblem(error, t).title),
      },
    );
  };
  return (
    <>
      {project.state === 'active' ? (
        <Button busy={update.isPending} onClick={() => set('paused', 'active')}>
          {t('console-projects.pause')}
        </Button>
      ) : (
        <Button busy={update.isPending} onClick={() => set('active')}>
          {t('console-projects.resume')}
        </Button>
      )}
      {project.state === 'archived' ? null : (
        // What was paused cannot go from archived straight back to paused.
        <Button
          busy={update.isPending}
          onClick={() => set('archived', project.state === 'active' ? 'active' : undefined)}
        >
          {t('console-projects.archive')}
        </Button>
      )}
    </>
  );
}
