import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

export type Logger = PinoLogger;

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The one list of names whose values never reach a log, at the top level and one or two levels below. */
const SECRET_NAMES = [
  'password',
  'newPassword',
  'currentPassword',
  'passwordHash',
  'password_hash',
  'token',
  'secret',
  'authorization',
  'cookie',
  '["set-cookie"]',
  'databaseUrl',
  'redisUrl',
  'smtpUrl',
  'clientSecret',
  'oidcClientSecret',
  'secretAccessKey',
  'secrets',
];

const redactPaths = SECRET_NAMES.flatMap((name) => {
  const below = name.startsWith('[') ? name : `.${name}`;
  return [name, `*${below}`, `*.*${below}`];
});

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Name of the process: api, worker, local. */
  readonly name: string;
  /** Standard output when left out. */
  readonly destination?: DestinationStream;
}

/** JSON lines with secrets replaced. Take a child per subsystem with `subsystem`. */
export function createLogger(options: LoggerOptions): Logger {
  return pino(
    {
      name: options.name,
      level: options.level,
      redact: { paths: redactPaths, censor: '[redacted]' },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    options.destination ?? pino.destination({ dest: 1, sync: true }),
  );
}

/** A child logger whose lines carry the name of the part they come from. */
export function subsystem(log: Logger, name: string): Logger {
  return log.child({ subsystem: name });
}
