import { randomBytes } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { DropExample, DropReason, ExportFormat, Recipe } from '@pairwright/contract/datasets';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { recordFormats } from '@pairwright/formats/out/registry';
import type { ProjectContext } from '../context.ts';
import { columnsOf, preferenceLine, voteLine } from './export-lines.sql.ts';
import {
  countUnits,
  fileOrder,
  idSuffix,
  type Outcome,
  prepareLongStatements,
  rowOrder,
  toOutcome,
  type UnitCount,
} from './freeze.queries.ts';
import { joinLists } from './join-messages.ts';
import { isWrittenByDatabase, linesOfRows } from './line-source.ts';
import { pseudonym } from './pseudonyms.ts';
import { needsJudgments, rowLine } from './record-source.sql.ts';
import { pickSample } from './sample.queries.ts';
import { judgmentsWithReason, resolvedExpressions } from './resolution.sql.ts';
import { decidedExpressions } from './rows.sql.ts';
import { joinedForSplit, lastExpression, partOf, splitOf } from './split.sql.ts';
import { readVoteWeights } from './weights.queries.ts';

interface SplitCount {
  readonly name: string;
  readonly rows: number;
}

export interface Preview extends Outcome {
  readonly examples: Partial<Record<DropReason, DropExample[]>>;
  /** Null: all comparisons were looked at, and the numbers are exact. */
  readonly sampled: { readonly comparisons: number; readonly of: number } | null;
  /** Rows by part of the recipe's split; empty without one. */
  readonly splits: SplitCount[];
  /** The first lines as they would be written, without their newline. */
  readonly lines: string[];
}

const LINES = 5;
const EXAMPLES = 3;

/**
 * What a recipe would keep and drop now, and the first lines, byte for byte as a version frozen now would give them, but
 * for the annotators' pseudonyms: those are made with the key of a dataset.
 */
export async function previewRecipe(
  ctx: ProjectContext,
  input: { recipe: Recipe; format: ExportFormat; mostExact?: number },
): Promise<Preview> {
  const { projectId } = ctx;
  return inTransaction(
    ctx.db.db,
    async (db) => {
      await prepareLongStatements(db);
      const { of, sample } = await pickSample(db, projectId, input.mostExact);
      const { counts, lines, examples, splits } = await resolveNow(db, { projectId, sample, ...input });
      return {
        ...(sample === null ? { ...toOutcome(counts), sampled: null } : scaled(counts, of)),
        examples: byReason(examples),
        splits: scaledParts(splits, { counts, of, isWhole: sample === null }),
        lines: await shownLines(db, { projectId, ...input, lines }),
      };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}

/** The first lines of the file. A format of labels, steps, ratings or single judgments is not previewed: no line. */
async function shownLines(
  db: Tx,
  of: { projectId: string; recipe: Recipe; format: ExportFormat; lines: readonly string[] },
): Promise<string[]> {
  const { format } = of;
  if (!isWrittenByDatabase(format)) {
    if (needsJudgments(recordFormats[format])) return [];
    return linesOfRows(format, of.recipe, of.lines).slice(0, LINES);
  }
  const shown = format === 'votes' ? await voteLines(db, of.projectId) : of.lines;
  return shown.map((line) => joinLists(Buffer.from(line, 'utf8')).toString('utf8'));
}

/** The numbers of a sample as those of the whole; each is rounded by itself, so that they still add up. */
function scaled(counts: readonly UnitCount[], of: number): Outcome & Pick<Preview, 'sampled'> {
  const { comparisons } = toOutcome(counts);
  const factor = comparisons === 0 ? 0 : of / comparisons;
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
  readonly lines: string[];
  readonly examples: Example[];
  readonly splits: SplitCount[];
}

/** Counts and the first preference lines from one pass over the project. */
async function resolveNow(
  db: Tx,
  of: { projectId: string; recipe: Recipe; format: ExportFormat; sample: readonly string[] | null },
): Promise<Now> {
  const byDatabase = isWrittenByDatabase(of.format);
  const line = byDatabase
    ? preferenceLine(of.format === 'trl-explicit' ? 'trl-explicit' : 'trl-implicit', {
        ...columnsOf(of.recipe),
        isMasked: false,
      })
    : rowLine;
  // Some of the first rows may be none for the format.
  const limit = byDatabase ? LINES : LINES * 4;
  const weights = await readVoteWeights(db, of);
  const { rows } = await sql<Now>`
    with ${resolvedExpressions({ ...of, weights })},
    ${decidedExpressions(of.recipe, rowOrder)},
    ${lastExpression(of.recipe.split)}
    r as (
      select row_number() over (order by ${fileOrder(of.recipe)}) as ordinal, id as comparison_id, prompt_id, chosen_id, rejected_id, margin, weight, agreement, votes as judgments, judgment_id, source, kind, 'train' as split, detail, ${idSuffix} as id_suffix
      from decided where dropped is null and kind = 'preference' order by ${fileOrder(of.recipe)} limit ${limit}
    )
    select
      coalesce((select json_agg(g) from (${countUnits}) g), '[]') as counts,
      ${splitCounts(of.recipe.split)} as splits,
      coalesce((select json_agg(json_build_object('reason', e.dropped, 'comparisonId', e.id, 'words', left(coalesce(p.messages -> -1 ->> 'content', ''), 80)) order by e.dropped, e.place)
        from (
          select u.*, row_number() over (partition by dropped order by rank, id) as place
          from (
            select distinct on (dropped, prompt_id) dropped, id, rank, prompt_id from decided where dropped is not null order by dropped, prompt_id, rank, id
          ) u
        ) e join prompts p on p.id = e.prompt_id where e.place <= ${EXAMPLES}), '[]') as examples,
      coalesce((select json_agg(${sql.raw(line)} order by r.ordinal)
        from r join prompts p on p.id = r.prompt_id ${sql.raw(
          byDatabase
            ? 'join responses c on c.id = r.chosen_id join responses x on x.id = r.rejected_id'
            : 'join comparisons c on c.id = r.comparison_id join responses a on a.id = r.chosen_id join responses b on b.id = r.rejected_id',
        )}), '[]') as lines`.execute(db);
  if (rows[0] === undefined) throw new Error('a preview is one row');
  return rows[0];
}

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

async function voteLines(db: Tx, projectId: string): Promise<string[]> {
  const first = await sql<{ id: string; annotator_id: string }>`
    select j.id, j.annotator_id from judgments j join comparisons c on c.id = j.comparison_id
    where j.project_id = ${projectId} order by c.rank, c.id, j.created_at, j.id limit ${LINES}`.execute(db);
  const key = randomBytes(32);
  const project = await db
    .selectFrom('projects')
    .select('slug')
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow();
  const { rows } = await sql<{ line: string }>`
    with v as (
      select judged.id, n.annotator, n.ordinal, judged.reason is null as counted, judged.reason as not_counted_because
      from (${judgmentsWithReason(projectId)}) judged
      join unnest(${first.rows.map((row) => row.id)}::uuid[], ${first.rows.map((row) => pseudonym(key, row.annotator_id))}::text[])
        with ordinality as n (id, annotator, ordinal) on n.id = judged.id
    )
    select ${sql.raw(voteLine(project.slug))} as line
    from v join judgments j on j.id = v.id join assignments a on a.id = j.assignment_id join comparisons c on c.id = j.comparison_id
    join prompts p on p.id = c.prompt_id join questions q on q.project_id = j.project_id and q.version = j.question_version
    order by v.ordinal`.execute(db);
  return rows.map((row) => row.line);
}
