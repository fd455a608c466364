import { sql } from 'kysely';
import type { ExportFormat, Recipe } from '@pairwright/contract/datasets';
import type { Tx } from '@pairwright/db/transaction';
import { columnsOf, linesOf } from './export-lines.sql.ts';
import { joinLists } from './join-messages.ts';
import { isWrittenByDatabase, textOfComparisons } from './line-source.ts';
import { textsOfPreview } from './preview-texts.queries.ts';
import { type PreviewVote, votesOfPreview } from './preview-votes.queries.ts';
import { recordsOf } from './record-source.sql.ts';
import type { StoredComparison } from './stored-comparison.ts';
import { recordFormats } from '@pairwright/formats/out/registry';
import type { WriteCounts } from '@pairwright/formats/out/writer';

/** A row as `dataset_rows` would have it. */
export interface PreviewRow {
  readonly comparison_id: string;
  readonly prompt_id: string;
  readonly chosen_id: string;
  readonly rejected_id: string | null;
}

export interface PreviewSource {
  readonly projectId: string;
  readonly recipe: Recipe;
  readonly format: ExportFormat;
  /** The name of an annotator in the lines; null: nobody is named. */
  readonly nameOf: ((annotatorId: string) => string) | null;
  /** The first rows of the kinds that the format reads, or all rows of the first comparisons. */
  readonly rows: readonly PreviewRow[];
  /** The comparisons of which records are made, where judgments are needed for them. */
  readonly comparisons: readonly string[];
  /** There are no further rows behind these. */
  readonly isAll: boolean;
}

/** What the first rows are in the file. */
export interface PreviewedLines {
  readonly lines: string[];
  /** What the format made of the rows; null: it holds every one. */
  readonly held: (Pick<WriteCounts, 'rows' | 'written' | 'refused'> & { readonly isAll: boolean }) | null;
}

/**
 * The first lines of the file, at most `most`, without their newlines: what an export would read of a version that has these rows
 * and their votes; and what the format makes of all these rows. A file that is one list begins with a line of its own, which is not counted.
 */
export async function linesOfPreview(db: Tx, source: PreviewSource, most: number): Promise<PreviewedLines> {
  const { format, recipe } = source;
  const votes = await votesOfPreview(db, source, format === 'votes' ? most : null);
  const texts =
    recipe.personalData === 'mask' || recipe.personalData === 'refuse'
      ? await textsOfPreview(db, { rows: source.rows, votes })
      : { personal: new Set<string>(), masked: [] };
  const rows =
    recipe.personalData === 'refuse'
      ? source.rows.filter((row) => !idsOf(row).some((id) => texts.personal.has(id)))
      : source.rows;
  const read = await readLines(db, source, { rows, votes, masked: texts.masked });
  if (isWrittenByDatabase(format))
    return {
      lines: read.slice(0, most).map((line) => joinLists(Buffer.from(line, 'utf8')).toString('utf8')),
      held: null,
    };
  const { shape } = recordFormats[format];
  const { text, counts } = textOfComparisons(
    { format, recipe },
    { comparisons: read.map((line) => JSON.parse(line) as StoredComparison), isAll: source.isAll },
  );
  // What has no newline yet may still go on.
  const lines = text
    .split('\n')
    .slice(0, -1)
    .slice(0, shape === 'list' ? most + 1 : most);
  const { rows: looked, written, refused } = counts;
  return { lines, held: { rows: looked, written, refused, isAll: source.isAll } };
}

function idsOf({ prompt_id, chosen_id, rejected_id }: PreviewRow): string[] {
  return [prompt_id, chosen_id, ...(rejected_id === null ? [] : [rejected_id])];
}

interface Virtual {
  readonly rows: readonly PreviewRow[];
  readonly votes: readonly PreviewVote[];
  readonly masked: readonly { readonly id: string; readonly text: string }[];
}

/** A version that is not stored. */
const VERSION = '00000000-0000-0000-0000-000000000000';

/** Runs the statement of an export where the names of its tables stand for what a preview knows. */
async function readLines(db: Tx, source: PreviewSource, { rows, votes, masked }: Virtual): Promise<string[]> {
  const { format, recipe, projectId } = source;
  const select = isWrittenByDatabase(format)
    ? linesOf({
        ...columnsOf(recipe),
        versionId: VERSION,
        format,
        split: null,
        projectSlug: await slugOf(db, projectId),
      })
    : recordsOf(recordFormats[format], {
        versionId: VERSION,
        split: null,
        isMasked: columnsOf(recipe).isMasked,
        criterion: recipe.criterion,
        shuffleSeed: recipe.shuffleSeed,
      });
  const { rows: lines } = await sql<{ line: string }>`
    with dataset_versions as (select ${VERSION}::uuid as id, now() as frozen_at),
    dataset_rows as (
      select ${VERSION}::uuid as version_id, r.* from json_to_recordset(${JSON.stringify(rows)}::json) as r (
        ordinal bigint, comparison_id uuid, prompt_id uuid, chosen_id uuid, rejected_id uuid, margin double precision, weight double precision,
        agreement double precision, judgments int, judgment_id uuid, source text, kind text, split text, detail json, id_suffix text)
    ),
    dataset_votes as (
      select ${VERSION}::uuid as version_id, v.* from json_to_recordset(${JSON.stringify(votes)}::json) as v (
        ordinal bigint, judgment_id uuid, annotator text, counted boolean, not_counted_because text)
    ),
    dataset_texts as (
      select ${VERSION}::uuid as version_id, t.id as text_id, t.messages from unnest(${masked.map(({ id }) => id)}::uuid[], ${masked.map(({ text }) => text)}::json[]) as t (id, messages)
    )
    select l.line from (${sql.raw(select)}) l`.execute(db);
  return lines.map(({ line }) => line);
}

async function slugOf(db: Tx, projectId: string): Promise<string> {
  const { slug } = await db
    .selectFrom('projects')
    .select('slug')
    .where('id', '=', projectId)
    .executeTakeFirstOrThrow();
  return slug;
}
