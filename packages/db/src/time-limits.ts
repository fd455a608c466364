/** How long the database may take, by who waits for it. Milliseconds; 0 means no limit. */
export interface TimeLimits {
  /** Until a connection of the pool is free, or a new one is open. */
  readonly acquireMs: number;
  /** One statement. Long ones say so themselves (`statementTimeoutMs` of a transaction). */
  readonly statementMs: number;
  /** One wait for a lock that somebody else holds. */
  readonly lockMs: number;
  /** Silence inside a transaction: a process that died in one must not hold its locks for ever. */
  readonly idleInTransactionMs: number;
}

export const timeLimits = {
  /** Somebody waits for an answer. */
  request: { acquireMs: 10_000, statementMs: 30_000, lockMs: 10_000, idleInTransactionMs: 60_000 },
  /** Nobody waits; a chunk of an import may wait for another import's. */
  job: { acquireMs: 10_000, statementMs: 30_000, lockMs: 60_000, idleInTransactionMs: 60_000 },
  /** Heavy reads from a replica: a page that takes longer is no page. */
  replica: { acquireMs: 2_000, statementMs: 30_000, lockMs: 2_000, idleInTransactionMs: 60_000 },
  /** Whether the database answers at all. */
  probe: { acquireMs: 2_500, statementMs: 2_500, lockMs: 1_000, idleInTransactionMs: 10_000 },
} as const satisfies Record<string, TimeLimits>;
