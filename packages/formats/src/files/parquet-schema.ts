import type { SchemaElement } from 'hyparquet-writer';
import type { Column } from '../card-features.ts';

/**
 * The Parquet schema of columns: texts with the String logical type, lists in three levels (list.element), floats as
 * DOUBLE, everything optional. It follows from the columns alone, so all files of a format have the same one. What readers
 * have no type for (tool calls) is text that holds JSON.
 */
export function parquetSchema(columns: readonly Column[]): SchemaElement[] {
  return [{ name: 'schema', num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

function elementsOf(column: Column): SchemaElement[] {
  const { name } = column;
  if ('dtype' in column) return [leaf(name, column.dtype)];
  if ('sequence' in column) return list(name, [leaf('element', column.sequence)]);
  if ('lists' in column) return list(name, list('element', [leaf('element', column.lists)]));
  if ('struct' in column) return struct(name, column.struct);
  return list(
    name,
    typeof column.list === 'string' ? [leaf('element', column.list)] : struct('element', column.list),
  );
}

function list(name: string, element: SchemaElement[]): SchemaElement[] {
  return [
    {
      name,
      repetition_type: 'OPTIONAL',
      num_children: 1,
      converted_type: 'LIST',
      logical_type: { type: 'LIST' },
    },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    ...element,
  ];
}

function struct(name: string, fields: readonly Column[]): SchemaElement[] {
  return [{ name, repetition_type: 'OPTIONAL', num_children: fields.length }, ...fields.flatMap(elementsOf)];
}

function leaf(name: string, type: string): SchemaElement {
  const repetition_type = 'OPTIONAL';
  switch (type) {
    case 'string':
    case 'json':
      return {
        name,
        repetition_type,
        type: 'BYTE_ARRAY',
        converted_type: 'UTF8',
        logical_type: { type: 'STRING' },
      };
    case 'int64':
      return { name, repetition_type, type: 'INT64' };
    case 'float64':
      return { name, repetition_type, type: 'DOUBLE' };
    case 'bool':
      return { name, repetition_type, type: 'BOOLEAN' };
    default:
      throw new RangeError(`no Parquet type for ${type}`);
  }
}
