import { text as readText } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe, type Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import type { ProjectContext } from '../../context.ts';
import { addGroup, addPair, addRewrite, addVote, createStage } from '../datasets.fixture.ts';
import { frozen } from '../exported.fixture.ts';
import { getExport, startExport } from '../datasets.service.ts';
import { runExport } from '../export-run.service.ts';
import { getVersionExamples, listComparisonVersions } from './versions-of.service.ts';
import { explainRow } from './why.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
const { db } = database;
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const said = (content: string): Message[] => [{ role: 'assistant', content }];
const asked = (content: string): Message[] => [{ role: 'user', content }];
const [a, b, c] = stage.annotators as [string, string, string];

const made: Record<string, string> = {};
beforeAll(async () => {
  const importId = stage.ctx.ids.next();
  await db
    .insertInto('imports')
    .values({
      id: importId,
      project_id: stage.projectId,
      filename: 'outputs.jsonl',
      artifact_key: 'x',
      state: 'succeeded',
      created_by: stage.ctx.actor.userId,
    })
    .execute();
  await db.updateTable('batches').set({ import_id: importId }).where('id', '=', stage.batchId).execute();
  const pair = async (name: string, prompt: string, source = 'web') => {
    const rank = Object.keys(made).length + 1;
    made[name] = await addPair(stage, {
      rank,
      prompt: asked(prompt),
      first: said(`good ${name}`),
      second: said('poor'),
      source,
    });
    return made[name];
  };
  const clear = await pair('clear', 'What is near?');
  await db.updateTable('comparisons').set({ import_line: 17 }).where('id', '=', clear).execute();
  await addVote(stage, clear, { annotator: a, outcome: 'preference', strength: -2 });
  await addVote(stage, clear, { annotator: b, outcome: 'preference', strength: -1 });
  const third = await addVote(stage, clear, { annotator: c, outcome: 'preference', strength: 3 });
  await addVote(stage, clear, {
    annotator: c,
    outcome: 'preference',
    strength: 1,
    supersedes: third.judgmentId,
    assignmentId: third.assignmentId,
  });
  const second = await pair('second', 'And then?');
  await addVote(stage, second, { annotator: a, outcome: 'preference', strength: -1 });
  const even = await pair('even', 'Which?');
  await addVote(stage, even, { annotator: a, outcome: 'preference', strength: 1 });
  await addVote(stage, even, { annotator: b, outcome: 'preference', strength: -1 });
  const foreign = await pair('foreign', 'Où ?', 'books');
  await addVote(stage, foreign, { annotator: a, outcome: 'preference', strength: -1 });
  const group = await addGroup(stage, {
    responses: [said('1'), said('2'), said('3')],
    rank: 50,
    prompt: asked('Rank'),
  });
  made['group'] = group.comparisonId;
  const rewrite = await addRewrite(stage, {
    comparisonId: group.comparisonId,
    author: a,
    parent: 0,
    content: 'best of all',
  });
  await addVote(stage, group.comparisonId, {
    annotator: a,
    outcome: 'ranking',
    ranks: [1, 2, 2],
    order: [0, 1, 2],
    details: rewrite,
  });
});

const freeze = async (choices: Partial<Recipe> = {}) => (await frozen(stage, choices)).versionId;

const explain = (versionId: string, rowId: string, ctx: ProjectContext = stage.ctx) =>
  explainRow(ctx, { versionId, rowId });

