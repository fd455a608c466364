import { randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { DropExample, DropReason, ExportFormat, Recipe } from '@pairwright/contract/datasets';
import { Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { recordFormats } from '@pairwright/formats/out/registry';
import type { ProjectContext } from '../context.ts';
import { comparisonOrder, fileOrder, rowOrder } from './file-order.sql.ts';
import { faultReasons } from './filters.sql.ts';
import { requireFittingRatings } from './fitting-ratings.ts';
import {
  countUnits,
  idSuffix,
  type Outcome,
  prepareLongStatements,
  toOutcome,
  type UnitCount,
} from './freeze.queries.ts';
import type { KeptRow } from './kept-row.ts';
import { type Looks, lookAtTexts, looksAtTexts, mostLookedAt, nothingOut } from './preview-looks.ts';
import { linesOfPreview, type PreviewedLines, type PreviewRow } from './preview-lines.ts';
import { pseudonym, pseudonymKeyOf } from './pseudonyms.ts';
import { needsJudgments } from './record-source.sql.ts';
import { pickSample } from './sample.queries.ts';
import { resolvedExpressions } from './resolution.sql.ts';
import type { Resolving } from './resolving.sql.ts';
import { decidedExpressions, type LeftOut, withoutSome } from './rows.sql.ts';
import { joinedForSplit, lastExpression, partOf, splitOf } from './split.sql.ts';
import { flaggedIf } from './units.sql.ts';
import { readVoteWeights } from './weights.queries.ts';
import { requireCriterion } from './require-criterion.ts';

/** Judgments, and those of them that the filters leave out. */
interface JudgmentCount {
  readonly of: number;
  readonly filtered: number;
}

interface SplitCount {
  readonly name: string;
  readonly rows: number;
}

export interface Preview extends Outcome {
  readonly examples: Partial<Record<DropReason, DropExample[]>>;
  readonly judgments: JudgmentCount;
  /** Null: all comparisons were looked at, and the numbers are exact. */
  readonly sampled: { readonly comparisons: number; readonly of: number } | null;
  /** Rows that say nearly what an earlier one says, and those that hold personal data. Null: not asked for. */
  readonly near: Looks['near'];
  readonly personal: Looks['personal'];
  /** Rows by part of the recipe's split; empty without one. */
  readonly splits: SplitCount[];
  /** The first lines as they would be written, without their newline. */
  readonly lines: string[];
  readonly held: PreviewedLines['held'];
}

const LINES = 5;
/** Rows or comparisons of which the lines are made, and of which is counted what the format cannot hold. */
const FIRST = 200;
const EXAMPLES = 3;

/**
 * What a recipe would keep and drop now, and the first lines, byte for byte as a version frozen now would give them. Annotators have
 * the pseudonyms of the dataset; without one they have some, because those are made with its key. Throws `not_found` where the
 * project has no such dataset, and `invalid_request` for a margin by ratings that do not fit.
 */
export async function previewRecipe(
  ctx: ProjectContext,
  input: { recipe: Recipe; format: ExportFormat; datasetId?: string | undefined; mostExact?: number },
): Promise<Preview> {
  const { projectId } = ctx;
  const { recipe, format } = input;
  return inTransaction(
    ctx.db.db,
    async (db) => {
      await prepareLongStatements(db);
      await requireCriterion(db, projectId, recipe);
      const nameOf = await namingOf(ctx, db, input);
      await requireFittingRatings(db, projectId, recipe);
      const { of, sample } = await pickSample(db, projectId, input.mostExact);
      const what = {
        projectId,
        sample,
        recipe,
        format,
        weights: await readVoteWeights(db, { projectId, recipe }),
      };
      const { now, near, personal } = await resolveWithTexts(db, what);
      const { counts, rows, comparisons, examples, splits, judgments } = now;
      const isAll = sample === null && rows.length < FIRST && comparisons.length < FIRST;
      const lines = { projectId, recipe, format, nameOf, rows, comparisons, isAll };
      return {
        ...(sample === null ? { ...toOutcome(counts), sampled: null } : scaled(counts, of)),
        near,
        personal,
        examples: byReason(examples),
        splits: scaledParts(splits, { counts, of, isWhole: sample === null }),
        judgments: scaledJudgments(judgments, sample === null ? 1 : factorOf(counts, of)),
        ...(await linesOfPreview(db, lines, LINES)),
      };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

async function namingOf(
  { sealer, projectId }: ProjectContext,
  db: Tx,
  { recipe, datasetId }: { recipe: Recipe; datasetId?: string | undefined },
): Promise<((annotatorId: string) => string) | null> {
  const dataset =
    datasetId === undefined
      ? undefined
      : await db
          .selectFrom('datasets')
          .select(['id', 'pseudonym_key', 'sealed_pseudonym_key'])
          .where('id', '=', datasetId)
          .where('project_id', '=', projectId)
          .executeTakeFirst();
  if (datasetId !== undefined && dataset === undefined)
    throw new Problem('not_found', { detail: 'The project has no such dataset.' });
  if (recipe.annotators === 'none') return null;
  const key = dataset === undefined ? randomBytes(32) : pseudonymKeyOf(sealer, dataset);
  return (annotatorId) => pseudonym(key, annotatorId);
}

function factorOf(counts: readonly UnitCount[], of: number): number {
  const { comparisons } = toOutcome(counts);
  return comparisons === 0 ? 0 : of / comparisons;
}

function scaledJudgments({ of, filtered }: JudgmentCount, factor: number): JudgmentCount {
  return { of: Math.round(of * factor), filtered: Math.round(filtered * factor) };
}

/** The numbers of a sample as those of the whole; each is rounded by itself, so that they still add up. */
function scaled(counts: readonly UnitCount[], of: number): Outcome & Pick<Preview, 'sampled'> {
  const { comparisons } = toOutcome(counts);
  const factor = factorOf(counts, of);
  const whole = toOutcome(counts.map((count) => ({ ...count, n: Math.round(count.n * factor) })));
  return { ...whole, comparisons: of, sampled: { comparisons, of } };
}

function scaledParts(
  splits: readonly SplitCount[],
  { counts, of, isWhole }: { counts: readonly UnitCount[]; of: number; isWhole: boolean },
): SplitCount[] {
  const { comparisons } = toOutcome(counts);
  const factor = isWhole || comparisons === 0 ? 1 : of / comparisons;
  return splits.map(({ name, rows }) => ({ name, rows: Math.round(rows * factor) }));
}

function byReason(examples: readonly Example[]): Preview['examples'] {
  const found: Preview['examples'] = {};
  for (const { reason, ...example } of examples) found[reason] = [...(found[reason] ?? []), example];
  return found;
}

interface Example extends DropExample {
  readonly reason: DropReason;
}

interface Now {
  readonly counts: UnitCount[];
  readonly rows: PreviewRow[];
  readonly comparisons: string[];
  readonly examples: Example[];
  readonly splits: SplitCount[];
  readonly judgments: JudgmentCount;
  /** The first ones, and one more than are looked at; where no texts are looked at, none. */
  readonly kept: KeptRow[];
}

/** The first rows in the order of the file. */
function keptRows({ recipe, sample = null }: Resolving): RawBuilder<unknown> {
  return sql`coalesce((select json_agg(k order by k.place) from (
    select row_number() over (order by ${fileOrder(recipe)}) as place, concat(id, ${idSuffix}) as row_id, prompt_id, chosen_id, rejected_id, kind, detail
    from decided where dropped is null order by place limit ${mostLookedAt(sample) + 1}
  ) k), '[]')`;
}

type Wanted = Resolving & { readonly format: ExportFormat };

/**
 * The same without the rows that are left out for their texts, where there are few enough to look at all of them; else what is so of the
 * first ones is only told.
 */
async function resolveWithTexts(
  db: Tx,
  wanted: Wanted,
): Promise<{ now: Now } & Pick<Looks, 'near' | 'personal'>> {
  const { recipe, sample = null } = wanted;
  const now = await resolveNow(db, wanted, nothingOut);
  const rows = now.kept.slice(0, mostLookedAt(sample));
  const isAll = sample === null && rows.length === now.kept.length;
  const { near, personal, out } = await lookAtTexts(db, { recipe, rows, isAll });
  return { now: isNone(out) ? now : await resolveNow(db, wanted, out), near, personal };
}

function isNone(out: LeftOut): boolean {
  return Object.values(out).every((ids: readonly string[]) => ids.length === 0);
}

/** Counts and the first rows for the format from one pass over the project, without these rows. */
async function resolveNow(db: Tx, of: Wanted, out: LeftOut): Promise<Now> {
  const isLess = !isNone(out);
  const { rows } = await sql<Now>`
    with ${resolvedExpressions(of)},
    ${decidedExpressions(of.recipe, rowOrder, isLess ? 'settled' : 'decided')},
    ${isLess ? sql`${withoutSome(out, idSuffix)},` : sql``}
    ${lastExpression(of.recipe.split)}
    ${firstExpressions(of)}
    select
      coalesce((select json_agg(g) from (${countUnits}) g), '[]') as counts,
      ${splitCounts(of.recipe.split)} as splits, ${judgmentCount} as judgments, ${looksAtTexts(of.recipe) ? keptRows(of) : sql`'[]'::json`} as kept,
      coalesce((select json_agg(json_build_object('reason', e.dropped, 'comparisonId', e.id, 'words', left(coalesce(p.messages -> -1 ->> 'content', ''), 80)) order by e.dropped, e.place)
        from (
          select u.*, row_number() over (partition by dropped order by rank, id) as place
          from (
            select distinct on (dropped, prompt_id) dropped, id, rank, prompt_id from decided where dropped is not null order by dropped, prompt_id, rank, id
          ) u
        ) e join prompts p on p.id = e.prompt_id where e.place <= ${EXAMPLES}), '[]') as examples,
      coalesce((select json_agg(f order by f.ordinal) from first_rows f), '[]') as rows,
      coalesce((select json_agg(f.id) from first_comparisons f), '[]') as comparisons`.execute(db);
  if (rows[0] === undefined) throw new Error('a preview is one row');
  return rows[0];
}

/**
 * The rows that the first lines are made of: the first preferences in the order of the file, or all rows of the first comparisons
 * that have one of the format's kinds. Some may be none for the format, so there are more than lines.
 */
function firstExpressions({ recipe, format }: { recipe: Recipe; format: ExportFormat }): RawBuilder<unknown> {
  const record = format === 'votes' ? null : recordFormats[format];
  const isByComparison = record !== null && needsJudgments(record);
  const kinds = sql`${record?.reads ?? []}::text[]`;
  // Ratings beside another question are no rows; the parts of a version have those of comparisons with rows.
  const rated =
    record?.reads.includes('ratings') === true &&
    recipe.singles === 'include' &&
    recipe.split?.by !== 'annotator'
      ? sql`union select c.id, c.rank from judged j join comparisons c on c.id = j.comparison_id
          where j.reason is null and not ${flaggedIf(recipe)} and c.id not in (select id from faults where fault is not null) and json_array_length(coalesce(j.details -> 'ratings', '[]')) > 0
            and (${recipe.split === null} or c.id in (select id from decided where dropped is null))`
      : sql``;
  const chosen = isByComparison
    ? sql`id in (select id from first_comparisons)`
    : sql`kind = 'preference' and ${record !== null}`;
  return sql`
    first_comparisons as (
      select id from (select id, rank from decided where dropped is null and kind = any(${kinds}) and ${isByComparison} ${rated}) d order by ${comparisonOrder(recipe)} limit ${FIRST}
    ),
    first_rows as (
      select row_number() over (order by ${fileOrder(recipe)}) as ordinal, id as comparison_id, prompt_id, chosen_id, rejected_id, margin, weight, agreement, votes as judgments, judgment_id, source, kind, 'train' as split, detail, ${idSuffix} as id_suffix
      from decided where dropped is null and ${chosen} order by ordinal ${isByComparison ? sql`` : sql`limit ${FIRST}`}
    )`;
}

/** As `insertVotes` tells it of a version. */
const judgmentCount = sql`(select json_build_object('of', count(*), 'filtered', count(*) filter (where j.reason = 'filtered'
      or j.reason is null and j.comparison_id in (select id from decided where dropped = any(${[...faultReasons]}::text[]))))
    from judged j)`;

/** Prompts are looked up one by one: joined, all of the project's would be read. */
function splitCounts(split: Recipe['split']): RawBuilder<unknown> {
  if (split === null) return sql`'[]'::json`;
  const part =
    split.by === 'prompt'
      ? partOf(split, sql`(select encode(p.content_hash, 'hex') from prompts p where p.id = d.prompt_id)`)
      : splitOf(split);
  return sql`coalesce((select json_agg(s order by s.name) from (
    select ${part} as name, count(*) as rows from decided d ${split.by === 'date' ? joinedForSplit(split) : sql``} where d.dropped is null group by 1
  ) s), '[]')`;
}
