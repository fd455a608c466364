/**
 * What one API process lets itself be asked, all in one place; docs/limits.md says why. Times are milliseconds.
 * What the database may take is in `@pairwright/db/time-limits`.
 */
export interface ApiLimits {
  /** From the first byte of a request to the end of its headers. */
  readonly headersMs: number;
  /** From the headers to the end of a JSON body. */
  readonly jsonBodyMs: number;
  /** One whole request: a part of a large upload over a slow line has to fit. */
  readonly requestMs: number;
  /** Silence on a connection, in either direction, while a request is under way. */
  readonly silenceMs: number;
  /** Silence between two requests of a connection; more than the 60 s of the usual balancers, so that they hang up first. */
  readonly keepAliveMs: number;
  /** How often connections are looked over for those that took too long. */
  readonly lookOverMs: number;
  readonly headerBytes: number;
  /** A JSON body. Uploads count their own bytes (UPLOAD_MAX_MB). */
  readonly jsonBytes: number;
  /** Open connections; more are closed at once. */
  readonly connections: number;
  /** Then the connection is closed politely, so that a balancer spreads long-lived ones anew. */
  readonly requestsPerConnection: number;
  /** Connections to the database when DATABASE_POOL_SIZE does not say. */
  readonly databaseConnections: number;
  /** Requests that may wait for the database, for each of its connections. */
  readonly waitingPerDatabaseConnection: number;
  /** Requests being answered at a time, for each of them; uploads, downloads and event streams do not count. */
  readonly inFlightPerDatabaseConnection: number;
  /** How late the event loop may come, on average over a second. */
  readonly eventLoopDelayMs: number;
  /** The part of the limits on waiting and answering that is for others than annotators at work: votes are refused last. */
  readonly shareOfOthers: number;
  /** Operations without an account, for each of them and each address. */
  readonly publicPerMinute: number;
  readonly unknownAddressesPerMinute: number;
}

export const apiLimits: ApiLimits = {
  headersMs: 20_000,
  jsonBodyMs: 30_000,
  requestMs: 3_600_000,
  silenceMs: 120_000,
  keepAliveMs: 72_000,
  lookOverMs: 5_000,
  headerBytes: 16_384,
  jsonBytes: 1_048_576,
  connections: 4_000,
  requestsPerConnection: 10_000,
  databaseConnections: 16,
  waitingPerDatabaseConnection: 24,
  inFlightPerDatabaseConnection: 32,
  eventLoopDelayMs: 1_500,
  shareOfOthers: 0.75,
  publicPerMinute: 600,
  unknownAddressesPerMinute: 600,
};
