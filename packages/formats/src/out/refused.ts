import type { RefusalReason } from '@pairwright/contract/export-formats';

/** A format cannot hold a record. Thrown inside the formats only; `write` gives it back as a value. */
export class Refused extends Error {
  readonly reason: RefusalReason;
  constructor(reason: RefusalReason) {
    super(reason);
    this.reason = reason;
  }
}

/** Stops when something stands in the way. */
export function refuseIf(isSo: boolean, reason: RefusalReason): void {
  if (isSo) throw new Refused(reason);
}
