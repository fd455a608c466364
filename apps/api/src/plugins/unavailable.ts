import { ArtifactError } from '@pairwright/runtime/artifacts/store';

/** PostgreSQL: connection failures, shutting down, and no disk, memory or connection left. */
const POSTGRES = /^(08...|57P0[123]|53...)$/;
const NETWORK = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
]);
const DRIVER =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/;

/** Whether the error means that the database, the queue or the store cannot be used now, so that trying again later helps. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  if (error instanceof ArtifactError) return error.fault !== 'bad_key' && error.fault !== 'not_found';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return POSTGRES.test(code) || NETWORK.has(code) || DRIVER.test(error.message);
}
