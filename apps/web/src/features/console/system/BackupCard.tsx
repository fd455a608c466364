import type { System } from '@pairwright/contract/system';
import { useFormats } from '../../../i18n/format.ts';
import { type Translate, useT } from '../../../i18n/use-i18n.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Figures } from '../shared/Figures.tsx';
import { Span } from './Span.tsx';

const DAY_SECONDS = 86_400;

/** What there is to warn about; null while the last backup is young enough. */
export function backupWarning(t: Translate, { last, isDue }: System['backup']): string | null {
  if (!isDue) return null;
  if (last === null) return t('console-system.backup_never');
  return t('console-system.backup_old', { n: Math.floor(last.ageSeconds / DAY_SECONDS) });
}

/** The backup that was made last. */
export function BackupCard({ backup: { last } }: { backup: System['backup'] }) {
  const t = useT();
  return (
    <Card title={t('console-system.backup')}>
      {last === null ? <p>{t('console-system.backup_none')}</p> : <LastBackup last={last} />}
    </Card>
  );
}

function LastBackup({ last }: { last: NonNullable<System['backup']['last']> }) {
  const t = useT();
  const formats = useFormats();
  return (
    <>
      {last.artifactsMissing === 0 ? null : (
        <Banner tone="warn">{t('console-system.backup_holes', { n: last.artifactsMissing })}</Banner>
      )}
      <Figures
        label={t('console-system.backup')}
        items={[
          { label: t('console-system.backup_made'), value: formats.dateTime(last.finishedAt) },
          { label: t('console-system.backup_age'), value: <Span seconds={last.ageSeconds} /> },
          { label: t('console-system.backup_size'), value: formats.bytes(last.bytes) },
          {
            label: t('console-system.backup_holds'),
            value: t('console-system.backup_rows_files', {
              rows: last.rows,
              files: last.artifacts,
            }),
          },
          {
            label: t('console-system.backup_encrypted'),
            value: t(
              last.encrypted ? 'console-system.backup_is_encrypted' : 'console-system.backup_is_plain',
            ),
          },
          {
            label: t('console-system.backup_verified'),
            value:
              last.verifiedAt === null
                ? t('console-system.backup_not_verified')
                : formats.dateTime(last.verifiedAt),
          },
          {
            label: t('console-system.backup_where'),
            value: (
              <bdi dir="ltr" lang="en">
                {last.destination}
              </bdi>
            ),
          },
          {
            label: t('console-system.backup_by'),
            value: (
              <bdi dir="auto">
                {last.madeBy}@{last.host}
              </bdi>
            ),
          },
        ]}
      />
    </>
  );
}
