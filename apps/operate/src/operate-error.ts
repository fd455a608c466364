/** What the process ends with. `pairwright doctor` has codes of its own, from 10 on (doctor/faults.ts). */
export const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

/** An end that the person is told about in one sentence that names the remedy. */
export class OperateError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OperateError';
  }
}
