import { Problem } from '@pairwright/contract/errors';
import type { BusyReason } from '@pairwright/db/errors';
import type { Metrics } from '@pairwright/runtime/observe/metrics';
import type { Logger } from '@pairwright/runtime/logger';

export type OverloadReason = 'event_loop' | 'in_flight' | 'database_queue' | BusyReason;

/** Different from refusal to refusal, so that those who were refused together do not come back together. */
const WAITS = [1, 2, 3, 4] as const;
let refusals = 0;

/** More is asked than can be done now. Carries the seconds to wait. */
export class Overloaded extends Problem {
  readonly reason: OverloadReason;

  constructor(reason: OverloadReason, cause?: unknown) {
    super('overloaded', { retryAfterSeconds: WAITS[(refusals += 1) % WAITS.length] as number, cause });
    this.reason = reason;
  }
}

const SAY_EVERY_MS = 10_000;

/** Counts refusals, and tells the log now and then: a line for each would make an overload worse. */
export function countOverloads(log: Logger, metrics: Metrics | undefined): (refusal: Overloaded) => void {
  const since: Partial<Record<OverloadReason, number>> = {};
  let saidAt = -SAY_EVERY_MS;
  return ({ reason }) => {
    metrics?.overload(reason);
    since[reason] = (since[reason] ?? 0) + 1;
    const now = performance.now();
    if (now - saidAt < SAY_EVERY_MS) return;
    saidAt = now;
    log.warn({ refused: { ...since } }, 'requests are refused: there is more to do than can be done');
    for (const name of Object.keys(since) as OverloadReason[]) delete since[name];
  };
}
