import type { JobError } from '@pairwright/contract/shapes';
import type { ReactNode } from 'react';
import type { MessageKey } from '../../../i18n/keys.ts';
import { useT } from '../../../i18n/use-i18n.ts';
import { Icon } from '../../../ui/Icon.tsx';
import styles from './console.module.css';

const known: Readonly<Record<string, MessageKey>> = {
  disk_full: 'console.job_disk_full',
  store_refused: 'console.job_store_refused',
  store_unreachable: 'console.job_store_unreachable',
  database_unreachable: 'console.job_database_unreachable',
  file_missing: 'console.job_file_missing',
  file_changed: 'console.job_file_changed',
  file_infected: 'console.job_file_infected',
  file_not_scanned: 'console.job_file_not_scanned',
  scanner_unreachable: 'console.job_scanner_unreachable',
  baseline_unknown: 'console.job_baseline_unknown',
  nothing_to_export: 'console.job_nothing_to_export',
  worker_ended: 'console.job_worker_ended',
  key_missing: 'console.job_key_missing',
  no_longer_allowed: 'console.job_no_longer_allowed',
  internal: 'console.job_internal',
};

/** A job that failed: what happened in the reader's language, then the server's own words. */
export function JobFailure({
  title,
  error,
  words = {},
  said = null,
  children,
}: {
  title: string;
  error: JobError | null;
  /** For codes of one kind of job alone. */
  words?: Readonly<Record<string, MessageKey>>;
  /** All that the error says, in the reader's language: nothing of the server's words is left. */
  said?: string | null;
  children?: ReactNode;
}) {
  const t = useT();
  const key = error === null ? undefined : (known[error.code] ?? words[error.code]);
  return (
    <div className={styles['failure']} role="alert">
      <h3>
        <Icon name="alert" />
        {title}
      </h3>
      {key === undefined ? null : <p>{t(key)}</p>}
      {said === null ? null : <p>{said}</p>}
      {error === null || said !== null ? null : (
        <p className={key === undefined ? undefined : 'muted'} lang="en">
          {[error.message, error.fix].filter((part) => part !== undefined).join(' ')}
        </p>
      )}
      {children}
    </div>
  );
}
