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

/** Whether the error means that the database or the queue cannot be reached now, so that trying again later helps. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return POSTGRES.test(code) || NETWORK.has(code) || DRIVER.test(error.message);
}
