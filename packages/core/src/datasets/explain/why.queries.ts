import { type RawBuilder, sql } from 'kysely';
import type { DropReason, ExportFormat, UnitKind } from '@pairwright/contract/datasets';
import type { Recipe, RecipeSplit } from '@pairwright/contract/recipe';
import type { DiffSide } from '@pairwright/contract/version-diff';
import type { WhyRow, WhyVote } from '@pairwright/contract/version-why';
import type { Executor } from '@pairwright/db/database';
import { promptExcerpt } from '../../browse/comparisons.queries.ts';
import { saidOn } from '../criterion.sql.ts';
import { parseFiles, type StoredFile } from '../datasets.shapes.ts';
import { longest, tagTexts } from '../filters.sql.ts';
import { singleDetails } from '../single-details.sql.ts';
import { placeOf } from '../split.sql.ts';

interface OfComparison {
  readonly versionId: string;
  readonly comparisonId: string;
}

/** What a comparison is made of, and where it came from. */
export interface Content {
  readonly promptId: string;
  readonly responseIds: string[];
  readonly importedSince: boolean;
  readonly longest: number;
  readonly origin: WhyRow['origin'];
  readonly prompt: Omit<WhyRow['prompt'], 'excerpt'>;
}

export async function findContent(
  db: Executor,
  of: OfComparison & { readonly projectId: string },
): Promise<Content | undefined> {
  const { rows } = await sql<Content>`
    select c.prompt_id as "promptId", to_json(c.response_ids) as "responseIds", ${longest} as longest,
      c.created_at > (select frozen_at from dataset_versions where id = ${of.versionId}::uuid) as "importedSince",
      json_build_object('batchId', b.id, 'batch', b.name, 'round', b.round, 'import', case when i.id is not null then json_build_object('importId', i.id, 'filename', i.filename,
        'line', c.import_line, 'importedAt', ${utc('i.created_at')}, 'importedBy', u.name) end) as origin,
      json_build_object('promptId', p.id, 'externalId', p.external_id, 'language', p.language, 'languageDetected', p.language_detected, 'category', p.category, 'source', p.source,
        'tags', ${tagTexts('p')}) as prompt
    from comparisons c join prompts p on p.id = c.prompt_id join batches b on b.id = c.batch_id
    left join imports i on i.id = b.import_id left join users u on u.id = i.created_by
    where c.id = ${of.comparisonId}::uuid and c.project_id = ${of.projectId}::uuid`.execute(db);
  return rows[0];
}

