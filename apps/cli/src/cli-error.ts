/** What the process ends with. Documented in docs/cli.md. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  not_signed_in: 3,
  unreachable: 4,
  refused: 5,
  rows_rejected: 6,
} as const;

export type ExitReason = keyof typeof exitCodes;

/** An end that the person is told about in one sentence, with an exit code of its own. */
export class CliError extends Error {
  readonly reason: ExitReason;
  readonly data: Record<string, unknown> | undefined;

  constructor(reason: ExitReason, message: string, data?: Record<string, unknown>) {
    super(message);
    this.name = 'CliError';
    this.reason = reason;
    this.data = data;
  }
}
