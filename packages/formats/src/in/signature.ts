import type { FormatSign, SignKind } from '@pairwright/contract/import-recognition';
import type { ForeignRow, InFormat } from './format.ts';
import { isMessagesText, jsonOf } from './cells.ts';
import { isObject } from './messages.ts';

/** `any`: whatever it holds; `message`: an object, in a table too. */
type Kind = Exclude<SignKind, 'there'> | 'any' | 'message';
const holds: Readonly<Record<'any' | 'message', SignKind>> = { any: 'there', message: 'object' };

const looksLikeList = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'string' && /^\s*\[/.test(value));
/** A list of objects, as it is or as JSON text in the cell of a table. */
const areAll = (value: unknown, is: (item: Record<string, unknown>) => boolean): boolean => {
  const list = Array.isArray(value) ? (value as unknown[]) : jsonOf(value);
  return Array.isArray(list) && list.length > 0 && list.every((item) => isObject(item) && is(item));
};

const tests: Record<Kind, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  transcript: (value) => typeof value === 'string' && value.startsWith('\n\nHuman:'),
  list: looksLikeList,
  texts: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'),
  // A message that calls a tool may say nothing.
  messages: (value) => areAll(value, (item) => 'role' in item && ('content' in item || 'tool_calls' in item)),
  turns: (value) => areAll(value, (item) => 'from' in item),
  object: isObject,
  message: (value) => isObject(value) || isObject(jsonOf(value)),
  number: (value) =>
    typeof value === 'number' ||
    (typeof value === 'string' && value !== '' && Number.isFinite(Number(value))),
  truth: (value) => typeof value === 'boolean' || /^(true|false)$/i.test(String(value)),
  any: () => true,
};

/** Recognises rows by their columns: all of `columns` with that kind of value; those of `besides` speak for it, too. */
export function signature(
  columns: Readonly<Record<string, Kind>>,
  besides: readonly string[] = [],
): InFormat['recognise'] {
  return (row: ForeignRow) => {
    const evidence: FormatSign[] = [];
    for (const [column, kind] of Object.entries(columns)) {
      if (!Object.hasOwn(row, column) || !tests[kind](row[column])) return null;
      evidence.push({ column, holds: kind === 'any' || kind === 'message' ? holds[kind] : kind });
    }
    for (const column of besides) if (Object.hasOwn(row, column)) evidence.push({ column, holds: 'there' });
    return evidence;
  };
}

/** Of texts: not where all of these columns hold messages as JSON text, as tables do. */
export function inWords(
  recognise: InFormat['recognise'],
  ...columns: readonly string[]
): InFormat['recognise'] {
  return (row) => (columns.every((column) => isMessagesText(row[column])) ? null : recognise(row));
}

/** The first of several that fits. */
export function anyOf(...all: readonly InFormat['recognise'][]): InFormat['recognise'] {
  return (row) => {
    for (const one of all) {
      const evidence = one(row);
      if (evidence !== null) return evidence;
    }
    return null;
  };
}
