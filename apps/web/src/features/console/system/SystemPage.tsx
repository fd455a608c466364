import type { System } from '@pairwright/contract/system';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { ProblemState } from '../../../api/ProblemState.tsx';
import { read } from '../../../api/queries.ts';
import { useFormats } from '../../../i18n/format.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { paths } from '../../../paths.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Banner } from '../../../ui/Banner.tsx';
import { buttonClass } from '../../../ui/Button.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { Figures } from '../shared/Figures.tsx';
import styles from '../shared/console.module.css';
import { BackupCard, backupWarning } from './BackupCard.tsx';
import { FailedJobsCard } from './FailedJobsCard.tsx';
import { QueueCard } from './QueueCard.tsx';
import { UnfinishedCard } from './UnfinishedCard.tsx';
import { WorkersCard } from './WorkersCard.tsx';

const EVERY_MS = 5_000;

/** How this installation is; for the owner. */
export default function SystemPage() {
  const t = useT();
  usePageTitle(t('console-system.system'));
  const state = useQuery({ ...read('getSystem', {}), refetchInterval: EVERY_MS });
  return (
    <>
      <div className={styles['titleRow']}>
        <h1>{t('console-system.system')}</h1>
        <Link href={paths.webhooks()} className={buttonClass()}>
          {t('console-system.webhooks')}
        </Link>
      </div>
      <div className={styles['steps']}>
        {state.error === null ? null : (
          <ProblemState error={state.error} onRetry={() => void state.refetch()} />
        )}
        {state.isPending ? <Skeleton lines={8} /> : null}
        {state.data === undefined ? null : <Parts system={state.data} />}
      </div>
    </>
  );
}

function Parts({ system }: { system: System }) {
  const t = useT();
  const backup = backupWarning(t, system.backup);
  return (
    <>
      {system.workers.some(({ alive }) => alive) ? null : (
        <Banner tone="warn">{t('console-system.no_worker')}</Banner>
      )}
      {system.queue.lanes === null ? <Banner tone="warn">{t('console-system.no_queue')}</Banner> : null}
      {backup === null ? null : <Banner tone="warn">{backup}</Banner>}
      <InstallationCard system={system} />
      <BackupCard backup={system.backup} />
      <QueueCard queue={system.queue} />
      <FailedJobsCard />
      <UnfinishedCard work={system.work} />
      <WorkersCard workers={system.workers} />
    </>
  );
}

function InstallationCard({ system }: { system: System }) {
  const t = useT();
  const formats = useFormats();
  const { database, storage, version } = system;
  const { imports, exports, media } = storage.bytes;
  return (
    <Card title={t('console-system.installation')}>
      <Figures
        label={t('console-system.installation')}
        items={[
          { label: t('console-system.version'), value: version },
          { label: t('console-system.database'), value: `PostgreSQL ${database.version}` },
          { label: t('console-system.migration'), value: database.migration ?? '–' },
          { label: t('console-system.database_size'), value: formats.bytes(database.bytes) },
          { label: t('console-system.store'), value: t(`console-system.store_${storage.kind}`) },
          { label: t('console-system.imports_size'), value: formats.bytes(imports) },
          { label: t('console-system.exports_size'), value: formats.bytes(exports) },
          { label: t('console-system.media_size'), value: formats.bytes(media) },
          {
            label: t('console-system.disk_free'),
            value:
              storage.disk === null
                ? '–'
                : t('console-system.disk_free_of', {
                    free: formats.bytes(storage.disk.freeBytes),
                    total: formats.bytes(storage.disk.totalBytes),
                  }),
          },
        ]}
      />
    </Card>
  );
}