test('a row is told from the import to the line of its file', async () => {
  const versionId = await freeze({ minJudgments: 3 });
  const other = await freeze();
  const { id: exportId } = await startExport(stage.ctx, { versionId: other, format: 'trl-implicit' });
  await runExport(stage.ctx, { exportId, signal });
  const { files } = await getExport(stage.ctx, exportId);
  expect(files?.map(({ name }) => name)).toContain('train.jsonl');
  const lines = (await readText(await stage.artifacts.read(`exports/${exportId}/train.jsonl`)))
    .trimEnd()
    .split('\n');
  // Each line leads back to the place where it stands.
  for (const [index, line] of lines.entries()) {
    const { id } = JSON.parse(line) as { id: string };
    const why = await explain(other, id);
    expect(why.files).toEqual([{ exportId, format: 'trl-implicit', name: 'train.jsonl', line: index + 1 }]);
    expect(why.asked).toBe(id);
  }
  const why = await explain(versionId, made['clear']!);
  expect(why).toMatchObject({
    version: { versionId, version: 1, rows: 4 },
    comparisonId: made['clear'],
    origin: {
      batch: 'first',
      import: { filename: 'outputs.jsonl', line: 17, importedBy: stage.ctx.actor.userId },
    },
    prompt: { excerpt: 'What is near?', source: 'web' },
    responses: [
      { model: 'model "甲"', rewrite: false, excerpt: 'good clear' },
      { model: 'model\tB\\', rewrite: false, excerpt: 'poor' },
    ],
    votesSince: 0,
    decision: null,
    knowledge: 'stored',
    split: { by: 'all' },
    files: [],
  });
  expect(Date.parse(why.origin.import!.importedAt)).not.toBeNaN();
  expect(
    why.votes.map(({ strength, counted, notCountedBecause }) => [strength, counted, notCountedBecause]),
  ).toEqual([
    [-2, true, null],
    [-1, true, null],
    [3, false, 'superseded'],
    [1, true, null],
  ]);
  expect(why.units).toHaveLength(1);
  expect(why.units[0]).toMatchObject({
    source: 'pair',
    first: 0,
    second: 1,
    dropped: null,
    ballots: { first: 2, second: 1, tie: 0, both_bad: 0, cannot_judge: 0 },
    decided: false,
    row: { ordinal: 1, judgments: 3, split: 'train', chosen: { excerpt: 'good clear' } },
  });
  expect(why.units[0]?.leading).toBeCloseTo(2 / 3);
  expect(why.units[0]?.steps[0]).toEqual({
    reason: 'too_few_judgments',
    state: 'passed',
    choice: 'minJudgments',
    wanted: 3,
    found: 3,
  });
});

test('a comparison without a row tells the step that it did not pass', async () => {
  const filters = { ...recipe.parse({}).filters, sources: ['web'] };
  const versionId = await freeze({ filters });
  const stopped = async (name: string) => {
    const { units, files, split } = await explain(versionId, made[name]!);
    expect([files, split]).toEqual([[], null]);
    const { row, dropped, steps } = units[0]!;
    const at = steps.findIndex(({ state }) => state === 'stopped');
    expect(row).toBeNull();
    expect(steps.slice(0, at).every(({ state }) => state === 'passed')).toBe(true);
    expect(steps.slice(at + 1).every(({ state }) => state === 'not_reached')).toBe(true);
    expect(steps[at]?.reason).toBe(dropped);
    return steps[at];
  };
  expect(await stopped('foreign')).toEqual({
    reason: 'other_source',
    state: 'stopped',
    choice: 'filters.sources',
    wanted: ['web'],
    found: 'books',
  });
  for (const [choice, step] of [
    [{ rounds: [3] }, { reason: 'other_round', choice: 'filters.rounds', wanted: [3], found: 1 }],
    [
      { tags: ['x'] },
      { reason: 'other_tag', choice: 'filters.tags', wanted: ['x'], found: ['math', 'hard'] },
    ],
  ] as const) {
    const filtered = await freeze({ filters: recipe.parse({ filters: choice }).filters });
    await sql`update prompts set metadata = '{"tags":["math","hard",1]}' where id = (select prompt_id from comparisons where id = ${made['clear']!}::uuid)`.execute(
      database.db,
    );
    const why = await explain(filtered, made['clear']!);
    expect(why.units[0]?.steps[0]).toEqual({ ...step, state: 'stopped' });
    expect([why.origin.round, why.prompt.tags]).toEqual([1, ['math', 'hard']]);
  }
  expect(await stopped('even')).toMatchObject({ reason: 'no_majority', wanted: 'simple', found: 0.5 });
  const since = await addPair(stage, { rank: 90, prompt: asked('New'), first: said('1'), second: said('2') });
  expect(await explain(versionId, since)).toMatchObject({
    knowledge: 'imported_since',
    units: [],
    asked: null,
  });
});

