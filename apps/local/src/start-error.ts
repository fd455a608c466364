import { DatabaseUnreachable } from '@pairwright/db/connect';
import { MigrationError } from '@pairwright/db/migrate';
import { LocalPostgresError } from '@pairwright/local-postgres/errors';
import { QueueUnreachable } from '@pairwright/queue/backend';
import { ArtifactError } from '@pairwright/runtime/artifacts/store';
import { ConfigError } from '@pairwright/runtime/env';

/** Something the person who starts Pairwright can mend; the message says how. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** The start was given up because somebody asked to stop. */
export class StopAsked extends Error {
  override readonly name = 'StopAsked';
}

const told = [
  StartError,
  LocalPostgresError,
  MigrationError,
  DatabaseUnreachable,
  QueueUnreachable,
  ArtifactError,
  ConfigError,
];

/** What to print about a failed start: one message where we know the cause, everything where we do not. */
export function describeFailure(error: unknown): string {
  if (told.some((known) => error instanceof known)) return (error as Error).message;
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `Pairwright met an error of its own. Please report it with these lines:\n${details}`;
}
