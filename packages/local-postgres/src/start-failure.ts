import { damagedMessage, type DataDir } from './data-dir.ts';
import { diskFullMessage, LocalPostgresError } from './errors.ts';

export function isBusyPort(log: string): boolean {
  return /could not bind|Address already in use|could not create any TCP\/IP sockets/.test(log);
}

/** Backends of a killed server may need a moment to notice that it is gone. */
export function isStillInUse(log: string): boolean {
  return /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(log);
}

const damage = [
  /is not a valid data directory/,
  /incorrect checksum in control file/,
  /could not (?:open|read|access) (?:file|directory) "(?:global|base|pg_[a-z]+)/,
  /could not read from control file/,
  /control file contains invalid/,
  /database files are incompatible/,
  /could not locate (?:a valid|required) checkpoint record/,
  /invalid (?:primary )?checkpoint record/,
  /could not find a valid record/,
  /invalid page in block/,
  /PANIC: /,
];

/** The line of the server's log that says why it gave up. */
function reason(log: string): string | undefined {
  const lines = log.split('\n').filter((line) => /(?:FATAL|PANIC|postgres):/.test(line));
  const line =
    lines.find((text) => text.includes('PANIC')) ?? lines.find((text) => text.includes('FATAL')) ?? lines[0];
  return line?.replace(/^.*?(?:(?:FATAL|PANIC):\s+|postgres: )/, '').trim();
}

/** Why a server that was started ended at once, as a message with the fix. */
export function explainFailure(dir: DataDir, log: string): LocalPostgresError {
  const why = reason(log) ?? 'it ended without a word';
  if (/No space left on device|Disk quota exceeded/.test(log))
    return new LocalPostgresError('disk_full', diskFullMessage(dir.root));
  if (damage.some((pattern) => pattern.test(log)))
    return new LocalPostgresError('data_dir_damaged', damagedMessage(dir, why));
  return new LocalPostgresError(
    'start_failed',
    `The database in ${dir.root} did not start: ${why}. Its log is ${dir.log}.`,
  );
}