test('each dataset says what its newest version has of a comparison, and a version which it leaves out', async () => {
  const versionId = await freeze({ minJudgments: 2 });
  const { items } = await listComparisonVersions(stage.ctx, made['second']!);
  expect(items[0]).toMatchObject({ versionId, version: 1, own: 0, dropped: ['too_few_judgments'] });
  expect(items.filter(({ own }) => own === 1).length).toBeGreaterThan(0);
  const { examples } = await getVersionExamples(stage.ctx, versionId);
  expect(examples.no_majority).toEqual([{ comparisonId: made['even'], words: 'Which?' }]);
  expect(examples.too_few_judgments).toHaveLength(3);
  const unknown = stage.ctx.ids.next();
  await expect(listComparisonVersions(stage.ctx, unknown)).rejects.toMatchObject({ code: 'not_found' });
  await expect(getVersionExamples(stage.ctx, unknown)).rejects.toMatchObject({ code: 'not_found' });
});

test('rankings and rewrites tell each of their units', async () => {
  const versionId = await freeze();
  const { units, asked: none, responses } = await explain(versionId, made['group']!);
  expect(none).toBeNull();
  expect(responses.map(({ excerpt, rewrite }) => [excerpt, rewrite])).toEqual([
    ['1', false],
    ['2', false],
    ['3', false],
    ['best of all', true],
  ]);
  const short = units.map(({ rowId, source, first, second, dropped, ballots }) => ({
    suffix: rowId.slice(36).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, 'J'),
    source,
    first,
    second,
    dropped,
    won: ballots?.first ?? null,
  }));
  expect(short).toEqual(
    expect.arrayContaining([
      { suffix: '-0-1', source: 'ranking', first: 0, second: 1, dropped: null, won: 1 },
      { suffix: '-0-2', source: 'ranking', first: 0, second: 2, dropped: null, won: 1 },
      { suffix: '-1-2', source: 'ranking', first: 1, second: 2, dropped: 'tie', won: 0 },
      { suffix: '-J-2', source: 'rewrite', first: null, second: 2, dropped: null, won: null },
    ]),
  );
  expect(short).toHaveLength(6);
  const rowId = units.find(({ source }) => source === 'rewrite')!.rowId;
  expect((await explain(versionId, rowId)).asked).toBe(rowId);
  await expect(explain(versionId, `${made['group']}-1-3`)).rejects.toMatchObject({ code: 'not_found' });
});

test('a decision of reviewers, joined prompts and later votes are told', async () => {
  const reviewer = b;
  await db
    .insertInto('review_decisions')
    .values({
      id: stage.ctx.ids.next(),
      project_id: stage.projectId,
      comparison_id: made['even']!,
      turn: 0,
      outcome: 'preference',
      strength: -2,
      promote_to_gold: false,
    })
    .execute();
  await db
    .insertInto('adjudications')
    .values({
      id: stage.ctx.ids.next(),
      project_id: stage.projectId,
      comparison_id: made['even']!,
      reviewer_id: reviewer,
      question_version: 1,
      outcome: 'preference',
      strength: -2,
      presented_order: [0, 1],
      confidence: 'high',
      cause: 'ambiguous',
      revealed: true,
      promote_to_gold: false,
      needed: 1,
    })
    .execute();
  const parts = [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ];
  const versionId = await freeze({
    adjudicated: 'prefer',
    split: { by: 'prompt', salt: 'pepper', parts, nearDuplicates: 'join' },
  });
  await addVote(stage, made['even']!, { annotator: c, outcome: 'preference', strength: 3 });
  // Reviewers and admins know people by name, researchers by pseudonym.
  const known = await explain(versionId, made['even']!, { ...stage.ctx, role: 'admin' });
  expect(known.decision).toMatchObject({ outcome: 'preference', strength: -2, reviewers: [reviewer] });
  expect(known.votes.map(({ annotator }) => annotator)).toEqual([a, b]);
  const why = await explain(versionId, made['even']!);
  expect(why.votes.every(({ annotator }) => !stage.annotators.includes(annotator))).toBe(true);
  expect(why.decision?.reviewers).not.toContain(reviewer);
  expect(why.votesSince).toBe(1);
  expect(why.units[0]).toMatchObject({ decided: true, dropped: null });
  expect(why.units[0]?.steps.find(({ reason }) => reason === 'no_majority')?.state).toBe('decided');
  expect(why.split).toMatchObject({ by: 'prompt', salt: 'pepper', joinedWith: null, joinedBy: 0 });
  const { place } = why.split!;
  expect(place! < 0.5 ? 'train' : 'test').toBe(why.units[0]?.row?.split);
});

