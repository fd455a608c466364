import path from 'node:path';
import { z } from 'zod';
import { accountVariables, checkAccounts, type OidcConfig, oidcOf } from './account-env.ts';
import {
  checkDatabaseAccounts,
  type DatabaseAccounts,
  databaseAccountsOf,
  databaseVariables,
} from './env-database.ts';
import { type BackupConfig, backupS3Of, backupVariables, checkBackupS3 } from './env-backup.ts';
import {
  checkImportS3,
  type ImportS3Config,
  importS3Of,
  outgoingOf,
  reachVariables,
  type S3Keys,
} from './env-reach.ts';
import { checkSecretKeys, secretKeyVariables } from './env-secret-keys.ts';
import { scanVariables } from './env-scan.ts';
import { checkS3, type S3Config, s3Of, storeVariables } from './env-store.ts';
import { bool, type ConfigFault, integer, text, url } from './env-shapes.ts';
import { type TracingConfig, tracingOf, tracingVariables } from './env-tracing.ts';
import { type LogLevel, logLevels } from './logger.ts';
import type { OutgoingPolicy } from './outgoing/policy.ts';
import { Secrets } from './secrets.ts';

export interface SecretValues {
  /** Undefined: the embedded PostgreSQL in `dataDir` is used. */
  readonly databaseUrl: string | undefined;
  /** Where `databaseUrl` is of who owns the tables: what api and worker are given instead. Undefined: the same. */
  readonly databaseAccounts: DatabaseAccounts | undefined;
  /** Undefined: everything is read from the database itself. */
  readonly databaseReplicaUrl: string | undefined;
  /** Undefined: the queue lives in PostgreSQL. */
  readonly redisUrl: string | undefined;
  /** Undefined: there is no bucket, or the credentials are those that the machine is given; so with the next two. */
  readonly s3: S3Keys | undefined;
  readonly importS3: S3Keys | undefined;
  readonly backupS3: S3Keys | undefined;
  /** What the collector of traces asks for. */
  readonly tracingHeaders: Readonly<Record<string, string>> | undefined;
  /** Undefined: no mail is sent. */
  readonly smtpUrl: string | undefined;
  readonly oidcClientSecret: string | undefined;
  /** Undefined: the data folder keeps one (see `openSealer`). */
  readonly secretKeys: readonly Buffer[] | undefined;
}

/** Everything a process of ours reads from its environment, read once. */
export interface Config extends BackupConfig {
  readonly host: string;
  readonly port: number;
  /** Absolute path of the folder for the embedded database, artifacts and logs. */
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  /** Origin under which browsers reach us, without a slash at the end. */
  readonly publicUrl: string;
  /** Addresses of proxies whose X-Forwarded-* headers count; empty means none. */
  readonly trustProxy: readonly string[];
  readonly cookieSecure: boolean;
  /** Undefined: artifacts are files under `dataDir`. */
  readonly s3: S3Config | undefined;
  readonly workerConcurrency: number;
  /** Connections to the database at most; undefined: what fits the process. */
  readonly databasePoolSize: number | undefined;
  /** Largest file an import takes. */
  readonly uploadMaxBytes: number;
  /** Where this process answers those who watch it; undefined: nowhere. */
  readonly probe: { readonly host: string; readonly port: number } | undefined;
  /** Where requests to addresses that people give may go. */
  readonly outgoing: OutgoingPolicy;
  /** Where the virus scanner is; undefined: nothing is scanned. */
  readonly clamdUrl: string | undefined;
  /** Undefined: nothing is imported from S3. */
  readonly importS3: ImportS3Config | undefined;
  /** Undefined: nothing is traced. */
  readonly tracing: TracingConfig | undefined;
  /** Sender of mails; there where `smtpUrl` sends any. */
  readonly mailFrom: string | undefined;
  /** The provider that signs people in, without its secret; undefined: there is none. */
  readonly oidc: OidcConfig | undefined;
  readonly secrets: Secrets<SecretValues>;
}

/** The configuration has faults; all of them are listed. Values of variables are never shown. */
export class ConfigError extends Error {
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map(({ variable, rule, help }) => `  ${variable}: ${rule}. ${help}`);
    super(
      `The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${lines.join('\n')}`,
    );
    this.name = 'ConfigError';
    this.faults = faults;
  }
}

