import { type RawBuilder, sql } from 'kysely';
import { blankCharacters } from '@pairwright/domain/resolution';

/** How the canonical text of one answer begins. */
const start = '[{"role":"assistant","content":"';

/**
 * Whether the last message of an expression of messages is blank, as `isBlankResponse` of domain has it. Nearly every
 * response is one message that begins with a letter: its text says so without being parsed, which would be most of what a
 * preview or a freeze costs. Quotes inside a content are escaped, so `},{"` is the border of two messages or of no content.
 */
export function isBlank(messages: string): RawBuilder<unknown> {
  const text = sql.raw(`${messages}::text`);
  const parsed = sql.raw(`${messages} -> -1 ->> 'content'`);
  return sql`case
    when starts_with(${text}, ${start}) and strpos(${`${blankCharacters}"\\`}, substr(${text}, ${start.length + 1}, 1)) = 0 and strpos(${text}, '},{"') = 0 then false
    else btrim(coalesce(${parsed}, ''), ${blankCharacters}) = ''
  end`;
}
