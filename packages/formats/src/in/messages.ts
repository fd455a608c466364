import type { ForeignFaults } from './foreign-faults.ts';
import type { LooseMessage } from './own-row.ts';
import { weightFault } from '../json-weight.ts';
import { sayDetail } from '../rule-details.ts';

/** How a format writes messages. */
export interface Dialect {
  readonly role: string;
  readonly content: string;
  /** Its words for our roles, beside those that everybody uses. */
  readonly roles?: Readonly<Record<string, string>> | undefined;
}

export const standard: Dialect = { role: 'role', content: 'content' };

const usualRoles: Readonly<Record<string, string>> = {
  system: 'system',
  user: 'user',
  human: 'user',
  prompter: 'user',
  assistant: 'assistant',
  gpt: 'assistant',
  chatgpt: 'assistant',
  bot: 'assistant',
  model: 'assistant',
  tool: 'tool',
  observation: 'tool',
  tool_response: 'tool',
};

/** The value itself, or what its JSON text says: cells of CSV files hold lists and objects as text. */
export function decoded(faults: ForeignFaults, path: string, value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  const weight = weightFault(value);
  if (weight !== null) return faults.add(path, value.slice(0, 200), weight);
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return faults.add(path, value, 'json_cell');
  }
}

export function readList(faults: ForeignFaults, path: string, value: unknown): unknown[] | null {
  const before = faults.list.length;
  const list = decoded(faults, path, value);
  if (Array.isArray(list)) return list;
  if (faults.list.length > before) return null;
  return faults.add(path, value, {
    code: value === undefined ? 'missing_field' : 'wrong_type',
    rule: sayDetail('list_type'),
  });
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One message; keys that are null count as absent (columns of Parquet files have every key in every message). */
export function readMessage(
  faults: ForeignFaults,
  { path, value }: { path: string; value: unknown },
  dialect: Dialect = standard,
): LooseMessage | null {
  const message = decoded(faults, path, value);
  if (!isObject(message))
    return faults.add(path, value, {
      code: 'wrong_type',
      rule: sayDetail('message_type', dialect),
    });
  const { [dialect.role]: given, [dialect.content]: content, ...others } = message;
  const name = typeof given === 'string' ? given : '';
  const role = dialect.roles?.[name] ?? usualRoles[name];
  if (role === undefined)
    return faults.add(
      `${path}.${dialect.role}`,
      given,
      given === undefined ? 'missing_field' : 'unknown_role',
    );
  const kept = Object.entries(others).filter(([, other]) => other !== null && other !== undefined);
  return { role, content: content === undefined ? null : content, ...Object.fromEntries(kept) };
}

export function readMessages(
  faults: ForeignFaults,
  { path, value }: { path: string; value: unknown },
  dialect: Dialect = standard,
): LooseMessage[] | null {
  const list = readList(faults, path, value);
  if (list === null) return null;
  const messages = list.map((item, index) =>
    readMessage(faults, { path: `${path}[${index}]`, value: item }, dialect),
  );
  return messages.includes(null) ? null : (messages as LooseMessage[]);
}

/** A text that must be there; an empty one is a text. */
export function readText(faults: ForeignFaults, path: string, value: unknown): string | null {
  if (typeof value === 'string') return value;
  if (value === undefined) return faults.add(path, value, 'missing_field');
  if (value === null) return faults.add(path, value, 'content_missing');
  return faults.add(path, value, { code: 'wrong_type', rule: sayDetail('string_type') });
}

/** Texts that alternate between user and assistant, the user first. */
export function alternating(texts: readonly unknown[]): LooseMessage[] {
  return texts.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content }));
}

/** The prompt behind a system prompt that stands beside it; one that it begins with already stays alone. */
export function behindSystem(
  text: string | undefined,
  prompt: readonly LooseMessage[],
): readonly LooseMessage[] {
  const [first] = prompt;
  if (text === undefined || (first?.role === 'system' && first.content === text)) return prompt;
  return [system(text), ...prompt];
}

export const user = (content: unknown): LooseMessage => ({ role: 'user', content });
export const assistant = (content: unknown): LooseMessage => ({ role: 'assistant', content });
export const system = (content: unknown): LooseMessage => ({ role: 'system', content });
