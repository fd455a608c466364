import type { VersionDiff } from '@pairwright/contract/version-diff';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import styles from '../shared/console.module.css';
import { ProjectFrame } from '../shared/ProjectFrame.tsx';
import { useDiffFilter } from './diff-filters.ts';
import { DiffRows } from './DiffRows.tsx';
import { DiffSummary } from './DiffSummary.tsx';

/** What differs between two frozen versions; the address is all it takes to come back to it. */
export default function DiffPage({ params }: { params: Record<string, string> }) {
  const t = useT();
  const ids = {
    projectId: params['projectId'] ?? '',
    versionId: params['versionId'] ?? '',
    toId: params['toId'] ?? '',
  };
  const filters = useDiffFilter();
  const diff = useQuery({ ...read('getVersionDiff', { params: ids }), staleTime: Infinity });
  return (
    <ProjectFrame projectId={ids.projectId} title={t('console-versions.title')}>
      {diff.error === null ? null : <ProblemState error={diff.error} onRetry={() => void diff.refetch()} />}
      <div className={styles['steps']}>
        {diff.isPending ? <Skeleton lines={6} /> : null}
        {diff.data === undefined ? null : (
          <>
            <Sides projectId={ids.projectId} diff={diff.data} />
            <DiffSummary diff={diff.data} onNarrow={filters.choose} />
          </>
        )}
        {diff.error === null ? <DiffRows params={ids} filters={filters} /> : null}
      </div>
    </ProjectFrame>
  );
}

function Sides({ projectId, diff }: { projectId: string; diff: VersionDiff }) {
  const t = useT();
  const formats = useFormats();
  const sides = [
    ['console-versions.col_before', diff.from],
    ['console-versions.col_after', diff.to],
  ] as const;
  return (
    <>
      <dl className={styles['facts']}>
        {sides.map(([key, one]) => (
          <div key={key} className={styles['contents']}>
            <dt>{t(key)}</dt>
            <dd>
              <Link href={paths.version(projectId, one.versionId)}>
                <bdi dir="auto">
                  {t('console-datasets.version_of', { dataset: one.dataset, version: one.version })}
                </bdi>
              </Link>{' '}
              {t('console-datasets.frozen_at', { when: formats.dateTime(one.frozenAt) })}
            </dd>
          </div>
        ))}
      </dl>
      <p>
        <Link href={paths.versionDiff(projectId, diff.to.versionId, diff.from.versionId)}>
          {t('console-versions.turn_round')}
        </Link>
      </p>
    </>
  );
}
