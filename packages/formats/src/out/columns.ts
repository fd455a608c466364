/** The type of a column, enough to declare it to Parquet and to the `datasets` library. */
export type ColumnType =
  | 'string'
  | 'double'
  | 'bool'
  | 'int64'
  | { readonly list: ColumnType }
  | { readonly struct: readonly Column[] };

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Some rows may hold null. */
  readonly nullable?: true;
}

export const texts = (...names: readonly string[]): Column[] =>
  names.map((name) => ({ name, type: 'string' }));

const structOf = (...names: readonly string[]): ColumnType => ({ struct: texts(...names) });

/** A message as an object. */
export const message = structOf('role', 'content');
/** A list of messages. */
export const messages: ColumnType = { list: message };
/** A message in the words of ShareGPT. */
export const spoken = structOf('from', 'value');
/** A message in the words of ColossalChat. */
export const said = structOf('from', 'content');
