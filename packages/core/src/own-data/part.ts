import type { RawBuilder } from 'kysely';

export type Row = Record<string, unknown>;

/** One kind of what is kept about a person. */
export interface Part {
  readonly kind: string;
  readonly rows: (userId: string) => RawBuilder<Row>;
}
