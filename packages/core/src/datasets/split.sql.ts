import { type RawBuilder, sql } from 'kysely';
import type { RecipeSplit } from '@pairwright/contract/recipe';
import { momentOf } from './filters.sql.ts';

type Fragment = RawBuilder<unknown>;

/**
 * The place of a key in 0..1, of the first 52 bits of sha256 of `salt:key`: anybody can find out again where a prompt belongs.
 * A prompt's key is the hash of its messages in hex, an annotator's their id.
 */
export function placeOf(salt: string, key: Fragment): Fragment {
  return sql`(('x' || left(encode(sha256(convert_to(${salt}::text || ':' || ${key}, 'UTF8')), 'hex'), 13))::bit(52)::bigint / 4503599627370496::double precision)`;
}

/** The part that a key is in: the first whose shares, added up, are above its place. */
export function partOf(split: Extract<RecipeSplit, { salt: string }>, key: Fragment): Fragment {
  const bounds = split.parts.slice(0, -1).map(({ name }, index) => ({
    name,
    end: split.parts.slice(0, index + 1).reduce((sum, { share }) => sum + share, 0),
  }));
  const last = split.parts.at(-1)?.name ?? 'train';
  if (bounds.length === 0) return sql`${last}::text`;
  return sql`(select case ${sql.join(
    bounds.map(({ name, end }) => sql`when h.place < ${end}::double precision then ${name}::text`),
    sql` `,
  )} else ${last}::text end from (values (${placeOf(split.salt, key)})) as h (place))`;
}

/** Expression `lasts`, where the split asks for it: when the last judgment that counts was given. */
export function lastExpression(split: RecipeSplit | null): Fragment {
  if (split?.by !== 'date') return sql``;
  return sql`lasts as (select comparison_id, max(created_at) as at from judged where reason is null group by 1),`;
}

/** Tables that `splitOf` reads beside row d of `decided`. */
export function joinedForSplit(split: RecipeSplit | null): Fragment {
  if (split?.by === 'prompt') return sql`join prompts p on p.id = d.prompt_id`;
  return split?.by === 'date' ? sql`left join lasts l on l.comparison_id = d.id` : sql``;
}

/** The part of row d of `decided`. Rows that nobody judged, because reviewers decided, are of the last date. */
export function splitOf(split: RecipeSplit | null): Fragment {
  if (split === null) return sql`'train'`;
  if (split.by === 'prompt') return partOf(split, sql`encode(p.content_hash, 'hex')`);
  if (split.by === 'annotator')
    return partOf(split, sql`(select g.annotator_id::text from judgments g where g.id = d.judgment_id)`);
  const at = sql`coalesce(d.created_at, l.at)`;
  return sql`case ${sql.join(
    split.parts.flatMap(({ name, until }) =>
      until === null ? [] : [sql`when ${at} < ${momentOf(until)}::timestamptz then ${name}::text`],
    ),
    sql` `,
  )} else ${split.parts.at(-1)?.name ?? 'train'}::text end`;
}