/** Every variable with its shape; the text says what it is for. */
const variables = {
  PORT: {
    shape: integer(0, 65_535).default(7460),
    help: 'Port of the web server (0 takes a free one); leave it out for 7460.',
  },
  HOST: {
    shape: text.regex(/^[\w.:-]+$/, 'must be a host name or address').default('127.0.0.1'),
    help: 'Address to listen on: 127.0.0.1 for this machine only, 0.0.0.0 for all networks.',
  },
  PAIRWRIGHT_DATA: {
    shape: text.refine((value) => !value.includes('\0'), 'must be a path').default('data'),
    help: 'Folder for the embedded database and stored files; leave it out for ./data.',
  },
  ...databaseVariables,
  REDIS_URL: {
    shape: url('redis:', 'rediss:').optional(),
    help: 'Redis or Valkey for the job queue, like redis://host:6379; leave it out to keep the queue in PostgreSQL.',
  },
  ...storeVariables,
  ...tracingVariables,
  LOG_LEVEL: {
    shape: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
    help: 'How much is logged; leave it out for info.',
  },
  PUBLIC_URL: {
    shape: url('http:', 'https:')
      .refine(
        (value) => !URL.canParse(value) || (new URL(value).pathname === '/' && new URL(value).search === ''),
        'must be an origin without a path, like https://label.example.org',
      )
      .optional(),
    help: 'Address under which browsers reach this server; leave it out when that is http://HOST:PORT.',
  },
  TRUST_PROXY: {
    shape: z
      .string()
      .regex(
        /^[\da-fA-F.:/]+( *, *[\da-fA-F.:/]+)*$/,
        'must be addresses or networks separated by commas, like 10.0.0.0/8, 127.0.0.1',
      )
      .optional(),
    help: 'Proxies whose X-Forwarded-For and X-Forwarded-Proto are believed; leave it out when there is none.',
  },
  COOKIE_SECURE: {
    shape: bool.optional(),
    help: 'true sends the session cookie over https only; leave it out to follow PUBLIC_URL.',
  },
  UPLOAD_MAX_MB: {
    shape: integer(1, 1_000_000).default(2_048),
    help: 'Largest file an import takes, in MiB; leave it out for 2048 (2 GiB).',
  },
  ...accountVariables,
  ...secretKeyVariables,
  WORKER_CONCURRENCY: {
    shape: integer(1, 64).default(2),
    help: 'Imports and exports one worker runs at a time; leave it out for 2.',
  },
  METRICS_PORT: {
    shape: integer(0, 65_535).optional(),
    help: 'Port on which this process answers /metrics, /health/live and /health/ready; leave it out for none. Strangers must not reach it.',
  },
  METRICS_HOST: {
    shape: text.regex(/^[\w.:-]+$/, 'must be a host name or address').default('127.0.0.1'),
    help: 'Address of METRICS_PORT; leave it out for 127.0.0.1.',
  },
  ...reachVariables,
  ...scanVariables,
  ...backupVariables,
} as const;

type Name = keyof typeof variables;
type Values = { [N in Name]: z.output<(typeof variables)[N]['shape']> };

/** The environment of this process. Only programs' `main.ts` may ask for it. */
export function processEnv(): NodeJS.ProcessEnv {
  return process.env;
}

/** Reads the configuration strictly; throws one ConfigError with all faults. Other variables are not looked at. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const faults: ConfigFault[] = [];
  const values = readValues(env, faults);
  checkDatabaseAccounts(values, faults);
  checkS3(env, faults);
  checkImportS3(env, values, faults);
  checkBackupS3(env, faults);
  checkCookie(values, faults);
  checkAccounts(values, faults);
  checkSecretKeys(values, faults);
  if (faults.length > 0) throw new ConfigError(faults);
  return toConfig(values as Values);
}

function readValues(
  env: Readonly<Record<string, string | undefined>>,
  faults: ConfigFault[],
): Partial<Values> {
  const values: Record<string, unknown> = {};
  for (const [variable, { shape, help }] of Object.entries(variables)) {
    const result = shape.safeParse(env[variable]);
    if (result.success) values[variable] = result.data;
    else faults.push({ variable, rule: result.error.issues[0]?.message ?? 'is not usable', help });
  }
  return values;
}

function checkCookie(values: Partial<Values>, faults: ConfigFault[]): void {
  if (values.COOKIE_SECURE === true && values.PUBLIC_URL?.startsWith('http:') === true) {
    faults.push({
      variable: 'COOKIE_SECURE',
      rule: 'must not be true while PUBLIC_URL begins with http://',
      help: 'Browsers would never send the session cookie. Use an https PUBLIC_URL or leave COOKIE_SECURE out.',
    });
  }
}

function toConfig(values: Values): Config {
  const publicUrl = new URL(values.PUBLIC_URL ?? localUrl(values.HOST, values.PORT)).origin;
  const s3 = s3Of(values);
  const importS3 = importS3Of(values, s3);
  const backupS3 = backupS3Of(values, s3);
  return {
    host: values.HOST,
    port: values.PORT,
    dataDir: path.resolve(values.PAIRWRIGHT_DATA),
    logLevel: values.LOG_LEVEL,
    publicUrl,
    trustProxy: values.TRUST_PROXY?.split(',').map((part) => part.trim()) ?? [],
    cookieSecure: values.COOKIE_SECURE ?? publicUrl.startsWith('https:'),
    s3: s3?.config,
    workerConcurrency: values.WORKER_CONCURRENCY,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    uploadMaxBytes: values.UPLOAD_MAX_MB * 1024 ** 2,
    probe:
      values.METRICS_PORT === undefined
        ? undefined
        : { host: values.METRICS_HOST, port: values.METRICS_PORT },
    tracing: tracingOf(values),
    outgoing: outgoingOf(values),
    clamdUrl: values.CLAMD_URL,
    importS3: importS3?.config,
    backupS3: backupS3?.config,
    backupWarnDays: values.BACKUP_WARN_DAYS,
    mailFrom: values.MAIL_FROM,
    oidc: oidcOf(values),
    secrets: new Secrets({
      smtpUrl: values.SMTP_URL,
      oidcClientSecret: values.OIDC_CLIENT_SECRET,
      databaseUrl: values.DATABASE_URL,
      databaseReplicaUrl: values.DATABASE_REPLICA_URL,
      databaseAccounts: databaseAccountsOf(values),
      redisUrl: values.REDIS_URL,
      s3: s3?.keys,
      importS3: importS3?.keys,
      secretKeys: values.SECRET_KEYS,
      tracingHeaders: values.OTEL_EXPORTER_OTLP_HEADERS,
      backupS3: backupS3?.keys,
    }),
  };
}

function localUrl(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
