import { type RawBuilder, sql } from 'kysely';
import { blankCharacters } from '@pairwright/domain/resolution';

/**
 * Whether an expression of canonical messages is one message of the role, which begins with a letter and ends without a comma:
 * nearly every one is, and its text says so without being parsed. Quotes inside a content are escaped, so that `,"` begins a key.
 */
function isOneLetter(messages: string, role: 'user' | 'assistant'): RawBuilder<unknown> {
  const text = sql.raw(`${messages}::text`);
  const start = `[{"role":"${role}","content":"`;
  return sql`(starts_with(${text}, ${start}) and strpos(${`${blankCharacters}"\\`}, substr(${text}, ${start.length + 1}::int, 1)) = 0
    and strpos(substr(${text}, ${start.length + 1}::int), ',"') = 0)`;
}

/** Whether a message is a speaker and a text, as `plain` of formats has it. */
const isPlain = (message: string) =>
  sql.raw(`(${message} ->> 'role' <> 'tool' and ${message} ->> 'content' is not null
    and coalesce(${message} -> 'tool_calls', ${message} -> 'tool_call_id', ${message} -> 'images', ${message} -> 'name') is null)`);

const isBlank = (content: RawBuilder<unknown>) =>
  sql`btrim(coalesce(${content}, ''), ${blankCharacters}) = ''`;

/** Whether formats of single responses hold this response: `answerText` of formats, and it is not blank. */
export function isAnswer(messages: string): RawBuilder<boolean> {
  const only = `${messages} -> 0`;
  return sql`case when ${isOneLetter(messages, 'assistant')} then true
    else json_array_length(${sql.raw(messages)}) = 1 and ${sql.raw(only)} ->> 'role' = 'assistant' and ${isPlain(only)} and not ${isBlank(sql.raw(`${only} ->> 'content'`))} end`;
}

/** Whether they hold this prompt: `promptMessages` of formats. */
export function isAsking(messages: string): RawBuilder<boolean> {
  const last = `${messages} -> -1`;
  return sql`case when ${isOneLetter(messages, 'user')} then true
    else coalesce(${sql.raw(last)} ->> 'role' = 'user', false) and not ${isBlank(sql.raw(`${last} ->> 'content'`))}
      and (select bool_and(${isPlain('k.message')} and (k.message ->> 'role' <> 'system' or k.place = 1)) from json_array_elements(${sql.raw(messages)}) with ordinality as k (message, place)) end`;
}
