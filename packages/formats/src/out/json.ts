import type { Message } from '@pairwright/contract/shapes';
import { canonicalMessages } from '../canonical.ts';
import { floatText } from './numbers.ts';

/** A key and its value as JSON text. */
export type Part = readonly [key: string, value: string];

/** JSON texts without spaces, keys in the order given: the same row gives the same bytes everywhere. */
export const json = {
  text: (value: string): string => JSON.stringify(value),
  nullableText: (value: string | null): string => JSON.stringify(value),
  bool: (value: boolean): string => (value ? 'true' : 'false'),
  whole: (value: number): string => String(value),
  float: floatText,
  list: (values: readonly string[]): string => `[${values.join(',')}]`,
  object: (parts: readonly Part[]): string =>
    `{${parts.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`,
  messages: (messages: readonly Message[]): string => canonicalMessages(messages),
};