test('of one response the thumbs are told, and a decision that went before them', async () => {
  const { comparisonId } = await addGroup(stage, { rank: 90, responses: [said('alone')] });
  await addVote(stage, comparisonId, { annotator: a, outcome: 'thumbs_up', order: [0] });
  await addVote(stage, comparisonId, { annotator: b, outcome: 'thumbs_down', order: [0] });
  await addVote(stage, comparisonId, { annotator: c, outcome: 'cannot_judge', order: [0] });
  const split = await explain(await freeze({ singles: 'include' }), comparisonId);
  const told = { kind: 'label', up: 1, down: 1, cannot_judge: 1, steps: [], ratings: [] };
  expect(split.units[0]).toMatchObject({
    source: 'single',
    row: null,
    dropped: 'no_majority',
    ballots: null,
    single: told,
    leading: 0.5,
    decided: false,
  });
  const found = (reason: string) => split.units[0]?.steps.find((step) => step.reason === reason);
  expect(found('too_few_judgments')).toMatchObject({ state: 'passed', found: 3 });
  expect(found('cannot_judge')).toMatchObject({ state: 'passed', found: 2 });
  expect(found('no_majority')).toMatchObject({ state: 'stopped', found: 0.5 });
  await db
    .insertInto('review_decisions')
    .values({
      id: stage.ctx.ids.next(),
      project_id: stage.projectId,
      comparison_id: comparisonId,
      turn: 0,
      outcome: 'thumbs_down',
      promote_to_gold: false,
    })
    .execute();
  const decided = await explain(await freeze({ singles: 'include', adjudicated: 'prefer' }), comparisonId);
  expect(decided.units[0]).toMatchObject({
    dropped: null,
    decided: true,
    single: told,
    row: { kind: 'label', agreement: 1, judgments: 3 },
  });
});

test('prompts that are nearly the same lead to the one they were joined with', async () => {
  const poem = (season: string) =>
    `请写一首关于${season}的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。`;
  const ids: string[] = [];
  for (const season of ['春天', '秋天']) {
    const id = await addPair(stage, {
      rank: 100 + ids.length,
      prompt: asked(poem(season)),
      first: said(season),
      second: said('no'),
    });
    await addVote(stage, id, { annotator: a, outcome: 'preference', strength: -1 });
    ids.push(id);
  }
  const parts = [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ];
  const versionId = await freeze({ split: { by: 'prompt', salt: 'pepper', parts, nearDuplicates: 'join' } });
  const both = await Promise.all(ids.map((id) => explain(versionId, id)));
  const joined = both.find(({ split }) => split?.joinedWith != null)!;
  const root = both.find((one) => one !== joined)!;
  expect(joined.split?.joinedWith?.comparisonId).toBe(root.comparisonId);
  expect(joined.split?.joinedWith?.excerpt).toBe(root.prompt.excerpt);
  expect(root.split).toMatchObject({ joinedWith: null, joinedBy: 1 });
  expect(joined.split?.place).toBe(root.split?.place);
  expect(joined.units[0]?.row?.split).toBe(root.units[0]?.row?.split);
});

test('ids that are none, and those of other projects, are not found', async () => {
  const versionId = await freeze();
  const other = await createStage(database);
  await expect(explain(versionId, 'row 7')).rejects.toMatchObject({ code: 'not_found' });
  await expect(explain(versionId, made['clear']!, other.ctx)).rejects.toMatchObject({ code: 'not_found' });
  const theirs = await addPair(other, { prompt: asked('x'), first: said('1'), second: said('2') });
  await expect(explain(versionId, theirs)).rejects.toMatchObject({ code: 'not_found' });
  await other.close();
});
