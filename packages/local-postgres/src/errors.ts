export type LocalPostgresErrorCode =
  | 'unsupported_platform'
  | 'no_os_user'
  | 'data_dir_unwritable'
  | 'data_dir_damaged'
  | 'data_dir_wrong_major'
  | 'data_dir_in_use'
  | 'disk_full'
  | 'port_unavailable'
  | 'start_failed';

/** The embedded server cannot run. The message says what is wrong and what to do, in one or two sentences. */
export class LocalPostgresError extends Error {
  override readonly name = 'LocalPostgresError';
  readonly code: LocalPostgresErrorCode;

  constructor(code: LocalPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

export function errorCode(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException | undefined)?.code;
}

const unwritable = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG']);

/** Turns a failed file operation inside the data folder into the message a person can act on. */
export function fileProblem(dataDir: string, error: unknown): unknown {
  const code = errorCode(error);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new LocalPostgresError('disk_full', diskFullMessage(dataDir), { cause: error });
  }
  if (code !== undefined && unwritable.has(code)) {
    return new LocalPostgresError(
      'data_dir_unwritable',
      `The data folder ${dataDir} cannot be written (${(error as Error).message}). ` +
        'Make it writable for this user, or choose another folder with --data DIR or PAIRWRIGHT_DATA.',
      { cause: error },
    );
  }
  return error;
}

export function diskFullMessage(dataDir: string): string {
  return `The disk that holds ${dataDir} is full. Free some space (a new database needs about 100 MB) and start again.`;
}
