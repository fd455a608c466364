import type { DatasetHealth, HealthReport } from '@pairwright/contract/dataset-health';
import { isOfLabels } from '@pairwright/domain/dataset-health/of-labels';
import { useWrite } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Button } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ProgressBar } from '../../../ui/ProgressBar.tsx';
import { FormProblem } from '../shared/FormProblem.tsx';
import { WaitingForWorker } from '../shared/WaitingForWorker.tsx';
import { JobFailure } from '../shared/JobFailure.tsx';
import { CountCards } from './CountCards.tsx';
import { EstimateCards } from './EstimateCards.tsx';
import { FindingsCard } from './FindingsCard.tsx';

interface Props {
  report: HealthReport;
  /** The request for a new one. */
  making: { isPending: boolean; error: Error | null };
  onMake: () => void;
}

/** A health report in whatever state it is. */
export function HealthReportView({ report, making, onMake }: Props) {
  const t = useT();
  const again = (
    <Button busy={making.isPending} onClick={onMake}>
      {t('console-health.again')}
    </Button>
  );
  return (
    <>
      <p className="muted">{t('console-health.why')}</p>
      <FormProblem error={making.error} />
      {report.state === 'queued' || report.state === 'running' ? <Progress report={report} /> : null}
      {report.state === 'failed' ? (
        <JobFailure title={t('console-health.failed')} error={report.error}>
          {again}
        </JobFailure>
      ) : null}
      {report.state === 'cancelled' ? (
        <EmptyState title={t('console-health.cancelled')} action={again}>
          <p>{t('console-health.cancelled_why')}</p>
        </EmptyState>
      ) : null}
      {report.result === null ? null : <Result report={report} health={report.result} />}
    </>
  );
}

function Progress({ report }: { report: HealthReport }) {
  const t = useT();
  const cancel = useWrite('cancelHealth', ['getHealth', 'getVersionHealth']);
  const step = report.step === null ? t('console-health.queued') : t(`console-health.step_${report.step}`);
  return (
    <Card title={t('console-health.working')}>
      <ProgressBar
        label={step}
        value={report.percent}
        max={report.state === 'queued' ? null : 100}
        detail={t('console-health.leave')}
      />
      {report.state === 'queued' ? <WaitingForWorker /> : null}
      <FormProblem error={cancel.error} />
      <div>
        <Button
          busy={cancel.isPending}
          onClick={() => cancel.mutate({ params: { projectId: report.projectId, reportId: report.id } })}
        >
          {t('console-health.cancel')}
        </Button>
      </div>
    </Card>
  );
}

function Result({ report, health }: { report: HealthReport; health: DatasetHealth }) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      <p>
        {t('console-health.made_from', {
          rows: health.rows,
          prompts: health.prompts,
          time: report.asOf === null ? '' : formats.dateTime(report.asOf),
        })}{' '}
        {report.versionId === null ? t('console-health.as_recipe') : null}
      </p>
      <FindingsCard
        projectId={report.projectId}
        findings={health.findings}
        ofLabels={isOfLabels(health)}
        nearAtLeast={health.shared.atLeast === true}
      />
      <EstimateCards health={health} />
      <CountCards health={health} />
    </>
  );
}
