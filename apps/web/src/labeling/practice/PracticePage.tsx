import type { AnnotatorProject } from '@pairwright/contract/annotate';
import type { CallOutput } from '@pairwright/contract/client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { ProblemState } from '../../api/ProblemState.tsx';
import { read } from '../../api/queries.ts';
import { useT } from '../../i18n/use-i18n.ts';
import { paths } from '../../paths.ts';
import { UserMenu } from '../../shell/UserMenu.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { LaterGate } from '../consent/LaterGate.tsx';
import { GuidelinesDock } from '../desk/GuidelinesDock.tsx';
import styles from '../desk/bench.module.css';
import { isCounted } from './attempt.ts';
import { Results } from './Results.tsx';
import { Round } from './Round.tsx';
import { Tour } from './Tour.tsx';
import { rememberTour, tourSeen } from './tour.ts';

type Practice = CallOutput<'listPractice'>;

/** Learning without consequences: a tour of the tools, then the project's own examples. */
export function PracticePage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const input = { params: { projectId } };
  const project = useQuery(read('getMyProject', input));
  const practice = useQuery({ ...read('listPractice', input), refetchOnWindowFocus: false });
  usePageTitle(t('practice.title'));
  const error = project.error ?? practice.error;
  const title =
    project.data === undefined ? t('practice.title') : t('practice.title_of', { project: project.data.name });
  const ready = project.data !== undefined && practice.data !== undefined;
  const [dock, setDock] = useState(false);
  if (project.data !== undefined && project.data.consent !== null)
    return <LaterGate project={project.data} consent={project.data.consent} />;
  return (
    <div className={styles['bench']}>
      <header className={styles['header']}>
        <Link href={paths.work()} className={styles['back']}>
          <Icon name="chevronLeft" />
          <span className={styles['backText']}>{t('labeling.back_to_work')}</span>
        </Link>
        <h1 className={styles['title']} title={title}>
          {title}
        </h1>
        <span className={styles['spread']} />
        <Button
          variant="quiet"
          icon="book"
          aria-expanded={dock}
          aria-keyshortcuts="G"
          className={styles['guidelinesButton']}
          onClick={() => setDock(!dock)}
        >
          <span className={styles['wideOnly']}>{t('labeling.guidelines')}</span>
        </Button>
        <UserMenu />
      </header>
      <main className={styles['body']} id="content">
        <div className={styles['frame']} data-desk="">
          {ready ? (
            <Phases project={project.data} practice={practice.data} onGuidelines={() => setDock(!dock)} />
          ) : error === null ? (
            <Skeleton lines={8} />
          ) : (
            <ProblemState error={error} onRetry={() => void practice.refetch()} />
          )}
        </div>
        {dock && project.data !== undefined ? (
          <GuidelinesDock guidelines={project.data.guidelines} onClose={() => setDock(false)} />
        ) : null}
      </main>
    </div>
  );
}

interface PhasesProps {
  project: AnnotatorProject;
  practice: Practice;
  onGuidelines: () => void;
}

function Phases({ project, practice, onGuidelines }: PhasesProps) {
  const { question, items, standing } = practice;
  const afterTour = items.length === 0 ? 'results' : 'round';
  const [phase, setPhase] = useState<'tour' | 'round' | 'results'>(() => (tourSeen() ? afterTour : 'tour'));
  useEffect(() => {
    if (phase !== 'tour') rememberTour();
  }, [phase]);
  switch (phase) {
    case 'tour':
      return <Tour question={question} onGuidelines={onGuidelines} onEnd={() => setPhase(afterTour)} />;
    case 'round':
      return (
        <Round
          projectId={project.id}
          question={question}
          items={items}
          counts={isCounted(standing)}
          onGuidelines={onGuidelines}
          onEnd={() => setPhase('results')}
        />
      );
    case 'results':
      return (
        <Results
          projectId={project.id}
          question={question}
          items={items}
          standing={standing}
          onAgain={() => setPhase('round')}
          onTour={() => setPhase('tour')}
        />
      );
  }
}
