import type { AnnotatorProject } from '@pairwright/contract/annotate';
import { useContext, useEffect } from 'react';
import { Link } from 'wouter';
import { NoAnswer } from '../../api/client.ts';
import { problemCode } from '../../api/problem.ts';
import { ProblemState } from '../../api/ProblemState.tsx';
import { useT } from '../../i18n/use-i18n.ts';
import { useOutbox, useOutboxStatus } from '../../outbox/use-outbox.ts';
import { paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import styles from './bench.module.css';
import { LaterEnd } from '../life/later.tsx';
import { ConsentAsked } from '../consent/consent-asked.ts';
import type { Supply } from '../session/controller.ts';
import { NothingWhy } from './NothingWhy.tsx';

interface NothingToShowProps {
  project: AnnotatorProject;
  supply: Supply;
  exhausted: boolean;
  doneToday: number;
  onRetry: () => void;
}

/** What stands where a pair would: on its way, none left, paused, no connection, or a fault. */
export function NothingToShow({ project, supply, exhausted, doneToday, onRetry }: NothingToShowProps) {
  const t = useT();
  const { waiting, state: sending } = useOutboxStatus();
  if (supply.state === 'failed')
    return <Centered>{<Failure error={supply.error} onRetry={onRetry} />}</Centered>;
  if (project.state !== 'active' && (exhausted || supply.state === 'starting')) {
    return (
      <Centered>
        <EmptyState title={t('labeling.paused')} action={<ToMyWork />}>
          {t('labeling.paused_why')}
        </EmptyState>
      </Centered>
    );
  }
  if (supply.state === 'ready' && exhausted) {
    return (
      <Centered>
        <Finished project={project} supply={supply} doneToday={doneToday} onRetry={onRetry} />
      </Centered>
    );
  }
  if (supply.state === 'ready' && waiting > 0 && sending === 'retrying')
    return <Centered>{<Arriving waiting={waiting} />}</Centered>;
  return (
    <Centered>
      <div className={styles['skeleton']}>
        <Skeleton lines={8} />
      </div>
    </Centered>
  );
}

function Centered({ children }: { children: React.ReactNode }) {
  return <div className={styles['center']}>{children}</div>;
}

function Failure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const t = useT();
  const ask = useContext(ConsentAsked);
  const mustAgree = problemCode(error) === 'consent_needed';
  useEffect(() => {
    if (mustAgree) ask();
    // Once: the way to ask is another one with each look at the project.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [mustAgree]);
  if (problemCode(error) === 'project_not_active') {
    return (
      <EmptyState title={t('labeling.paused')} action={<ToMyWork />}>
        {t('labeling.paused_why')}
      </EmptyState>
    );
  }
  if (error instanceof NoAnswer) {
    return (
      <EmptyState
        title={t('labeling.offline_title')}
        action={
          <Button icon="refresh" onClick={onRetry}>
            {t('ui.retry')}
          </Button>
        }
      >
        {t('labeling.offline_why')}
      </EmptyState>
    );
  }
  return <ProblemState error={error} safe={t('labeling.work_safe')} onRetry={onRetry} />;
}

/** What was decided does not get through: whether there is more is known when it has. */
function Arriving({ waiting }: { waiting: number }) {
  const t = useT();
  const outbox = useOutbox();
  return (
    <EmptyState
      title={t('labeling.arriving')}
      action={
        <Button icon="sync" onClick={() => outbox.sendNow()}>
          {t('labeling.arriving_send')}
        </Button>
      }
    >
      <p>{t('labeling.arriving_why')}</p>
      <p>{t('labeling.finished_unsent', { count: waiting })}</p>
    </EmptyState>
  );
}

function Finished({ project, supply, doneToday, onRetry }: Omit<NothingToShowProps, 'exhausted'>) {
  const t = useT();
  const { nothing } = supply;
  const stopped = nothing !== null && nothing.reason !== 'all_done';
  const { waiting } = useOutboxStatus();
  return (
    <EmptyState
      title={t(stopped ? 'labeling.nothing_now' : 'labeling.finished')}
      action={
        <span className="row">
          <ToMyWork />
          <Button icon="refresh" onClick={onRetry}>
            {t('labeling.look_again')}
          </Button>
        </span>
      }
    >
      {stopped ? (
        <NothingWhy nothing={nothing} projectId={project.id} onRetry={onRetry} />
      ) : (
        <p>{t('labeling.finished_why')}</p>
      )}
      <p>{t('labeling.finished_today', { count: doneToday })}</p>
      <p>
        {waiting === 0 ? t('labeling.finished_synced') : t('labeling.finished_unsent', { count: waiting })}
      </p>
      <LaterEnd projectName={project.name} />
    </EmptyState>
  );
}

function ToMyWork() {
  const t = useT();
  return (
    <Link href={paths.work()} className={buttonClass('primary')}>
      {t('labeling.back_to_work')}
    </Link>
  );
}
