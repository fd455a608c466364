import { type Outgoing } from '@pairwright/runtime/outgoing/outgoing';
import { OutgoingError, type OutgoingFault } from '@pairwright/runtime/outgoing/outgoing-error';
import { addressFaults, refusedAddress } from '../imports/fetch/refused-address.ts';

/** For the look-up of a name while somebody waits, ms. */
const LOOK_UP_MS = 5_000;

/** Where what the guard says is about files. */
const OTHER_WORDS: Partial<Record<OutgoingFault, { rule: string; fix: string }>> = {
  bad_address: {
    rule: 'This is no address on the web.',
    fix: 'Give a complete address, like https://example.org/hooks.',
  },
  credentials_refused: {
    rule: 'The address holds a user name or a password.',
    fix: 'Leave them out; the receiver knows requests by their signature.',
  },
  unreachable: {
    rule: 'The name in this address cannot be looked up now.',
    fix: 'Check its spelling, then try again.',
  },
};

/**
 * An address that requests may go to now, as a URL writes it. Throws Problem `invalid_request`, without the value: it may hold a
 * secret. What its name stands for is checked again at each try.
 */
export async function checkAddress(outgoing: Outgoing, address: string): Promise<string> {
  try {
    return (await outgoing.checkReach(address, AbortSignal.timeout(LOOK_UP_MS))).href;
  } catch (error) {
    const fault = faultOf(error);
    const words = OTHER_WORDS[fault] ?? {
      rule: (error as OutgoingError).message,
      fix: (error as OutgoingError).fix,
    };
    throw refusedAddress([{ ...words, code: addressFaults[fault] }]);
  }
}

function faultOf(error: unknown): OutgoingFault {
  if (error instanceof OutgoingError) return error.fault;
  // The look-up took too long.
  if (error instanceof DOMException) return 'unreachable';
  throw error;
}
