import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import type { Manifest } from '@pairwright/formats/manifest';
import { type RowSource, trlExplicitLine, trlImplicitLine } from '@pairwright/formats/out/trl-lines';
import { voteKeys, voteLine, type VoteRow } from '@pairwright/formats/out/vote-rows';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createStage, noDetails, plainRecipe } from './datasets.fixture.ts';
import { getExport, getVersion } from './datasets.service.ts';
import { copyLines } from './export-lines.sql.ts';
import { contentOf, exported, fill, frozenWith, hostile } from './export-run.fixture.ts';
import { runExport } from './export-run.service.ts';
import { previewRecipe } from './preview.service.ts';
import { pseudonym } from './pseudonyms.ts';

const database = await createTestDatabase({ poolSize: 8 });
const stage = await createStage(database, { slug: 'varied' });
const signal = new AbortController().signal;
beforeAll(() => fill(stage));
afterAll(async () => {
  await stage.close();
  await database.close();
});

const marginRecipe: Recipe = { ...plainRecipe, includeMargin: true };

interface FrozenRow {
  readonly id: string;
  readonly comparisonId: string;
  readonly source: RowSource;
  readonly prompt: string;
  readonly chosen: string;
  readonly rejected: string;
  readonly margin: number;
}

async function rowsOf(versionId: string): Promise<FrozenRow[]> {
  const { rows } = await sql<FrozenRow>`
    select r.comparison_id || coalesce(r.id_suffix, '') as id, r.comparison_id as "comparisonId", r.source, p.messages::text as prompt, c.messages::text as chosen, x.messages::text as rejected, r.margin
    from dataset_rows r join prompts p on p.id = r.prompt_id join responses c on c.id = r.chosen_id join responses x on x.id = r.rejected_id
    where r.version_id = ${versionId} order by r.ordinal`.execute(database.db);
  return rows;
}

async function votesOf(versionId: string): Promise<VoteRow[]> {
  const { rows } = await sql<VoteRow & { details: CanonicalDetails | null }>`
    select j.id as judgment_id, c.id as comparison_id, 'varied' as project, p.id as prompt_id, p.external_id as prompt_external_id, p.language, p.language_detected, p.messages as prompt,
      (select json_agg(json_build_object('id', s.id, 'model', s.model, 'messages', s.messages) order by u.place)
        from unnest(c.response_ids) with ordinality u (id, place) join responses s on s.id = u.id) as responses,
      c.judge_turn, v.annotator, 'human' as annotator_kind, a.presented_order, a.sampling_probability, q.form #>> '{main,kind}' as kind, j.outcome, j.position, q.points, j.strength, j.ranks as ranking, j.details, j.rationale, j.question_version, j.guidelines_version, j.active_ms,
      j.view::text as view, j.created_at, j.supersedes, v.counted, v.not_counted_because
    from dataset_votes v join judgments j on j.id = v.judgment_id join assignments a on a.id = j.assignment_id join comparisons c on c.id = j.comparison_id
    join prompts p on p.id = c.prompt_id join questions q on q.project_id = j.project_id and q.version = j.question_version
    where v.version_id = ${versionId} order by v.ordinal`.execute(database.db);
  return rows.map(({ details, ...row }) => ({ ...row, ...(details ?? noDetails), flags_answered: false }));
}

test.each([false, true])(
  'every line of the preference formats is what the builders in formats give (margin %s)',
  async (includeMargin) => {
    const versionId = await frozenWith(stage, { ...plainRecipe, includeMargin });
    const rows = await rowsOf(versionId);
    expect(rows.length).toBe(hostile.length + 3);
    const source = (row: FrozenRow) => ({ ...row, margin: includeMargin ? row.margin : undefined });
    const implicit = await exported(stage, versionId, 'trl-implicit');
    expect(await contentOf(stage, implicit, 'train.jsonl')).toBe(
      rows.map((row) => trlImplicitLine(source(row))).join(''),
    );
    const explicit = await exported(stage, versionId, 'trl-explicit');
    expect(await contentOf(stage, explicit, 'train.jsonl')).toBe(
      rows.map((row) => trlExplicitLine(source(row))).join(''),
    );
    const lines = (await contentOf(stage, explicit, 'train.jsonl'))
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as { prompt: Message[]; chosen: Message[] });
    const ofHostile = lines.slice(0, hostile.length);
    expect(ofHostile.map(({ prompt }) => prompt[0]?.content)).toEqual(hostile.toReversed());
    expect(ofHostile.map(({ chosen }) => chosen[0]?.content)).toEqual(
      hostile.toReversed().map((content) => `${content}1`),
    );
  },
);

test('every line of votes is what the builder in formats gives, and nothing is left out', async () => {
  const versionId = await frozenWith(stage);
  const votes = await votesOf(versionId);
  const { n } = (
    await sql<{
      n: number;
    }>`select count(*) as n from judgments where project_id = ${stage.projectId}`.execute(database.db)
  ).rows[0] as { n: number };
  expect(votes.length).toBe(n);
  const job = await exported(stage, versionId, 'votes');
  const content = await contentOf(stage, job, 'votes.jsonl');
  expect(content).toBe(votes.map(voteLine).join(''));
  const first = JSON.parse(content.slice(0, content.indexOf('\n'))) as Record<string, unknown>;
  expect(Object.keys(first)).toEqual([...voteKeys]);
  for (const annotator of stage.annotators) expect(content).not.toContain(annotator);
});

