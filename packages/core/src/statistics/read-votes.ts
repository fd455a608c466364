import { type RawBuilder, sql } from 'kysely';
import { judgmentsWithReason } from '../datasets/resolution.sql.ts';
import type { Source } from './compute-statistics.service.ts';
import { Names, newColumn } from './columns.ts';
import { type JudgedComparisons, pairOutcomes, type VoteTable, voteKinds } from './vote-table.ts';

/** Rows fetched at a time: the server holds the rest. */
const FETCH = 20_000;

interface VoteRow {
  comparison_id: string;
  annotator_id: string;
  kind: string;
  outcome: string;
  strength: number | null;
  first_left: boolean;
  active_ms: number | null;
  given_at: number;
  guidelines_version: number;
}

interface ComparisonRow {
  id: string;
  prompt_id: string;
  first: string;
  second: string;
  language: string | null;
  category: string | null;
  batch_id: string;
}

/** All votes on pairs of a project that count, whose answer was known or that were asked again, in one snapshot. */
export async function readVotes(source: Source): Promise<VoteTable> {
  const comparisons = await readComparisons(source);
  const annotators = new Names();
  const { int, byte, float } = newColumn;
  const column = {
    comparison: int(),
    annotator: int(),
    kind: byte(),
    outcome: byte(),
    strength: float(),
    firstOnLeft: byte(),
    activeMs: float(),
    givenAt: float(),
    guidelinesVersion: int(),
  };
  await eachRow(source, votesOf(source.projectId), (row) => {
    const comparison = comparisons.names.known(row.comparison_id);
    if (comparison === undefined) return;
    column.comparison.push(comparison);
    column.annotator.push(annotators.of(row.annotator_id));
    column.kind.push((voteKinds as readonly string[]).indexOf(row.kind));
    column.outcome.push((pairOutcomes as readonly string[]).indexOf(row.outcome));
    column.strength.push(row.strength ?? 0);
    column.firstOnLeft.push(row.first_left ? 1 : 0);
    column.activeMs.push(row.active_ms ?? Number.NaN);
    column.givenAt.push(row.given_at);
    column.guidelinesVersion.push(row.guidelines_version);
  });
  return {
    votes: column.comparison.length,
    comparison: column.comparison.values(),
    annotator: column.annotator.values(),
    kind: column.kind.values(),
    outcome: column.outcome.values(),
    strength: column.strength.values(),
    firstOnLeft: column.firstOnLeft.values(),
    activeMs: column.activeMs.values(),
    givenAt: column.givenAt.values(),
    guidelinesVersion: column.guidelinesVersion.values(),
    ...comparisons.table,
    annotators: await namesOfAnnotators(source, annotators.all),
  };
}

/** Taken along where judgments and assignments are read once, for joining both again would take as long as all the rest. */
const more = sql`, a.presented_order[1] = 0 as first_left, j.active_ms, j.guidelines_version`;

/** Rankings and single answers are not votes on a pair. */
function votesOf(projectId: string): RawBuilder<VoteRow> {
  return sql`
    select x.comparison_id, x.annotator_id, coalesce(x.reason, 'counted') as kind, x.outcome, x.strength,
      x.first_left, x.active_ms, extract(epoch from x.created_at)::float8 * 1000 as given_at, x.guidelines_version
    from (${judgmentsWithReason(projectId, sql`true`, more)}) x
    where (x.reason is null or x.reason in ('gold', 'repeat')) and x.outcome in ('preference', 'tie', 'both_bad', 'cannot_judge')
    order by x.created_at, x.id`;
}

interface Judged {
  readonly names: Names;
  readonly table: Pick<VoteTable, 'promptIds' | 'models' | 'languages' | 'categories' | 'batches'> & {
    readonly comparisons: JudgedComparisons;
  };
}

async function readComparisons(source: Source): Promise<Judged> {
  const [ids, prompts, models, languages, categories, batches] = Array.from(
    { length: 6 },
    () => new Names(),
  ) as [Names, Names, Names, Names, Names, Names];
  const column = Array.from({ length: 6 }, newColumn.int);
  const rows = sql<ComparisonRow>`
    select c.id, c.prompt_id, a.model as first, b.model as second, p.language, p.category, c.batch_id
    from comparisons c
    join prompts p on p.id = c.prompt_id
    join responses a on a.id = c.response_ids[1]
    join responses b on b.id = c.response_ids[2]
    where c.project_id = ${source.projectId} and cardinality(c.response_ids) = 2
      and exists (select from judgments j where j.comparison_id = c.id)`;
  const indexOf = (names: Names, name: string | null): number => (name === null ? -1 : names.of(name));
  await eachRow(source, rows, (row) => {
    ids.of(row.id);
    const values = [
      prompts.of(row.prompt_id),
      models.of(row.first),
      models.of(row.second),
      indexOf(languages, row.language),
      indexOf(categories, row.category),
      batches.of(row.batch_id),
    ];
    values.forEach((value, index) => column[index]!.push(value));
  });
  const [prompt, first, second, language, category, batch] = column.map((values) => values.values());
  return {
    names: ids,
    table: {
      promptIds: prompts.all,
      models: models.all,
      languages: languages.all,
      categories: categories.all,
      batches: await roundsOf(source, batches.all),
      comparisons: {
        ids: ids.all,
        prompt: prompt!,
        first: first!,
        second: second!,
        language: language!,
        category: category!,
        batch: batch!,
      },
    },
  };
}

/** Batches with the rounds they are of, in the order of the ids. */
async function roundsOf(
  { db, projectId }: Pick<Source, 'db' | 'projectId'>,
  ids: readonly string[],
): Promise<{ id: string; round: number }[]> {
  const rows = await db
    .selectFrom('batches')
    .select(['id', 'round'])
    .where('project_id', '=', projectId)
    .execute();
  const rounds = new Map(rows.map(({ id, round }) => [id, round]));
  return ids.map((id) => ({ id, round: rounds.get(id)! }));
}

/** People with their names, in the order of the ids. */
export async function namesOfAnnotators(
  { db }: Pick<Source, 'db'>,
  ids: readonly string[],
): Promise<{ id: string; name: string }[]> {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'name'])
    .where('id', 'in', ids.length === 0 ? [null as unknown as string] : [...ids])
    .execute();
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return ids.map((id) => ({ id, name: names.get(id) ?? id }));
}

/** A snapshot of the database to read from. */
export type RowSource = Pick<Source, 'db' | 'signal'>;

/** Reads a statement row by row through a cursor of the transaction, so that memory holds few of them. */
export async function eachRow<Row>(
  { db, signal }: RowSource,
  statement: RawBuilder<Row>,
  take: (row: Row) => void,
): Promise<void> {
  await sql`declare statistics_rows no scroll cursor for ${statement}`.execute(db);
  for (;;) {
    signal.throwIfAborted();
    const { rows } = await sql<Row & object>`fetch ${sql.lit(FETCH)} from statistics_rows`.execute(db);
    for (const row of rows) take(row);
    if (rows.length < FETCH) break;
  }
  await sql`close statistics_rows`.execute(db);
}
