import type { ImportJob } from '@pairwright/contract/imports';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { read, useWrite } from '../../../../api/queries.ts';
import { useFormats } from '../../../../i18n/format.ts';
import type { MessageKey } from '../../../../i18n/keys.ts';
import { useT } from '../../../../i18n/use-i18n.ts';
import { paths } from '../../../../paths.ts';
import { Button, buttonClass } from '../../../../ui/Button.tsx';
import { Card } from '../../../../ui/Card.tsx';
import { ProgressBar } from '../../../../ui/ProgressBar.tsx';
import styles from '../../shared/console.module.css';
import { FormProblem } from '../../shared/FormProblem.tsx';
import { JobFailure } from '../../shared/JobFailure.tsx';
import { useRate } from '../../shared/use-rate.ts';

/** A file that the server fetches: how far it has come, or why it does not come. */
export function FetchCard({ job }: { job: ImportJob }) {
  const t = useT();
  return (
    <Card title={t('console-fetch.card')}>
      {job.state === 'uploading' ? <Fetching job={job} /> : <NotFetched job={job} />}
    </Card>
  );
}

function Fetching({ job }: { job: ImportJob }) {
  const t = useT();
  const formats = useFormats();
  const client = useQueryClient();
  const cancel = useWrite('cancelImport');
  const rate = useRate(job.bytesDone);
  const params = { projectId: job.projectId, importId: job.id };
  const total = job.source?.sizeBytes ?? null;
  const arrived = formats.bytes(job.bytesDone);
  const details = [
    total === null ? arrived : t('console-imports.sent', { sent: arrived, total: formats.bytes(total) }),
    ...(rate === null ? [] : [t('console.per_second', { amount: formats.bytes(rate) })]),
  ];
  return (
    <>
      <ProgressBar
        label={t('console-fetch.fetching', { file: job.filename })}
        value={job.bytesDone}
        max={total}
        detail={details.join(' · ')}
      />
      <FormProblem error={cancel.error} />
      <div className={styles['actions']}>
        <Button
          busy={cancel.isPending}
          onClick={() =>
            cancel.mutate(
              { params },
              {
                onSuccess: (next) => client.setQueryData(read('getImport', { params }).queryKey, next),
                onError: () => void client.invalidateQueries({ queryKey: ['getImport'] }),
              },
            )
          }
        >
          {t('console-imports.cancel')}
        </Button>
        <span className="muted">{t('console-imports.leave_page')}</span>
      </div>
    </>
  );
}

/** What the reader can do about it, by the code; the server's own words follow. */
const words: Readonly<Record<string, MessageKey>> = {
  source_not_allowed: 'console-fetch.error_not_allowed',
  source_scheme_refused: 'console-fetch.error_scheme',
  source_credentials_refused: 'console-fetch.fault_not_secret',
  source_too_many_redirects: 'console-fetch.error_redirects',
  source_too_large: 'console-fetch.error_too_large',
  source_unreachable: 'console-fetch.error_unreachable',
  source_tls_failed: 'console-fetch.error_tls',
  source_too_slow: 'console-fetch.error_too_slow',
  source_broken_off: 'console-fetch.error_broken_off',
  source_refused: 'console-fetch.error_refused',
  source_not_found: 'console-fetch.error_not_found',
  source_answered: 'console-fetch.error_answered',
  source_bad_answer: 'console-fetch.error_answered',
  source_changed: 'console-fetch.error_changed',
  source_empty: 'console-fetch.error_empty',
  source_too_many: 'console-fetch.error_too_many',
  source_none: 'console-fetch.error_none',
};

function NotFetched({ job }: { job: ImportJob }) {
  const t = useT();
  return (
    <>
      {job.state === 'failed' ? (
        <JobFailure title={t('console-fetch.failed')} error={job.error} words={words}>
          <p className="muted">{t('console-fetch.nothing_added')}</p>
        </JobFailure>
      ) : (
        <p>{t('console-fetch.cancelled')}</p>
      )}
      <div className={styles['actions']}>
        <Link href={paths.imports(job.projectId)} className={buttonClass('primary')}>
          {t('console-imports.another')}
        </Link>
      </div>
    </>
  );
}
