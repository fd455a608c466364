import { sql } from 'kysely';
import type { DatasetHealth, HealthRow } from '@pairwright/contract/dataset-health';
import { tokenLimits, usualLimit } from '@pairwright/domain/dataset-health/tokens';
import { preferences } from './health-rows.sql.ts';
import { type Found, type HealthSource, SHOWN } from './health-source.ts';

/** Preferences of which another one, of the same prompt and the same two texts, says the opposite; labels likewise. */
export async function contradictionsOf({ db }: HealthSource): Promise<Found> {
  await sql`create temporary table health_opposite on commit drop as
    select prompt_hash, least(chosen_hash, rejected_hash) as one, greatest(chosen_hash, rejected_hash) as other, count(*) as rows
    from ${preferences} and chosen_hash <> rejected_hash
    group by 1, 2, 3 having bool_or(chosen_hash < rejected_hash) and bool_or(chosen_hash > rejected_hash)
    union all
    select prompt_hash, chosen_hash, chosen_hash, count(*) from health_rows where kind = 'label'
    group by 1, 2 having bool_or(ahead) and not bool_and(ahead)`.execute(db);
  const { rows } = await sql<{ found: number }>`
    select coalesce(sum(rows), 0)::bigint as found from health_opposite`.execute(db);
  const found = rows[0]?.found ?? 0;
  if (found === 0) return { found, rows: [] };
  const { rows: shown } = await sql<HealthRow>`
    select r.comparison_id as "comparisonId", r.split, p.words, null as number
    from health_opposite o
    join health_rows r on r.prompt_hash = o.prompt_hash and least(r.chosen_hash, r.rejected_hash) = o.one and greatest(r.chosen_hash, r.rejected_hash) = o.other
    join health_prompts p on p.id = r.prompt_id
    where (r.kind = 'preference' and not r.half or r.kind = 'label') order by o.prompt_hash, o.one, o.other, r.ordinal limit ${SHOWN}`.execute(
    db,
  );
  return { found, rows: shown };
}

export interface Lengths {
  readonly lengths: DatasetHealth['lengths'];
  readonly long: Found;
}

/** Estimated tokens of prompt and longer response. */
export async function lengthsOf({ db }: HealthSource): Promise<Lengths> {
  const over = tokenLimits.map((limit) =>
    sql.raw(`count(*) filter (where tokens > ${limit}) as over_${limit}`),
  );
  const { rows } = await sql<Record<string, number | null>>`
    select count(*) as rows, ${sql.join(over)}, (percentile_disc(0.5) within group (order by tokens))::float8 as median,
      (percentile_disc(0.95) within group (order by tokens))::float8 as p95, max(tokens)::float8 as most from health_rows`.execute(
    db,
  );
  const numbers = rows[0] ?? {};
  const all = numbers['rows'] ?? 0;
  const { rows: longest } = await sql<HealthRow>`
    select r.comparison_id as "comparisonId", r.split, p.words, r.tokens::float8 as number
    from health_rows r join health_prompts p on p.id = r.prompt_id
    where r.tokens > ${usualLimit} order by r.tokens desc, r.ordinal limit ${SHOWN}`.execute(db);
  return {
    lengths: {
      over: tokenLimits.map((tokens) => {
        const count = numbers[`over_${tokens}`] ?? 0;
        return { tokens, rows: count, share: all === 0 ? null : count / all };
      }),
      median: numbers['median'] ?? null,
      p95: numbers['p95'] ?? null,
      most: numbers['most'] ?? null,
    },
    long: { found: numbers[`over_${usualLimit}`] ?? 0, rows: longest },
  };
}

/** The prompts with the most rows, and how many rows the first of them has. */
export async function largestPrompts({ db }: HealthSource): Promise<Found> {
  const { rows } = await sql<HealthRow>`
    select h.*, p.words from (
      select (min(r.comparison_id::text))::uuid as "comparisonId", min(r.split) as split, count(*)::float8 as number, (min(r.prompt_id::text))::uuid as prompt_id
      from health_rows r group by r.prompt_hash order by count(*) desc, r.prompt_hash limit ${SHOWN / 2}
    ) h join health_prompts p on p.id = h.prompt_id order by h.number desc, p.text_hash`.execute(db);
  const shown = rows.map(({ comparisonId, split, words, number }) => ({
    comparisonId,
    split,
    words,
    number,
  }));
  return { found: shown[0]?.number ?? 0, rows: shown };
}
