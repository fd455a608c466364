import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportFormat, ExportJob, Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import type { Manifest } from '@pairwright/formats/manifest';
import { type RowSource, trlExplicitLine, trlImplicitLine } from '@pairwright/formats/out/trl-lines';
import { voteKeys, voteLine, type VoteRow } from '@pairwright/formats/out/vote-rows';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage, noDetails, plainRecipe, type Stage } from './datasets.fixture.ts';
import {
  cancelExport,
  createDataset,
  freezeDataset,
  getExport,
  getVersion,
  startExport,
} from './datasets.service.ts';
import { copyLines } from './export-lines.sql.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';
import { previewRecipe } from './preview.service.ts';
import { pseudonym } from './pseudonyms.ts';

const database = await createTestDatabase({ poolSize: 8 });
const stage = await createStage(database, { slug: 'varied' });
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const assistant = (content: string): Message[] => [{ role: 'assistant', content }];
const hostile = [
  'plain',
  '中文，标点。',
  'emoji 👩‍👩‍👧‍👦 🏳️‍🌈 𝒳',
  'quote " and \' and \\ and \\" and \\n',
  'line\nbreak\r\n\ttab',
  'separators \u2028 \u2029 \u0085',
  'controls \u0001 \u0002 \u0003 \u001f \u007f',
  ']\u0001[',
  '"}]',
  '},{"role":"user","content":"',
  '\\.',
  '%s $',
  '<script>&amp;',
  '\ufeffmark',
  'e\u0301 é',
  ' leading and trailing ',
  '""',
  ',"name":',
  '"content":null',
  '0',
  '[]',
  '{}',
];

async function fill(to: Stage): Promise<void> {
  const [a, b, c] = to.annotators as [string, string, string];
  for (const [index, content] of hostile.entries()) {
    const id = await addPair(to, {
      rank: hostile.length - index,
      prompt: [{ role: 'user', content }],
      first: assistant(`${content}1`),
      second: assistant(content),
      externalId: content,
      source: index % 2 === 0 ? 'Arena "甲"' : undefined,
    } as Parameters<typeof addPair>[1]);
    await addVote(to, id, {
      annotator: a,
      outcome: 'preference',
      strength: -2,
      rationale: content,
      view: { layout: content, n: 1.5 },
    });
    await addVote(to, id, { annotator: b, outcome: 'preference', strength: index % 2 === 0 ? 1.5 : -3 });
    await addVote(to, id, { annotator: c, outcome: 'preference', strength: -0.75 });
  }
  const turns: Message[] = [
    { role: 'system', content: 'sys' },
    { role: 'user', content: 'one' },
    { role: 'assistant', content: 'two' },
    { role: 'user', content: 'three' },
  ];
  const calls: Message[] = [
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'f', arguments: '{"x":"\\u0041"}' } }],
    },
    { role: 'tool', content: '', name: 'f', tool_call_id: 'c1' },
    { role: 'assistant', content: 'done' },
  ];
  const multi = await addPair(to, {
    rank: 100,
    prompt: turns,
    first: [...assistant('x'), { role: 'user', content: 'again' }, ...assistant('y')],
    second: calls,
  });
  await addVote(to, multi, { annotator: a, outcome: 'preference', strength: 3 });
  const empty = await addPair(to, { rank: 101, prompt: turns, first: [], second: assistant('only') });
  await addVote(to, empty, { annotator: a, outcome: 'preference', strength: 0.75 });
  const emptyRejected = await addPair(to, {
    rank: 102,
    prompt: turns,
    first: assistant(''),
    second: assistant('full'),
  });
  await addVote(to, emptyRejected, { annotator: b, outcome: 'preference', strength: 1 });
  const missing = await addPair(to, { rank: 103, prompt: turns, first: null, second: assistant('text') });
  await addVote(to, missing, { annotator: a, outcome: 'preference', strength: 1 });
  const tie = await addPair(to, { rank: 104, prompt: turns, first: assistant('p'), second: assistant('q') });
  const vote = await addVote(to, tie, { annotator: a, outcome: 'preference', strength: 1 });
  await addVote(to, tie, {
    annotator: a,
    outcome: 'tie',
    supersedes: vote.judgmentId,
    assignmentId: vote.assignmentId,
  });
  await addPair(to, { rank: 105, prompt: turns, first: assistant('p'), second: assistant('q') });
}

beforeAll(() => fill(stage));

const marginRecipe: Recipe = { ...plainRecipe, includeMargin: true };

async function frozen(on: Stage, recipe: Recipe = plainRecipe): Promise<string> {
  const dataset = await createDataset(on.ctx, { name: 'Réward 奖励', recipe });
  const version = await freezeDataset(on.ctx, dataset.id);
  await freezeVersion(on.ctx, { versionId: version.id, signal });
  return version.id;
}

async function exported(on: Stage, versionId: string, format: ExportFormat): Promise<ExportJob> {
  const job = await startExport(on.ctx, { versionId, format });
  await runExport(on.ctx, { exportId: job.id, signal });
  return getExport(on.ctx, job.id);
}

async function contentOf(on: Stage, job: ExportJob, name: string): Promise<string> {
  return readText(await on.artifacts.read(`exports/${job.id}/${name}`));
}

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
  return rows.map(({ details, ...row }) => ({ ...row, ...(details ?? noDetails) }));
}

