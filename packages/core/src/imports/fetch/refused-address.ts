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
  /** Of the body; `address` when left out. */
  readonly path?: string;
  /** A sentence. */
  readonly rule: string;
  readonly fix: string;
  readonly code: FaultCode | undefined;
}

/** As many as any other request names. */
const NAMED = 20;

/** Addresses of the body that are refused; without the values, which may hold a secret. */
export function refusedAddress(refused: readonly RefusedAddress[]): Problem {
  const named = refused.slice(0, NAMED);
  return new Problem('invalid_request', {
    detail: named.map(sentenceOf).join(' '),
    // Pages put the rule into a sentence of their own.
    faults: named.map(({ path = 'address', rule, fix, code }) => ({
      path: `body.${path}`,
      rule: rule.replace(/\.$/, ''),
      fix,
      ...(code === undefined ? {} : { code }),
    })),
  });
}

function sentenceOf({ path, rule, fix }: RefusedAddress): string {
  const place = /^addresses\.(\d+)$/.exec(path ?? '')?.[1];
  return `${place === undefined ? '' : `Address ${Number(place) + 1}: `}${rule} ${fix}`;
}
