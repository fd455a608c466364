import { type RawBuilder, sql } from 'kysely';
import type { DropReason, UnitKind } from '@pairwright/contract/datasets';
import type {
  ChangedField,
  DiffCause,
  DiffKind,
  DiffReason,
  DiffSide,
} from '@pairwright/contract/version-diff';
import type { Tx } from '@pairwright/db/transaction';
import { explainedExpression } from './causes.sql.ts';
import type { Compared, FrozenVersion } from './compared.ts';
import { type DifferingPart, differingUnits, revotedExpression } from './differing.sql.ts';

/** How many units differ in one way for one reason, and in which fields. */
export interface DiffCount extends Record<ChangedField, number> {
  readonly kind: DiffKind;
  readonly reason: DiffReason;
  readonly rows: number;
}

/**
 * All differing units with their reasons. They are kept aside first: how many there are decides how the rest is best read.
 */
async function explainAll(db: Tx, compared: Compared, part: DifferingPart): Promise<RawBuilder<unknown>> {
  await sql`create temporary table version_differing on commit drop as ${differingUnits(compared, part)}`.execute(
    db,
  );
  await sql`analyze version_differing`.execute(db);
  return sql`with differing as (select * from version_differing), ${revotedExpression(compared)}, ${explainedExpression(compared)}`;
}

/** The first differing units with their reasons: read in the order of the index, no more than it takes to find them. */
async function explainFirst(db: Tx, compared: Compared, part: DifferingPart): Promise<RawBuilder<unknown>> {
  await sql`select set_config(name, 'off', true) from unnest(array['enable_seqscan', 'enable_bitmapscan', 'enable_hashjoin', 'enable_sort']) as s (name)`.execute(
    db,
  );
  return sql`with differing as materialized (${differingUnits(compared, part)}), ${revotedExpression(compared)}, ${explainedExpression(compared)}`;
}

export async function countDiffering(db: Tx, compared: Compared): Promise<DiffCount[]> {
  const { rows } = await sql<DiffCount>`
    ${await explainAll(db, compared, {})}
    select kind, reason, count(*) as rows, count(*) filter (where label) as label, count(*) filter (where margin) as margin,
      count(*) filter (where weight) as weight, count(*) filter (where split) as split, count(*) filter (where texts) as texts
    from explained group by 1, 2 order by 1, 3 desc, 2`.execute(db);
  return rows;
}

/** A differing unit; its rows are named by their ordinals. */
export interface DifferingUnit extends Record<ChangedField, boolean> {
  readonly comparisonId: string;
  readonly suffix: string;
  readonly promptId: string;
  readonly source: UnitKind;
  readonly kind: DiffKind;
  readonly reason: DiffReason;
  readonly causes: DiffCause[];
  readonly before: number | null;
  readonly after: number | null;
  readonly droppedBefore: DropReason | null;
  readonly droppedAfter: DropReason | null;
  readonly refiltered: boolean;
  /** A tie, or half of one. */
  readonly isTie: boolean;
}

/**
 * Up to `limit` differing units in the order of comparison and suffix. Without a reason asked for only as many are looked at.
 */
export async function listDiffering(
  db: Tx,
  compared: Compared,
  {
    reason,
    limit,
    ...part
  }: Omit<DifferingPart, 'limit'> & { limit: number; reason?: DiffReason | undefined },
): Promise<DifferingUnit[]> {
  const explained =
    reason === undefined
      ? await explainFirst(db, compared, { ...part, limit })
      : await explainAll(db, compared, part);
  const { rows } = await sql<DifferingUnit>`
    ${explained}
    select comparison_id as "comparisonId", suffix, prompt_id as "promptId", source, kind, reason, causes, before, after, dropped_before as "droppedBefore",
      dropped_after as "droppedAfter", refiltered, is_tie as "isTie", label, margin, weight, split, texts
    from explained ${reason === undefined ? sql`` : sql`where reason = ${reason}`}
    order by comparison_id, suffix limit ${limit}`.execute(db);
  return rows;
}

const EXCERPT = 300;

/** The rows of a version with these ordinals, with the beginnings of their texts as the version has them. */
export async function findSides(
  db: Tx,
  { versionId }: FrozenVersion,
  ordinals: readonly number[],
): Promise<Map<number, DiffSide>> {
  const response = (side: 'c' | 'x') =>
    sql.raw(`json_build_object('responseId', ${side}.id, 'model', ${side}.model,
    'excerpt', left(coalesce(coalesce(t${side}.messages, ${side}.messages) -> -1 ->> 'content', ''), ${EXCERPT}))`);
  const { rows } = await sql<{ ordinal: number; side: DiffSide }>`
    select r.ordinal, json_build_object('kind', r.kind, 'chosen', ${response('c')}, 'rejected', case when x.id is not null then ${response('x')} end,
      'margin', r.margin, 'weight', r.weight, 'agreement', r.agreement, 'judgments', r.judgments, 'split', r.split, 'detail', r.detail) as side
    from dataset_rows r join responses c on c.id = r.chosen_id left join responses x on x.id = r.rejected_id
    left join dataset_texts tc on tc.version_id = r.version_id and tc.text_id = c.id
    left join dataset_texts tx on tx.version_id = r.version_id and tx.text_id = x.id
    where r.version_id = ${versionId}::uuid and r.ordinal = any(${ordinals}::bigint[])`.execute(db);
  return new Map(rows.map(({ ordinal, side }) => [ordinal, side]));
}

/** The last words of the user in these prompts, as the version has them. */
export async function findPromptExcerpts(
  db: Tx,
  { versionId }: FrozenVersion,
  promptIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; excerpt: string | null }>`
    select p.id, (
      select left(m.value ->> 'content', ${EXCERPT}) from json_array_elements(coalesce(t.messages, p.messages)) with ordinality as m (value, place)
      where m.value ->> 'role' = 'user' order by m.place desc limit 1) as excerpt
    from prompts p left join dataset_texts t on t.version_id = ${versionId}::uuid and t.text_id = p.id
    where p.id = any(${promptIds}::uuid[])`.execute(db);
  return new Map(rows.map(({ id, excerpt }) => [id, excerpt ?? '']));
}
