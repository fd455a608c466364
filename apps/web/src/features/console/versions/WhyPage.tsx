import type { WhyRow, WhyUnit } from '@pairwright/contract/version-why';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ApiProblem } from '../../../api/client.ts';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import styles from './versions.module.css';
import { WhyLookup } from './WhyLookup.tsx';
import { WhyOrigin } from './WhyOrigin.tsx';
import { WhyResolution } from './WhyResolution.tsx';
import { WhyRowCard } from './WhyRowCard.tsx';
import { WhySteps } from './WhySteps.tsx';
import { WhyUnits } from './WhyUnits.tsx';
import { WhyVotes } from './WhyVotes.tsx';

/** Why a row is in a version, or a comparison is not: from the import to the line of the file. */
export default function WhyPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const projectId = params['projectId'] ?? '';
  const ids = { projectId, versionId: params['versionId'] ?? '', rowId: params['rowId'] ?? '' };
  const why = useQuery(read('explainRow', { params: ids }));
  const isMissing = why.error instanceof ApiProblem && why.error.body.code === 'not_found';
  const shown = why.data === undefined ? null : unitOf(why.data);
  const title = shown?.row == null ? 'console-versions.why_not_title' : 'console-versions.why_title';
  return (
    <ProjectFrame
      projectId={projectId}
      title={t(why.data === undefined ? 'console-versions.why_title' : title)}
    >
      {isMissing ? (
        <EmptyState title={t('console-versions.unknown_row')}>
          {t('console-versions.unknown_row_why')}
        </EmptyState>
      ) : why.error === null ? null : (
        <ProblemState error={why.error} onRetry={() => void why.refetch()} />
      )}
      {why.isPending ? <Skeleton lines={8} /> : null}
      {why.data === undefined ? null : <Story projectId={projectId} why={why.data} unit={shown} />}
      <WhyLookup projectId={projectId} versionId={ids.versionId} />
    </ProjectFrame>
  );
}

/** The unit that was asked for; of a comparison its first row, else what is first. */
function unitOf({ asked, units }: WhyRow): WhyUnit | null {
  return (
    units.find(({ rowId }) => rowId === asked) ?? units.find(({ row }) => row !== null) ?? units[0] ?? null
  );
}

function Story({ projectId, why, unit }: { projectId: string; why: WhyRow; unit: WhyUnit | null }) {
  const t = useT();
  const formats = useFormats();
  const { version } = why;
  return (
    <>
      <p>
        <Link href={paths.version(projectId, version.versionId)}>
          <bdi dir="auto">
            {t('console-datasets.version_of', { dataset: version.dataset, version: version.version })}
          </bdi>
        </Link>{' '}
        {t('console-datasets.frozen_at', { when: formats.dateTime(version.frozenAt) })}
      </p>
      <p role="status">
        <strong>{useVerdict(why, unit)}</strong>
      </p>
      <ol className={styles['rows']}>
        <WhyOrigin projectId={projectId} why={why} />
        <WhyVotes projectId={projectId} why={why} />
        {why.units.length > 1 ? <WhyUnits projectId={projectId} why={why} shown={unit} /> : null}
        {unit === null ? null : (
          <>
            <WhyResolution why={why} unit={unit} />
            <WhySteps unit={unit} />
            {unit.row === null ? null : (
              <WhyRowCard projectId={projectId} why={why} row={unit.row} rowId={unit.rowId} />
            )}
          </>
        )}
      </ol>
    </>
  );
}

function useVerdict(why: WhyRow, unit: WhyUnit | null): string {
  const t = useT();
  if (unit === null) return t(`console-versions.no_units_${why.knowledge}`);
  if (unit.row !== null) return t('console-versions.verdict_row', { place: unit.row.ordinal });
  return t('console-versions.left_out', {
    reason: t(`console-datasets.reason_${unit.dropped ?? 'no_preference'}`),
  });
}