test('the same version gives the same bytes for all files, however often and by whatever plan', async () => {
  const versionId = await frozenWith(stage, marginRecipe);
  for (const format of ['trl-implicit', 'trl-explicit', 'votes'] as const) {
    const job = await exported(stage, versionId, format);
    await database.db.updateTable('exports').set({ state: 'queued' }).where('id', '=', job.id).execute();
    await database.db
      .updateTable('projects')
      .set({ name: 'renamed' })
      .where('id', '=', stage.projectId)
      .execute();
    await runExport(stage.ctx, { exportId: job.id, signal });
    const again = await getExport(stage.ctx, job.id);
    expect(again.files).toEqual(job.files);
    for (const file of job.files ?? []) {
      const content = await contentOf(stage, job, file.name);
      expect(createHash('sha256').update(content).digest('hex')).toBe(file.sha256);
      expect(Buffer.byteLength(content)).toBe(file.size);
    }
  }
  const sums = new Set<string>();
  for (const settings of [
    'enable_hashjoin = off',
    'enable_nestloop = off',
    'enable_indexscan = off',
    'min_parallel_table_scan_size = 0; set local parallel_setup_cost = 0; set local parallel_tuple_cost = 0; set local debug_parallel_query = on',
  ]) {
    const client = await database.pool.connect();
    await client.query(`begin; set local ${settings}`);
    const { rows } = await client.query<{ line: string }>(
      copyLines({
        versionId,
        format: 'trl-implicit',
        includeMargin: true,
        includeWeight: false,
        isMasked: false,
        split: null,
        projectSlug: 'varied',
      }).replace(/^copy \(([\s\S]*)\) to stdout[\s\S]*$/, '$1'),
    );
    await client.query('rollback');
    client.release();
    sums.add(
      createHash('sha256')
        .update(rows.map(({ line }) => line).join('\n'))
        .digest('hex'),
    );
  }
  expect(sums.size).toBe(1);
});

test('the manifest adds up and the card names the data file', async () => {
  const versionId = await frozenWith(stage);
  const job = await exported(stage, versionId, 'trl-implicit');
  const manifest = JSON.parse(await contentOf(stage, job, 'manifest.json')) as Manifest;
  const dropped = Object.values(manifest.drop_reasons).reduce((sum, count) => sum + count, 0);
  expect(manifest.counts.comparisons).toBe(hostile.length + 6);
  expect(manifest.counts.resolved + dropped).toBe(manifest.counts.comparisons);
  expect(manifest.drop_reasons).toMatchObject({ text_missing: 1, tie: 1, too_few_judgments: 1 });
  expect(manifest.counts).toMatchObject({
    resolved: hostile.length + 3,
    dropped,
    judgments: hostile.length * 3 + 6,
    judgments_counted: hostile.length * 3 + 5,
  });
  const data = (job.files ?? []).find(({ name }) => name === 'train.jsonl');
  expect(manifest.files).toEqual([
    { name: 'train.jsonl', rows: manifest.counts.resolved, bytes: data?.size, sha256: data?.sha256 },
  ]);
  expect((await contentOf(stage, job, 'train.jsonl')).match(/\n/g)?.length).toBe(manifest.counts.resolved);
  expect(job.files?.map(({ name }) => name)).toEqual(['train.jsonl', 'manifest.json', 'README.md']);
  expect(await contentOf(stage, job, 'README.md')).toContain('- "train.jsonl"');
  expect(job).toMatchObject({ state: 'ready', rowsDone: data?.rows, rowsTotal: data?.rows, error: null });
});

test('the preview says what a version then holds, with its first lines', async () => {
  for (const format of ['trl-implicit', 'trl-explicit', 'votes'] as const) {
    const recipe = { ...marginRecipe, minJudgments: 2 };
    const preview = await previewRecipe(stage.ctx, { recipe, format });
    const versionId = await frozenWith(stage, recipe);
    const version = await getVersion(stage.ctx, versionId);
    expect({ comparisons: preview.comparisons, rows: preview.rows, drops: preview.drops }).toEqual({
      comparisons: version.comparisons,
      rows: version.rows,
      drops: version.drops,
    });
    const job = await exported(stage, versionId, format);
    const lines = (await contentOf(stage, job, format === 'votes' ? 'votes.jsonl' : 'train.jsonl'))
      .split('\n')
      .slice(0, 5);
    const neutral = (line: string) => line.replaceAll(/annotator-[0-9a-f]{16}/g, 'annotator');
    expect(preview.lines.map(neutral)).toEqual(lines.map(neutral));
  }
});

test('pseudonyms hold within a dataset and differ between datasets', async () => {
  expect(pseudonym(Buffer.from('k1'), 'x')).toBe(pseudonym(Buffer.from('k1'), 'x'));
  expect(pseudonym(Buffer.from('k1'), 'x')).not.toBe(pseudonym(Buffer.from('k2'), 'x'));
  expect(pseudonym(Buffer.from('k1'), 'x')).not.toBe(pseudonym(Buffer.from('k1'), 'y'));
});
