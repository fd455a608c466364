import { Problem } from '@pairwright/contract/errors';
import type { FaultCode } from '@pairwright/contract/fault-codes';
import type { OutgoingFault } from '@pairwright/runtime/outgoing/outgoing-error';

/** What pages call the refusals of the guard; the others come from the other side, not from an address. */
export const addressFaults: Partial<Record<OutgoingFault, FaultCode>> = {
  bad_address: 'bad_address',
  scheme_refused: 'scheme_refused',
  credentials_refused: 'credentials_refused',
  not_allowed: 'address_not_allowed',
  unreachable: 'name_unknown',
};

export interface RefusedAddress {
  /** A sentence. */
  readonly rule: string;
  readonly fix: string;
  readonly code: FaultCode | undefined;
}

/** An address of the body that is refused; without the value, which may hold a secret. */
export function refusedAddress({ rule, fix, code }: RefusedAddress): Problem {
  return new Problem('invalid_request', {
    detail: `${rule} ${fix}`,
    // Pages put the rule into a sentence of their own.
    faults: [
      {
        path: 'body.address',
        rule: rule.replace(/\.$/, ''),
        fix,
        ...(code === undefined ? {} : { code }),
      },
    ],
  });
}
