/** What went wrong with a request to elsewhere. The first six are refusals of ours: trying again cannot help. */
export type OutgoingFault =
  | 'bad_address'
  | 'scheme_refused'
  | 'credentials_refused'
  | 'not_allowed'
  | 'too_many_redirects'
  | 'too_large'
  | 'unreachable'
  | 'tls_failed'
  | 'bad_answer'
  | 'too_slow'
  | 'broken_off';

const REFUSALS: ReadonlySet<OutgoingFault> = new Set([
  'bad_address',
  'scheme_refused',
  'credentials_refused',
  'not_allowed',
  'too_many_redirects',
  'too_large',
]);

/**
 * Its message and fix are for people: they name what was asked for, without its query, and never an address that a name
 * stands for. What the system said is the cause, for logs.
 */
export class OutgoingError extends Error {
  readonly fault: OutgoingFault;
  readonly fix: string;

  constructor(fault: OutgoingFault, said: { message: string; fix: string; cause?: unknown }) {
    super(said.message, said.cause === undefined ? undefined : { cause: said.cause });
    this.name = 'OutgoingError';
    this.fault = fault;
    this.fix = said.fix;
  }

  /** Whether the same request may go well later. */
  get mayPass(): boolean {
    return !REFUSALS.has(this.fault);
  }
}

/** An address as it may be shown: what follows the path is often a signature. */
export function shownAddress(url: URL): string {
  const text = `${url.origin}${url.pathname}`;
  return `${text.length > 300 ? `${text.slice(0, 300)}…` : text}${url.search === '' ? '' : '?…'}`;
}
