import type { Message } from '@pairwright/contract/shapes';

/** A call of a tool as models make it. */
export interface ToolCall {
  id: string | null;
  name: string;
  /** For reading: indented JSON where the arguments are JSON, else as they were written. */
  arguments: string;
  /** They are no JSON. */
  malformed: boolean;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Reads a call in the shape of OpenAI (`function` with `arguments` as text), or a plain one with `name` and `input`. */
export function readCall(call: unknown): ToolCall {
  if (!isRecord(call)) return { id: null, name: '', ...prettyJson(call) };
  const made = isRecord(call['function']) ? call['function'] : call;
  const given = made['arguments'] ?? made['input'] ?? made['parameters'] ?? {};
  return { id: text(call['id']), name: text(made['name']) ?? '', ...prettyJson(given) };
}

function prettyJson(value: unknown): Pick<ToolCall, 'arguments' | 'malformed'> {
  if (typeof value !== 'string') return { arguments: JSON.stringify(value, null, 2), malformed: false };
  const parsed = parseJson(value);
  return parsed === undefined
    ? { arguments: value, malformed: value.trim() !== '' }
    : { arguments: JSON.stringify(parsed, null, 2), malformed: false };
}

/** The value, or undefined for what is no JSON. */
export function parseJson(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}

/** Which tool a result comes from: by the id of the call, else by the name the message has. */
export function toolOf(message: Message, messages: readonly Message[]): string | null {
  const calls = messages.flatMap((other) => other.tool_calls ?? []).map(readCall);
  const found = calls.find(({ id }) => id !== null && id === message.tool_call_id);
  return found?.name ?? message.name ?? null;
}
