import type { Message } from '@pairwright/contract/shapes';
import type { ExportRecord, RecordResponse } from './record.ts';
import { Refused, refuseIf } from './refused.ts';

/** Messages that are a speaker and a text, nothing else. */
export interface PlainMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A message of speaker and text. Refuses what a format of such messages would lose. */
function plain({ role, content, name, tool_calls, tool_call_id, images }: Message): PlainMessage {
  if (role === 'tool' || tool_calls !== undefined || tool_call_id !== undefined)
    throw new Refused('tool_messages');
  refuseIf(images !== undefined, 'images');
  refuseIf(name !== undefined, 'message_name');
  if (content === null) throw new Refused('null_content');
  return { role, content };
}

/** Every message by itself; roles in any order. */
function plainMessages(messages: readonly Message[]): PlainMessage[] {
  return messages.map(plain);
}

/** The prompt as messages of speaker and text: a system message comes first or not at all, the last is a user's and not blank. */
export function promptMessages({ prompt }: ExportRecord): PlainMessage[] {
  const messages = plainMessages(prompt);
  const last = messages.at(-1);
  refuseIf(last?.role !== 'user' || last.content.trim() === '', 'no_prompt');
  refuseIf(
    messages.some(({ role }, index) => role === 'system' && index > 0),
    'role_order',
  );
  return messages;
}

/** A response as messages of speaker and text, at least one. */
export function responseMessages({ messages }: RecordResponse): PlainMessage[] {
  refuseIf(messages.length === 0, 'blank_answer');
  return plainMessages(messages);
}

/** The text of a response that is one assistant message. Longer ones diverge before their end. */
export function answerText(response: RecordResponse): string {
  const [answer, more] = responseMessages(response);
  if (answer === undefined) throw new Refused('blank_answer');
  refuseIf(more !== undefined, 'several_messages');
  refuseIf(answer.role !== 'assistant', 'role_order');
  return answer.content;
}

/** A prompt in which user and assistant take turns. */
export interface Turns {
  readonly system: string | null;
  /** Starts and ends with the user: an odd number. */
  readonly turns: readonly PlainMessage[];
  /** The last text of the user. */
  readonly last: string;
}

export function promptTurns(record: ExportRecord): Turns {
  const messages = promptMessages(record);
  const system = messages[0]?.role === 'system' ? messages[0].content : null;
  const turns = system === null ? messages : messages.slice(1);
  refuseIf(
    turns.some(({ role }, index) => role !== (index % 2 === 0 ? 'user' : 'assistant')),
    'role_order',
  );
  const last = turns.at(-1);
  if (last === undefined) throw new Refused('no_prompt');
  return { system, turns, last: last.content };
}

/** The text of a prompt that is one message of a user, with or without a system message before it. */
export function singleTurn(record: ExportRecord): { readonly system: string | null; readonly input: string } {
  const { system, turns, last } = promptTurns(record);
  refuseIf(turns.length > 1, 'earlier_turns');
  return { system, input: last };
}
