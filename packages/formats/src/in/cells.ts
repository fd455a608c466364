import { weightFault } from '../json-weight.ts';

/** What a text of JSON says that begins as a list or an object; `undefined` for anything else. */
export function jsonOf(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value) || weightFault(value) !== null) return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

const isPlainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isMessage = (value: unknown): boolean =>
  isPlainObject(value) &&
  (('role' in value && ('content' in value || 'tool_calls' in value)) ||
    ('from' in value && 'value' in value));

/** Messages as the cell of a table holds them: a list of them, or one, as JSON text. */
export function isMessagesText(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\s*(?:\[\s*)?\{/.test(value)) return false;
  const said = jsonOf(value);
  return Array.isArray(said) ? said.length > 0 && said.every(isMessage) : isMessage(said);
}

/** A number, or what a cell says that holds one; null for anything else, an empty cell too. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
