import pg from 'pg';

/** A rule of the database that a statement broke, by the name of the constraint. */
export interface ConstraintViolation {
  readonly kind: 'unique' | 'foreign_key' | 'check' | 'not_null' | 'restrict';
  /** Name of the constraint or unique index; for not_null the column. */
  readonly constraint: string;
  readonly table: string;
}

const KINDS: Readonly<Record<string, ConstraintViolation['kind']>> = {
  '23505': 'unique',
  '23503': 'foreign_key',
  '23514': 'check',
  '23502': 'not_null',
  '23001': 'restrict',
};

/** The violated constraint, or undefined when the error is something else. */
export function constraintViolation(error: unknown): ConstraintViolation | undefined {
  if (!(error instanceof pg.DatabaseError)) return undefined;
  const kind = KINDS[error.code ?? ''];
  if (kind === undefined) return undefined;
  return { kind, constraint: error.constraint ?? error.column ?? '', table: error.table ?? '' };
}

/** Whether the error is a violation of just this unique constraint or index. */
export function violatesUnique(error: unknown, constraint: string): boolean {
  const violation = constraintViolation(error);
  return violation?.kind === 'unique' && violation.constraint === constraint;
}

/** Whether the whole transaction may be run again: serialization failure or deadlock. */
export function isRetryable(error: unknown): boolean {
  return error instanceof pg.DatabaseError && (error.code === '40001' || error.code === '40P01');
}

/** Why the database did not get to it now, where nothing is broken: the same may go well a moment later. */
export type BusyReason = 'no_connection' | 'statement_too_long' | 'lock_taken';

/** What a statement that came to nothing waited for too long; undefined when the error is something else. */
export function busyReason(error: unknown): BusyReason | undefined {
  if (error instanceof pg.DatabaseError) {
    // Cancelled: by its time limit, or by hand.
    if (error.code === '57014') return 'statement_too_long';
    return error.code === '55P03' ? 'lock_taken' : undefined;
  }
  // The words of the pool, which gives no code.
  return error instanceof Error && error.message === 'timeout exceeded when trying to connect'
    ? 'no_connection'
    : undefined;
}
