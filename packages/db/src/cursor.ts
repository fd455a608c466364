import { type Expression, type ExpressionBuilder, type ReferenceExpression, type SqlBool, sql } from 'kysely';

/** The text given as a cursor is not one this list made. */
export class InvalidCursor extends Error {
  constructor() {
    super(
      'The cursor is not one of this list. Take it unchanged from nextCursor of the page before, or leave it out to begin.',
    );
    this.name = 'InvalidCursor';
  }
}

/** Packs the sort values of a page's last row, as the database wrote them, into opaque URL-safe text. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values.map(String)), 'utf8').toString('base64url');
}

/** Unpacks a cursor of exactly `length` values. Throws InvalidCursor on anything else. */
export function decodeCursor(cursor: string, length: number): string[] {
  const bytes = Buffer.from(cursor, 'base64url');
  // Node skips characters it does not know; a cursor must be exactly what we gave out.
  if (cursor.length > 2_000 || bytes.toString('base64url') !== cursor) throw new InvalidCursor();
  let values: unknown;
  try {
    values = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new InvalidCursor();
  }
  if (!Array.isArray(values) || values.length !== length) throw new InvalidCursor();
  if (!values.every((value) => typeof value === 'string' && !value.includes('\0'))) throw new InvalidCursor();
  return values as string[];
}

export interface Keyset<TB, TT extends keyof TB> {
  /** Columns of the order, together unique; compared as one row, so all have the same direction. */
  readonly columns: readonly { readonly ref: ReferenceExpression<TB, TT>; readonly type: KeyType }[];
  readonly direction: 'asc' | 'desc';
}

export type KeyType = 'uuid' | 'timestamptz' | 'bigint' | 'int' | 'double precision' | 'text';

const PATTERNS: Readonly<Record<KeyType, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  timestamptz: /^\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/,
  bigint: /^-?\d{1,18}$/,
  int: /^-?\d{1,9}$/,
  'double precision': /^-?\d{1,20}(\.\d{1,20})?(e-\d{1,3})?$/,
  text: /^/,
};

/**
 * The condition `(a, b) > (…)` (or `<`) that continues after a cursor, for `query.where(afterCursor(keyset, cursor))`;
 * always true without a cursor. Throws InvalidCursor. Order the query by the same columns in the same direction.
 */
export function afterCursor<TB, TT extends keyof TB>(keyset: Keyset<TB, TT>, cursor: string | undefined) {
  return (eb: ExpressionBuilder<TB, TT>): Expression<SqlBool> => {
    if (cursor === undefined) return sql<SqlBool>`true`;
    const values = decodeCursor(cursor, keyset.columns.length);
    if (!keyset.columns.every((column, i) => PATTERNS[column.type].test(values[i] ?? '')))
      throw new InvalidCursor();
    const left = sql.join(keyset.columns.map((column) => eb.ref(column.ref as never)));
    const right = sql.join(keyset.columns.map((column, i) => sql`${values[i]}::${sql.raw(column.type)}`));
    return sql<SqlBool>`(${left}) ${sql.raw(keyset.direction === 'asc' ? '>' : '<')} (${right})`;
  };
}

export interface Page<Row> {
  readonly items: Row[];
  readonly nextCursor: string | null;
}

/** Makes a page of `limit` rows from a query that asked for `limit + 1`; `key` gives the sort values of a row. */
export function toPage<Row>(
  rows: readonly Row[],
  limit: number,
  key: (row: Row) => readonly (string | number)[],
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(key(last)) : null };
}
