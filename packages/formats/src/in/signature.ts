import type { ForeignRow, InFormat } from './format.ts';
import { isObject } from './messages.ts';

type Kind =
  | 'text'
  | 'transcript'
  | 'list'
  | 'texts'
  | 'messages'
  | 'turns'
  | 'object'
  | 'number'
  | 'truth'
  | 'any';

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

const words: Record<Kind, string> = {
  text: 'text',
  transcript: 'a transcript that begins with "Human:"',
  list: 'a list',
  texts: 'a list of texts',
  messages: 'a list of messages',
  turns: 'a list of turns with "from"',
  object: 'an object',
  number: 'a number',
  truth: 'true or false',
  any: 'there',
};

/** Recognises rows by their columns: all of `columns` with that kind of value; those of `besides` speak for it, too. */
export function signature(
  columns: Readonly<Record<string, Kind>>,
  besides: readonly string[] = [],
): InFormat['recognise'] {
  return (row: ForeignRow) => {
    const evidence: string[] = [];
    for (const [column, kind] of Object.entries(columns)) {
      if (!Object.hasOwn(row, column) || !tests[kind](row[column])) return null;
      evidence.push(`"${column}" is ${words[kind]}`);
    }
    for (const column of besides) if (Object.hasOwn(row, column)) evidence.push(`"${column}" is there`);
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