/** A moment inside JSON as the database writes it elsewhere. */
function utc(column: string): RawBuilder<unknown> {
  return sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`);
}

const EXCERPT = 300;

/** The responses of a comparison and the rewrites among the version's rows, and the prompt, as the version has them. */
export async function findTexts(
  db: Executor,
  of: OfComparison & Pick<Content, 'promptId' | 'responseIds'>,
): Promise<{ prompt: string; responses: WhyRow['responses'] }> {
  const { rows } = await sql<WhyRow['responses'][number]>`
    select r.id as "responseId", r.model, r.origin = 'rewrite' as rewrite, left(coalesce(coalesce(t.messages, r.messages) -> -1 ->> 'content', ''), ${EXCERPT}) as excerpt
    from responses r left join dataset_texts t on t.version_id = ${of.versionId}::uuid and t.text_id = r.id
    where r.id in (
      select unnest(${of.responseIds}::uuid[])
      union select chosen_id from dataset_rows where version_id = ${of.versionId}::uuid and comparison_id = ${of.comparisonId}::uuid
    )
    order by array_position(${of.responseIds}::uuid[], r.id), r.id`.execute(db);
  const { rows: prompts } = await sql<{ excerpt: string | null }>`
    select ${promptExcerpt} as excerpt from (
      select coalesce(t.messages, p.messages) as messages from prompts p
      left join dataset_texts t on t.version_id = ${of.versionId}::uuid and t.text_id = p.id where p.id = ${of.promptId}::uuid
    ) p`.execute(db);
  return { prompt: prompts[0]?.excerpt ?? '', responses: rows };
}

/** A unit of the version: a row, or left out. */
export interface StoredUnit {
  readonly suffix: string;
  readonly ordinal: number | null;
  readonly source: UnitKind | null;
  readonly dropped: DropReason | null;
}

export async function findUnits(db: Executor, of: OfComparison): Promise<StoredUnit[]> {
  const { rows } = await sql<StoredUnit>`
    select coalesce(id_suffix, '') as suffix, ordinal, source, null as dropped from dataset_rows
    where version_id = ${of.versionId}::uuid and comparison_id = ${of.comparisonId}::uuid
    union all
    select id_suffix, null, null, reason from dataset_drops where version_id = ${of.versionId}::uuid and comparison_id = ${of.comparisonId}::uuid
    order by 1`.execute(db);
  return rows;
}

export interface StoredVote extends WhyVote {
  /** False: given after the freeze. */
  readonly inVersion: boolean;
}

/** All judgments of a comparison, oldest first, as the version counts them, with what they say on the recipe's criterion. */
export async function findVotes(
  db: Executor,
  of: OfComparison,
  { criterion }: Pick<Recipe, 'criterion'>,
): Promise<StoredVote[]> {
  const said = saidOn(criterion);
  const onCriterion =
    criterion === null
      ? sql`null`
      : sql.raw(
          `case when ${said.isAnswered} then json_build_object('outcome', ${said.outcome}, 'strength', ${said.strength}) end`,
        );
  const { rows } = await sql<StoredVote>`
    select j.id as "judgmentId", j.annotator_id as "annotatorId", u.name as annotator, j.source, a.kind as assignment, a.created_at as "assignedAt",
      j.created_at as "createdAt", j.outcome, j.strength, j.ranks, coalesce(v.counted, false) as counted, v.not_counted_because as "notCountedBecause",
      v.judgment_id is not null as "inVersion", case when cardinality(c.response_ids) = 1 then ${singleDetails('j.details')} end as details,
      ${onCriterion} as "onCriterion"
    from judgments j join comparisons c on c.id = j.comparison_id join assignments a on a.id = j.assignment_id join users u on u.id = j.annotator_id
    left join dataset_votes v on v.version_id = ${of.versionId}::uuid and v.judgment_id = j.id
    where j.comparison_id = ${of.comparisonId}::uuid order by j.created_at, j.id`.execute(db);
  return rows;
}

export interface StoredDecision {
  readonly outcome: string;
  readonly strength: number | null;
  readonly ranks: (number | null)[] | null;
  readonly decidedAt: string;
  readonly reviewers: { id: string; name: string }[];
}

/** The reviewers' decision that held at the freeze, where the recipe asked for it. */
export async function findDecision(db: Executor, of: OfComparison): Promise<StoredDecision | undefined> {
  const { rows } = await sql<StoredDecision>`
    select d.outcome, d.strength, d.ranks, d.decided_at as "decidedAt", coalesce((
      select json_agg(json_build_object('id', u.id, 'name', u.name) order by a.created_at) from adjudications a join users u on u.id = a.reviewer_id
      where a.comparison_id = d.comparison_id and a.turn = d.turn), '[]') as reviewers
    from dataset_decisions k join review_decisions d on d.id = k.decision_id
    where k.version_id = ${of.versionId}::uuid and k.comparison_id = ${of.comparisonId}::uuid`.execute(db);
  return rows[0];
}

/** What puts a prompt into a part. */
export async function findPlace(
  db: Executor,
  of: { readonly versionId: string; readonly promptId: string },
  split: Extract<RecipeSplit, { by: 'prompt' }>,
): Promise<{
  key: string;
  place: number;
  joinedWith: NonNullable<WhyRow['split']>['joinedWith'];
  joinedBy: number;
}> {
  const { rows } = await sql<{
    key: string;
    place: number;
    joinedWith: NonNullable<WhyRow['split']>['joinedWith'];
    joinedBy: number;
  }>`
    select encode(p.content_hash, 'hex') as key, ${placeOf(split.salt, sql`encode(coalesce(t.content_hash, p.content_hash), 'hex')`)} as place,
      case when t.id is not null then json_build_object('promptId', t.id, 'excerpt', coalesce((select ${promptExcerpt} from prompts p where p.id = t.id), ''),
        'comparisonId', (select r.comparison_id from comparisons c join dataset_rows r on r.version_id = ${of.versionId}::uuid and r.comparison_id = c.id
          where c.prompt_id = t.id order by r.ordinal limit 1)) end as "joinedWith",
      (select count(*) from dataset_joined_prompts o where o.version_id = ${of.versionId}::uuid and o.joined_to = coalesce(t.id, p.id) and o.prompt_id <> p.id) as "joinedBy"
    from prompts p
    left join dataset_joined_prompts g on g.version_id = ${of.versionId}::uuid and g.prompt_id = p.id left join prompts t on t.id = g.joined_to
    where p.id = ${of.promptId}::uuid`.execute(db);
  if (rows[0] === undefined) throw new Error('a row has a prompt');
  return rows[0];
}

/** Finished exports of a version with their files. */
export async function findFinished(
  db: Executor,
  versionId: string,
): Promise<{ exportId: string; format: ExportFormat; files: StoredFile[] }[]> {
  const rows = await db
    .selectFrom('exports')
    .select(['id', 'format', 'files'])
    .where('version_id', '=', versionId)
    .where('state', '=', 'ready')
    .orderBy('id')
    .execute();
  return rows.map(({ id, format, files }) => ({
    exportId: id,
    format: format as ExportFormat,
    files: parseFiles(files),
  }));
}

/** How many preferences of its part a row is the last of. */
export async function findPosition(
  db: Executor,
  { versionId, ordinal, split }: { versionId: string; ordinal: number } & Pick<DiffSide, 'split'>,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from dataset_rows where version_id = ${versionId}::uuid and kind = 'preference' and split = ${split} and ordinal <= ${ordinal}`.execute(
    db,
  );
  return rows[0]?.n ?? 0;
}
