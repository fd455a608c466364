import type { CallOutput } from '@pairwright/contract/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { read } from '../../../../api/queries.ts';
import { useFormats } from '../../../../i18n/format.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Card } from '../../../../ui/Card.tsx';
import { EmptyState } from '../../../../ui/EmptyState.tsx';
import { PersonActions } from '../../people/PersonActions.tsx';
import { WhatTheySay } from '../../people/WhatTheySay.tsx';
import { Figures } from '../../shared/Figures.tsx';
import { ProjectFrame } from '../../shared/ProjectFrame.tsx';
import { StatisticsFrame } from '../StatisticsFrame.tsx';
import { askAgain, useComputation } from '../use-statistics.ts';
import { AlertsCard } from './AlertsCard.tsx';
import { EraseNameCard } from './EraseNameCard.tsx';
import { NumbersTable } from './NumbersTable.tsx';
import { TimelineCard } from './TimelineCard.tsx';
import { VotesCard } from './VotesCard.tsx';

type Known = CallOutput<'getAnnotator'>;
export type Profile = NonNullable<Known['result']>;

export default function AnnotatorPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const annotatorId = params['annotatorId'] ?? '';
  const query = useQuery({
    ...read('getAnnotator', { params: { projectId, annotatorId }, query: {} }),
    refetchInterval: ({ state }) => askAgain(state.data),
  });
  const computation = useComputation({
    projectId,
    wish: { kind: 'annotators', options: {} },
    known: query.data,
    reads: ['getAnnotator', 'getAnnotators'],
  });
  const name = query.data?.result?.name ?? t('console-annotators.annotator');
  const nobody = query.data !== undefined && query.data.snapshot !== null && query.data.result === null;
  return (
    <ProjectFrame projectId={projectId} title={name}>
      <p>
        <Link href={paths.annotators(projectId)}>{t('console-annotators.back')}</Link>
      </p>
      <PersonActions projectId={projectId} annotator={{ id: annotatorId, name }} />
      {nobody ? (
        <EmptyState title={t('console-annotators.no_votes')}>
          {t('console-annotators.no_votes_why')}
        </EmptyState>
      ) : null}
      <StatisticsFrame statistics={{ query, ...computation }}>
        {(profile) => (
          <>
            <Activity profile={profile} />
            <AlertsCard projectId={projectId} profile={profile} />
            <NumbersTable profile={profile} />
            <TimelineCard profile={profile} />
            <EraseNameCard projectId={projectId} profile={profile} />
          </>
        )}
      </StatisticsFrame>
      <Card title={t('console-replies.title')}>
        <WhatTheySay projectId={projectId} annotatorId={annotatorId} />
      </Card>
      <VotesCard projectId={projectId} annotatorId={annotatorId} />
    </ProjectFrame>
  );
}

const votesOf = { votes: 'counted', goldVotes: 'gold', repeatVotes: 'repeat', skips: 'skipped' } as const;
const counted = ['votes', 'goldVotes', 'repeatVotes', 'skips'] as const;

/** The day of a moment, in UTC. */
function onDay(at: string): { from: string; to: string } {
  const day = new Date(at).toISOString().slice(0, 10);
  return { from: day, to: day };
}

function Activity({ profile }: { profile: Profile }) {
  const t = useT();
  const formats = useFormats();
  const by = profile.annotatorId;
  const times = ['firstActive', 'lastActive'] as const;
  return (
    <Figures
      label={t('console-annotators.activity')}
      items={[
        ...counted.map((name) => ({
          label: t(`console-annotators.count_${name}`),
          value: formats.number(profile[name]),
          rows: { by, votes: votesOf[name] },
        })),
        ...times.map((name) => ({
          label: t(`console-annotators.time_${name}`),
          value: profile[name] === null ? '–' : formats.date(profile[name]),
          ...(profile[name] === null ? {} : { rows: { by, ...onDay(profile[name]) } }),
        })),
      ]}
    />
  );
}
