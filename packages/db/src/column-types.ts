import type { ColumnType } from 'kysely';

/** A moment as the database wrote it: RFC 3339, UTC, up to six digits of a second. Never a JS Date. */
export type TimestampText = string;

/**
 * A json or jsonb column. It is written as JSON text (`JSON.stringify` it yourself), because the driver would turn a JS
 * array into a PostgreSQL array; it is read as a parsed value of unknown shape, to be checked by whoever reads it.
 */
export type JsonColumn = ColumnType<unknown, string, string>;
