import { Problem } from '@pairwright/contract/errors';
import { type Outgoing } from '@pairwright/runtime/outgoing/outgoing';
import { OutgoingError, type OutgoingFault } from '@pairwright/runtime/outgoing/outgoing-error';

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
    const { rule, fix } = wordsOf(error);
    throw new Problem('invalid_request', {
      detail: `${rule} ${fix}`,
      // Pages put the rule into a sentence of their own.
      faults: [{ path: 'body.address', rule: rule.replace(/\.$/, ''), fix }],
    });
  }
}

function wordsOf(error: unknown): { rule: string; fix: string } {
  if (error instanceof OutgoingError)
    return OTHER_WORDS[error.fault] ?? { rule: error.message, fix: error.fix };
  if (error instanceof DOMException) return OTHER_WORDS.unreachable as { rule: string; fix: string };
  throw error;
}