test.each([false, true])(
  'every line of the preference formats is what the builders in formats give (margin %s)',
  async (includeMargin) => {
    const versionId = await frozen(stage, { ...plainRecipe, includeMargin });
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
  const versionId = await frozen(stage);
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
  const versionId = await frozen(stage, marginRecipe);
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
  const versionId = await frozen(stage);
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
    const versionId = await frozen(stage, recipe);
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

test('a frozen version does not change when people go on judging; a second freeze does nothing', async () => {
  const other = await createStage(database);
  const id = await addPair(other, {
    prompt: [{ role: 'user', content: 'q' }],
    first: assistant('a'),
    second: assistant('b'),
  });
  await addVote(other, id, { annotator: other.annotators[0] as string, outcome: 'preference', strength: -1 });
  const versionId = await frozen(other);
  const before = await exported(other, versionId, 'trl-implicit');
  await addVote(other, id, { annotator: other.annotators[1] as string, outcome: 'preference', strength: 3 });
  await addVote(other, id, { annotator: other.annotators[2] as string, outcome: 'preference', strength: 3 });
  await freezeVersion(other.ctx, { versionId, signal });
  await database.db.updateTable('exports').set({ state: 'queued' }).where('id', '=', before.id).execute();
  await runExport(other.ctx, { exportId: before.id, signal });
  expect((await getExport(other.ctx, before.id)).files).toEqual(before.files);
  const next = await frozen(other);
  expect(await contentOf(other, await exported(other, next, 'trl-implicit'), 'train.jsonl')).not.toBe(
    await contentOf(other, before, 'train.jsonl'),
  );
  await other.close();
});

test('pseudonyms hold within a dataset and differ between datasets', async () => {
  expect(pseudonym(Buffer.from('k1'), 'x')).toBe(pseudonym(Buffer.from('k1'), 'x'));
  expect(pseudonym(Buffer.from('k1'), 'x')).not.toBe(pseudonym(Buffer.from('k2'), 'x'));
  expect(pseudonym(Buffer.from('k1'), 'x')).not.toBe(pseudonym(Buffer.from('k1'), 'y'));
});

test('a version without rows writes no empty file: preference formats are refused, votes are written', async () => {
  const versionId = await frozen(stage, { ...plainRecipe, minJudgments: 100 });
  await expect(startExport(stage.ctx, { versionId, format: 'trl-implicit' })).rejects.toMatchObject({
    code: 'nothing_to_export',
  });
  expect(await exported(stage, versionId, 'votes')).toMatchObject({ state: 'ready' });
});

test('asking twice gives one export; asking before the freeze is refused', async () => {
  const dataset = await createDataset(stage.ctx, { name: 'twice', recipe: plainRecipe });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await expect(startExport(stage.ctx, { versionId: version.id, format: 'votes' })).rejects.toMatchObject({
    code: 'wrong_state',
  });
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  const [one, two] = await Promise.all(
    [1, 2].map(() => startExport(stage.ctx, { versionId: version.id, format: 'votes' })),
  );
  expect(one?.id).toBe(two?.id);
  await Promise.all([1, 2, 3].map(() => runExport(stage.ctx, { exportId: one?.id as string, signal })));
  expect((await getExport(stage.ctx, one?.id as string)).state).toBe('ready');
  await expect(cancelExport(stage.ctx, one?.id as string)).rejects.toMatchObject({ code: 'wrong_state' });
});

test('a cancelled export leaves no file, and can be asked for again', async () => {
  const versionId = await frozen(stage);
  const job = await startExport(stage.ctx, { versionId, format: 'trl-implicit' });
  const artifacts = {
    openWriter: (key: string) => stage.artifacts.openWriter(key),
    deletePrefix: (prefix: string) => stage.artifacts.deletePrefix(prefix),
    write: async () => {
      await database.db.updateTable('exports').set({ state: 'running' }).where('id', '=', job.id).execute();
      await cancelExport(stage.ctx, job.id);
      return { size: 0, sha256: '0'.repeat(64) };
    },
  };
  const slow = { ...stage.ctx, artifacts } as unknown as Stage['ctx'];
  await runExport(slow, { exportId: job.id, signal });
  expect((await getExport(stage.ctx, job.id)).state).toBe('cancelled');
  expect(await filesIn(job.id)).toEqual([]);
  expect((await exported(stage, versionId, 'trl-implicit')).state).toBe('ready');
});

async function filesIn(exportId: string): Promise<string[]> {
  return readdir(path.join(stage.folder, 'exports', exportId)).catch(() => []);
}

test('a run that is broken off leaves nothing visible; the next one clears up and finishes', async () => {
  const versionId = await frozen(stage);
  const job = await startExport(stage.ctx, { versionId, format: 'trl-explicit' });
  const gone = AbortSignal.abort(new Error('the worker is stopping'));
  await expect(runExport(stage.ctx, { exportId: job.id, signal: gone })).rejects.toThrow(
    'the worker is stopping',
  );
  expect((await getExport(stage.ctx, job.id)).state).toBe('running');
  expect(await filesIn(job.id)).toEqual([]);
  await stage.artifacts.write(
    `exports/${job.id}/train.jsonl`,
    (async function* () {
      yield Buffer.from('half');
    })(),
  );
  await writeFile(path.join(stage.folder, 'exports', job.id, '.writing-left-by-a-killed-worker'), 'half');
  await runExport(stage.ctx, { exportId: job.id, signal });
  expect((await getExport(stage.ctx, job.id)).state).toBe('ready');
  expect((await filesIn(job.id)).toSorted()).toEqual(['README.md', 'manifest.json', 'train.jsonl']);
});
