import { useQuery } from '@tanstack/react-query';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { BatchesCard } from './BatchesCard.tsx';
import { EventsCard } from './EventsCard.tsx';
import { GoldListCard } from './GoldListCard.tsx';
import { PeopleCard } from './PeopleCard.tsx';
import { PolicyCard } from './PolicyCard.tsx';
import { PoolCard } from './PoolCard.tsx';
import { RulesCard } from './RulesCard.tsx';

/** Who gets which comparison: the policy, batches, people, gold and what its rules did. */
export default function RoutingPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const routing = useQuery({ ...read('getRouting', { params: { projectId } }), refetchOnMount: 'always' });
  return (
    <ProjectFrame projectId={projectId} title={t('console-routing.title')}>
      <div className={styles['steps']}>
        <p className="muted">{t('console-routing.what')}</p>
        {routing.error === null ? null : (
          <ProblemState error={routing.error} onRetry={() => void routing.refetch()} />
        )}
        {routing.isPending ? <Skeleton lines={8} /> : null}
        {routing.data === undefined ? null : (
          <>
            <PolicyCard
              projectId={projectId}
              policy={routing.data.policy}
              onStale={() => void routing.refetch()}
            />
            {(routing.data.policy?.active ?? null) === null ? null : <PoolCard pool={routing.data.pool} />}
            <RulesCard
              projectId={projectId}
              policy={routing.data.policy}
              onStale={() => void routing.refetch()}
            />
            <BatchesCard projectId={projectId} {...routing.data} />
            <PeopleCard projectId={projectId} members={routing.data.members} />
            <GoldListCard projectId={projectId} />
            <EventsCard projectId={projectId} />
          </>
        )}
      </div>
    </ProjectFrame>
  );
}
