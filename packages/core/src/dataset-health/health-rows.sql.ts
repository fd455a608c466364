import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';
import { tokensPerMessage } from '@pairwright/domain/dataset-health/tokens';
import { markdownCounts } from '../statistics/text-counts.sql.ts';
import { isAnswer, isAsking } from './label-texts.sql.ts';

/** `estimateTokens` of domain, of the texts of `s`; 0 without messages. */
const tokens = sql`coalesce(sum(ceil(greatest(0, s.characters - s.wide) / 4 + s.wide) + ${sql.lit(tokensPerMessage)}), 0)::bigint as tokens`;

/** Of each message in `m`: its text, how many characters it has, and how many of them are wide. Each is counted once. */
const texts = sql`
  json_array_elements(m.messages) e (message)
  cross join lateral (select coalesce(e.message ->> 'content', '') as text offset 0) w
  cross join lateral (select w.text, char_length(w.text)::float8 as characters, octet_length(w.text)::float8 as bytes offset 0) c
  cross join lateral (select c.text, c.characters, (c.bytes - c.characters) / 2 as wide offset 0) s`;

/** The texts of this version: masked ones stand for their own. */
const messagesOf = (versionId: string, text: string) => sql`
  left join dataset_texts x on x.version_id = ${versionId} and x.text_id = ${sql.ref(text)}.id
  cross join lateral (select coalesce(x.messages, ${sql.ref(text)}.messages) as messages offset 0) m`;

/**
 * Temporary tables of what the findings are made from, dropped with the transaction: `health_texts` of the responses,
 * `health_prompts`, and `health_rows`, the rows of the version with the numbers of their texts. `first_chosen`: whether the first
 * response of the pair is the chosen one; null where there are not two. `half`: one of the two rows of a tie. `i` and `j`: what the
 * votes of `health_votes` about the row are about, and `ahead` whether its label is their first answer. `own_`: of a response alone.
 * `_fits`: formats of single responses hold it.
 */
export async function prepareHealthRows(db: Tx, versionId: string): Promise<void> {
  // Each text occurs once: remembering what was counted of it only costs.
  await sql`select set_config('enable_memoize', 'off', true)`.execute(db);
  await sql`create temporary table health_texts on commit drop as
    select r.id, r.model, hashtextextended(m.messages::text, 0) as text_hash, ${isAnswer('m.messages')} as fits, n.*
    from responses r ${messagesOf(versionId, 'r')}
    cross join lateral (
      select ${tokens}, ${markdownCounts} from ${texts}
      cross join lateral (select case when e.message ->> 'role' = 'assistant' then s.text end as text offset 0) t
    ) n
    where r.id in (
      select chosen_id from dataset_rows where version_id = ${versionId}
      union select rejected_id from dataset_rows where version_id = ${versionId} and rejected_id is not null)`.execute(
    db,
  );
  await sql`create temporary table health_prompts on commit drop as
    select p.id, p.language, hashtextextended(m.messages::text, 0) as text_hash, ${isAsking('m.messages')} as fits, n.tokens,
      left(coalesce(m.messages -> -1 ->> 'content', ''), 80) as words
    from prompts p ${messagesOf(versionId, 'p')} cross join lateral (select ${tokens} from ${texts}) n
    where p.id in (select prompt_id from dataset_rows where version_id = ${versionId})`.execute(db);
  await sql`analyze health_texts, health_prompts`.execute(db);
  await sql`create temporary table health_rows on commit drop as
    select r.ordinal, r.comparison_id, r.prompt_id, p.text_hash as prompt_hash, r.split, r.kind, r.source, r.margin, r.detail,
      coalesce(r.id_suffix ~ '-(first|second)$', false) as half, p.tokens + greatest(a.tokens, b.tokens) as tokens,
      case when r.source = 'pair' and cardinality(c.response_ids) = 2 and r.kind = 'preference' then c.response_ids[1] = r.chosen_id end as first_chosen,
      case when r.kind = 'label' or r.kind = 'preference' and r.source = 'pair' then 0
        when r.kind = 'preference' and r.source = 'ranking' then least(array_position(c.response_ids, r.chosen_id), array_position(c.response_ids, r.rejected_id)) - 1 end as i,
      case when r.kind = 'label' then 0 when r.kind = 'preference' and r.source = 'pair' then 1
        when r.kind = 'preference' and r.source = 'ranking' then greatest(array_position(c.response_ids, r.chosen_id), array_position(c.response_ids, r.rejected_id)) - 1 end as j,
      case when r.kind = 'label' then (r.detail ->> 'good')::boolean
        when r.kind = 'preference' and r.source = 'pair' and cardinality(c.response_ids) = 2 then c.response_ids[1] = r.chosen_id
        when r.kind = 'preference' and r.source = 'ranking' then array_position(c.response_ids, r.chosen_id) < array_position(c.response_ids, r.rejected_id) end as ahead,
      case when r.kind = 'label' then a.length end as own_length, case when r.kind = 'label' then a.headings + a.lists + a.bold end as own_markdown,
      a.text_hash as chosen_hash, b.text_hash as rejected_hash, p.fits and a.fits as chosen_fits, p.fits and b.fits as rejected_fits, a.model as chosen_model, b.model as rejected_model,
      a.length - b.length as longer, a.headings - b.headings as headings, a.lists - b.lists as lists, a.bold - b.bold as bold
    from dataset_rows r
    join comparisons c on c.id = r.comparison_id
    join health_prompts p on p.id = r.prompt_id
    join health_texts a on a.id = r.chosen_id
    left join health_texts b on b.id = r.rejected_id
    where r.version_id = ${versionId}`.execute(db);
  await sql`analyze health_rows`.execute(db);
}

/** Rows that say which of two responses is better; halves of ties say nothing. */
export const preferences = sql`health_rows r where r.kind = 'preference' and not r.half`;
