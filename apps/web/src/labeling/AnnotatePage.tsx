import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '../api/ProblemState.tsx';
import { read } from '../api/queries.ts';
import { useT } from '../i18n/use-i18n.ts';
import { AppShell } from '../shell/AppShell.tsx';
import { usePageTitle } from '../shell/use-page-title.ts';
import { Skeleton } from '../ui/Skeleton.tsx';
import { ConsentAsked } from './consent/consent-asked.ts';
import { LaterGate } from './consent/LaterGate.tsx';
import { Workbench } from './Workbench.tsx';

export function AnnotatePage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const project = useQuery({
    ...read('getMyProject', { params: { projectId } }),
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    // Guidelines may change during a long sitting.
    refetchInterval: 300_000,
  });
  usePageTitle(project.data?.name ?? t('labeling.annotate'));
  // The day's count must be fresh: the workbench counts on from it.
  const settled = project.isFetchedAfterMount || !project.isFetching;
  // Whoever is at work is asked once nothing is left to do, not in the middle of a pair.
  const [atWork, setAtWork] = useState<string | null>(null);
  if (project.data !== undefined && settled) {
    const { consent } = project.data;
    if (consent !== null && atWork !== projectId)
      return <LaterGate project={project.data} consent={consent} />;
    if (atWork !== projectId) setAtWork(projectId);
    const ask = () => void project.refetch().then(() => setAtWork(null));
    return (
      <ConsentAsked value={ask}>
        <Workbench key={project.data.id} project={project.data} />
      </ConsentAsked>
    );
  }
  return (
    <AppShell>
      {project.error === null ? (
        <Skeleton lines={8} />
      ) : (
        <ProblemState
          error={project.error}
          safe={t('labeling.work_safe')}
          onRetry={() => void project.refetch()}
        />
      )}
    </AppShell>
  );
}
