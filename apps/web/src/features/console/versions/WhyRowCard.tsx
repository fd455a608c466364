import type { WhyRow, WhyUnit } from '@pairwright/contract/version-why';
import { Link } from 'wouter';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { Card } from '../../../ui/Card.tsx';
import shared from '../shared/console.module.css';
import { SideFacts } from './SideFacts.tsx';
import styles from './versions.module.css';

interface Props {
  projectId: string;
  why: WhyRow;
  row: NonNullable<WhyUnit['row']>;
  rowId: string;
}

/** The row itself, why it is in its part, and where it stands in the files. */
export function WhyRowCard({ projectId, why, row, rowId }: Props) {
  const t = useT();
  return (
    <>
      <li>
        <Card title={t('console-versions.the_row')}>
          <SideFacts side={row} />
          <p>
            {t('console-versions.row_id')} <bdi className={styles['hash']}>{rowId}</bdi>
          </p>
        </Card>
      </li>
      <li>
        <Card title={t('console-datasets.split')}>
          <Split projectId={projectId} why={why} part={row.split} />
        </Card>
      </li>
      <li>
        <Card title={t('console-datasets.exports')}>
          <Files projectId={projectId} why={why} />
        </Card>
      </li>
    </>
  );
}

function Split({ projectId, why, part }: { projectId: string; why: WhyRow; part: string }) {
  const t = useT();
  const formats = useFormats();
  const { split, version } = why;
  if (split === null) return null;
  const { joinedWith } = split;
  return (
    <>
      <p>{t(`console-versions.split_by_${split.by}`, { part })}</p>
      {split.key === null || split.place === null ? null : (
        <dl className={shared['facts']}>
          <dt>{t('console-versions.prompt_hash')}</dt>
          <dd className={styles['hash']}>{split.key}</dd>
          <dt>{t('console-datasets.salt')}</dt>
          <dd>
            <bdi>{split.salt}</bdi>
          </dd>
          <dt>{t('console-versions.place')}</dt>
          <dd>{formats.percent(split.place)}</dd>
        </dl>
      )}
      {joinedWith === null ? null : (
        <p>
          {t('console-versions.joined_with')}{' '}
          {joinedWith.comparisonId === null ? (
            <bdi dir="auto">{joinedWith.excerpt}</bdi>
          ) : (
            <Link href={paths.why(projectId, version.versionId, joinedWith.comparisonId)}>
              <bdi dir="auto">{joinedWith.excerpt}</bdi>
            </Link>
          )}
        </p>
      )}
      {split.joinedBy === 0 ? null : <p>{t('console-versions.joined_by', { count: split.joinedBy })}</p>}
    </>
  );
}

function Files({ projectId, why }: { projectId: string; why: WhyRow }) {
  const t = useT();
  if (why.files.length === 0) return <p className="muted">{t('console-versions.no_files')}</p>;
  return (
    <ul className={shared['notes']}>
      {why.files.map(({ exportId, format, name, line }) => (
        <li key={`${exportId} ${name}`}>
          {t(`console-datasets.format_${format}`)}
          {': '}
          <Link href={paths.version(projectId, why.version.versionId)}>
            <bdi>{name}</bdi>
          </Link>
          {', '}
          {line === null ? t('console-versions.line_by_id') : t('console-versions.line_of', { line })}
        </li>
      ))}
    </ul>
  );
}
