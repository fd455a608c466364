import type { CallOutput } from '@pairwright/contract/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Card } from '../../../ui/Card.tsx';
import styles from '../shared/console.module.css';

type Item = CallOutput<'listComparisonVersions'>['items'][number];

/** What the newest version of each dataset has of a comparison, each with the way to why. */
export function InVersionsCard({ projectId, comparisonId }: { projectId: string; comparisonId: string }) {
  const t = useT();
  const found = useQuery(read('listComparisonVersions', { params: { projectId, comparisonId } }));
  if (found.data?.items.length === 0 || found.isPending) return null;
  return (
    <Card title={t('console-versions.in_versions')}>
      {found.error === null ? null : (
        <ProblemState error={found.error} onRetry={() => void found.refetch()} />
      )}
      <ul className={styles['notes']}>
        {found.data?.items.map((item) => (
          <li key={item.versionId}>
            <Link href={paths.why(projectId, item.versionId, comparisonId)}>
              <bdi dir="auto">
                {t('console-datasets.version_of', { dataset: item.dataset, version: item.version })}
              </bdi>
            </Link>
            {': '}
            <Standing item={item} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Standing({ item }: { item: Item }) {
  const t = useT();
  const formats = useFormats();
  const reasons = formats.list((item.dropped ?? []).map((reason) => t(`console-datasets.reason_${reason}`)));
  if (item.own === 0)
    return reasons === ''
      ? t('console-versions.not_there')
      : t('console-versions.left_out', { reason: reasons });
  const rows = t('console-versions.own_rows', { count: item.own });
  return reasons === '' ? rows : `${rows}; ${t('console-versions.left_out', { reason: reasons })}`;
}
