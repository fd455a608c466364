import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useEffect, useState } from 'react';
import { keepLastSitting } from '../../features/my-work/last-sitting.ts';
import { useOutbox } from '../../outbox/use-outbox.ts';
import type { Controller } from '../session/controller.ts';
import { acknowledged, acknowledge, sendAcknowledged } from './acknowledge.ts';
import { BreakNudge } from './BreakNudge.tsx';
import { ChangedCard } from './ChangedCard.tsx';
import { ExamNews } from './ExamNews.tsx';
import { FirstVisit } from './FirstVisit.tsx';
import { fetchLife } from './load.ts';
import { summaryOf } from './summary.ts';

export interface LifeProps {
  project: AnnotatorProject;
  controller: Controller;
}

/** What is said around the pairs, above them and never over them. */
export function Life({ project, controller }: LifeProps) {
  const { userId } = useOutbox();
  useEffect(() => sendAcknowledged(userId), [userId]);
  useEffect(fetchLife, []);
  // The person's sitting, for the page they come to next.
  useEffect(() => () => keepLastSitting(summaryOf(controller, project.name)), [controller, project.name]);
  return (
    <>
      <GuidelinesToRead project={project} controller={controller} userId={userId} />
      {project.exam ? <ExamNews project={project} controller={controller} /> : null}
      <BreakNudge controller={controller} />
    </>
  );
}

function GuidelinesToRead({ project, controller, userId }: LifeProps & { userId: string }) {
  const { id, guidelines } = project;
  const [known, setKnown] = useState(() =>
    Math.max(project.acknowledged?.version ?? 0, acknowledged(userId, id)),
  );
  const read = (): void => {
    acknowledge(userId, id, guidelines.version);
    setKnown(guidelines.version);
  };
  if (known >= guidelines.version) return null;
  if (known > 0) {
    const before = project.acknowledged?.version === known ? project.acknowledged : null;
    const old = before?.markdown == null ? null : { markdown: before.markdown, other: before.other };
    return (
      <ChangedCard
        guidelines={guidelines}
        old={{ version: known, text: old }}
        holds={controller.holds}
        onRead={read}
      />
    );
  }
  return <FirstVisit project={project} onRead={read} />;
}
