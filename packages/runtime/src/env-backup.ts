import { z } from 'zod';
import type { S3Keys } from './env-reach.ts';
import { bool, type ConfigFault, integer, text, url } from './env-shapes.ts';

/** The S3-compatible store that backups go to, whose bucket stands in their address; its keys are in the secrets. */
export interface BackupS3Config {
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
}

/** What a process knows about backups. */
export interface BackupConfig {
  /** Undefined: backups go to files only. */
  readonly backupS3: BackupS3Config | undefined;
  /** Days after which a last backup is too old. */
  readonly backupWarnDays: number;
}

export const backupVariables = {
  BACKUP_WARN_DAYS: {
    shape: integer(1, 3_650).default(7),
    help: 'Days after which an installation without a new backup is warned about; leave it out for 7.',
  },
  BACKUP_S3_ENDPOINT: {
    shape: url('http:', 'https:').optional(),
    help: 'S3-compatible store for backups to s3://bucket/key; leave all BACKUP_S3_* out to take that of S3_*.',
  },
  BACKUP_S3_REGION: { shape: text.optional(), help: 'Region of the bucket for backups, like eu-central-1.' },
  BACKUP_S3_ACCESS_KEY_ID: {
    shape: text.optional(),
    help: 'Key id that may write and read objects of the bucket for backups.',
  },
  BACKUP_S3_SECRET_ACCESS_KEY: { shape: text.optional(), help: 'Secret of BACKUP_S3_ACCESS_KEY_ID.' },
  BACKUP_S3_FORCE_PATH_STYLE: {
    shape: bool.default(true),
    help: 'true puts the bucket into the path (self-hosted stores), false into the host name (AWS).',
  },
} as const;

type Variables = typeof backupVariables;
export type BackupValues = { [N in keyof Variables]: z.output<Variables[N]['shape']> };

const CONNECTION = [
  'BACKUP_S3_ENDPOINT',
  'BACKUP_S3_REGION',
  'BACKUP_S3_ACCESS_KEY_ID',
  'BACKUP_S3_SECRET_ACCESS_KEY',
] as const;

/** Adds what is missing beside what is set. */
export function checkBackupS3(
  env: Readonly<Record<string, string | undefined>>,
  faults: ConfigFault[],
): void {
  const given = CONNECTION.filter((name) => env[name] !== undefined);
  if (given.length === 0) return;
  for (const variable of CONNECTION)
    if (env[variable] === undefined)
      faults.push({
        variable,
        rule: `is missing while ${given.join(', ')} ${given.length === 1 ? 'is' : 'are'} set`,
        help: backupVariables[variable].help,
      });
}

interface Connection {
  readonly config: BackupS3Config;
  /** Undefined: the credentials that the machine is given. */
  readonly keys: S3Keys | undefined;
}

/** The store for backups and its keys; `usual` is the one of the artifacts. */
export function backupS3Of(values: BackupValues, usual: Connection | undefined): Connection | undefined {
  const { BACKUP_S3_ENDPOINT: endpoint, BACKUP_S3_REGION: region } = values;
  const { BACKUP_S3_ACCESS_KEY_ID: accessKeyId, BACKUP_S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (
    endpoint === undefined ||
    region === undefined ||
    accessKeyId === undefined ||
    secretAccessKey === undefined
  )
    return usual;
  const config = { endpoint, region, forcePathStyle: values.BACKUP_S3_FORCE_PATH_STYLE };
  return { config, keys: { accessKeyId, secretAccessKey } };
}
