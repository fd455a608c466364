import { type Fault, faultIf, firstFault, type Row } from './verdict.ts';

export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

export function isBlank(value: unknown): boolean {
  return !isText(value) || value.trim() === '';
}

/** Each of these columns is a text. */
export function textsFault(row: Row, names: readonly string[]): Fault {
  const wrong = names.find((name) => !isText(row[name]));
  return wrong === undefined ? null : `error: ${wrong} is no text`;
}

/** The keys of a message and the words for its speakers. */
export interface Words {
  readonly role: string;
  readonly text: string;
  readonly roles: readonly string[];
}

export const openai: Words = {
  role: 'role',
  text: 'content',
  roles: ['system', 'user', 'assistant', 'tool'],
};

/** A list of at least one message, each a speaker and a text. A text that is null is trained on as an empty one. */
export function messagesFault(value: unknown, words: Words = openai): Fault {
  if (!Array.isArray(value)) return 'error: messages are no list';
  if (value.length === 0) return 'error: there is no message';
  return firstFault(...value.map((item: unknown) => () => messageFault(item, words)));
}

export function messageFault(value: unknown, words: Words = openai): Fault {
  if (!isRow(value)) return 'error: a message is no object';
  const text = value[words.text];
  return firstFault(
    faultIf(
      !words.roles.includes(value[words.role] as string),
      `error: ${String(value[words.role])} is no speaker`,
    ),
    faultIf(
      text === null && value['tool_calls'] === undefined,
      'silent: a message without text is read as an empty one',
    ),
    faultIf(text !== null && !isText(text), 'error: a message is no text'),
  );
}

export function rolesOf(value: unknown, words: Words = openai): string[] {
  return (value as Row[]).map((message) => message[words.role] as string);
}

export function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** After a system message, if there is one: user and assistant in turn, the user first; `last` speaks at the end. */
export function alternates(
  roles: readonly string[],
  { user, assistant, last }: { readonly user: string; readonly assistant: string; readonly last: string },
): boolean {
  const turns = roles[0] === 'system' ? roles.slice(1) : roles;
  return turns.at(-1) === last && turns.every((role, index) => role === (index % 2 === 0 ? user : assistant));
}

const withMargins = new WeakMap<readonly Row[], boolean>();

/** A column that is a number in every row or in none. */
export function marginFault(row: Row, rows: readonly Row[]): Fault {
  const isThere = withMargins.get(rows) ?? rows.some((one) => 'margin' in one);
  withMargins.set(rows, isThere);
  return faultIf(isThere && !Number.isFinite(row['margin']), 'error: the margin is no number in some rows');
}
