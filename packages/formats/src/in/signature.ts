import type { FormatSign, SignKind } from '@pairwright/contract/import-recognition';
import type { ForeignRow, InFormat } from './format.ts';
import { isObject } from './messages.ts';

/** `any`: whatever it holds. */
type Kind = Exclude<SignKind, 'there'> | 'any';

const looksLikeList = (value: unknown): boolean =>
  Array.isArray(value) || (typeof value === 'string' && /^\s*\[/.test(value));
const hasKeys = (value: unknown, keys: readonly string[]): boolean =>
  Array.isArray(value) &&
  value.length > 0 &&
  value.every((item) => isObject(item) && keys.every((key) => key in item));

const tests: Record<Kind, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  transcript: (value) => typeof value === 'string' && value.startsWith('\n\nHuman:'),
  list: looksLikeList,
  texts: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string'),
  messages: (value) => hasKeys(value, ['role', 'content']),
  turns: (value) => hasKeys(value, ['from']),
  object: isObject,
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
      evidence.push({ column, holds: kind === 'any' ? 'there' : kind });
    }
    for (const column of besides) if (Object.hasOwn(row, column)) evidence.push({ column, holds: 'there' });
    return evidence;
  };
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
