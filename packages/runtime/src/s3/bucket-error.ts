export type BucketFault = 'not_found' | 'refused' | 'changed' | 'unreachable';

/** The cause says what the store said, for logs. */
export class BucketError extends Error {
  readonly fault: BucketFault;

  constructor(fault: BucketFault, cause: unknown) {
    super(`The store answered: ${fault}.`, { cause });
    this.name = 'BucketError';
    this.fault = fault;
  }
}
