import { useQueryClient } from '@tanstack/react-query';
import { read, useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import styles from '../shared/console.module.css';
import { FormProblem } from '../shared/FormProblem.tsx';
import { JobProgress } from '../shared/JobProgress.tsx';
import { JobFailure } from '../shared/JobFailure.tsx';
import { WaitingForWorker } from '../shared/WaitingForWorker.tsx';
import { VersionWaterfall } from '../versions/VersionWaterfall.tsx';
import { FilteredJudgments } from './FilteredJudgments.tsx';
import { KindTable } from './KindTable.tsx';
import type { Version } from './version.ts';

interface Props {
  projectId: string;
  version: Version;
}

/** What a version holds, or how far its freeze is and how it ended. */
export function FreezeCard({ projectId, version }: Props) {
  const t = useT();
  const client = useQueryClient();
  const cancel = useWrite('cancelFreeze', ['listVersions']);
  const params = { projectId, versionId: version.id };
  const again = () => client.invalidateQueries({ queryKey: read('getVersion', { params }).queryKey });
  return (
    <Card title={t('console-datasets.content')}>
      <FormProblem error={cancel.error} />
      {version.state === 'failed' ? (
        <JobFailure title={t('console-datasets.freeze_failed')} error={version.error}>
          <p className="muted">{t('console-datasets.freeze_failed_safe')}</p>
        </JobFailure>
      ) : null}
      {version.state === 'cancelled' ? <p role="status">{t('console-datasets.freeze_cancelled')}</p> : null}
      {version.state === 'queued' || version.state === 'running' ? (
        <>
          <FreezeProgress version={version} />
          <div className={styles['actions']}>
            <Button
              busy={cancel.isPending}
              onClick={() => cancel.mutate({ params }, { onSettled: () => void again() })}
            >
              {t('console-datasets.cancel_freeze')}
            </Button>
          </div>
        </>
      ) : null}
      <FrozenContent projectId={projectId} version={version} />
    </Card>
  );
}

function FreezeProgress({ version }: { version: Version }) {
  const t = useT();
  const label =
    version.progress === null
      ? t(`console-datasets.freeze_${version.state === 'queued' ? 'queued' : 'running'}`)
      : t(`console-datasets.freeze_step_${version.progress.step}`);
  return (
    <>
      <JobProgress label={label} progress={version.progress} counts="comparisons" />
      {version.state === 'queued' ? <WaitingForWorker /> : null}
      <p className="muted">{t('console-datasets.freeze_leave')}</p>
    </>
  );
}

function FrozenContent({ projectId, version }: Props) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      {version.frozenAt === null ? null : (
        <p>
          {t('console-datasets.frozen_at', { when: formats.dateTime(version.frozenAt) })}{' '}
          {t('console-datasets.holds', { rows: version.rows ?? 0, votes: version.votes ?? 0 })}
        </p>
      )}
      {version.comparisons === null || version.rows === null || version.drops === null ? null : (
        <VersionWaterfall
          projectId={projectId}
          version={{
            id: version.id,
            comparisons: version.comparisons,
            units: version.units ?? version.comparisons,
            drops: version.drops,
            rows: version.rows,
          }}
        />
      )}
      <FilteredJudgments filtered={version.judgmentsFiltered} of={version.votes ?? 0} />
      {version.kinds === null ? null : <KindTable kinds={version.kinds} />}
    </>
  );
}
