import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe as recipeShape, type Recipe } from '@pairwright/contract/recipe';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { insertModel } from '../resolutions/model.queries.ts';
import { addGroup, addQuestion, addVote, createStage, noDetails } from './datasets.fixture.ts';
import { asked, said } from './every-kind.fixture.ts';
import { plainPair } from '@pairwright/domain/judgment/form';
import { explainRow } from './explain/why.service.ts';
import { dataFilesOf, filesOf, frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'single-votes' });
const [a, b, c] = stage.annotators as [string, string, string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

const made: Record<'thumbs' | 'steps' | 'ratings' | 'few', { id: string; votes: string[] }> = {
  thumbs: { id: '', votes: [] },
  steps: { id: '', votes: [] },
  ratings: { id: '', votes: [] },
  few: { id: '', votes: [] },
};

async function single(name: keyof typeof made, votes: readonly Parameters<typeof addVote>[2][]) {
  const rank = Object.keys(made).indexOf(name) + 1;
  const { comparisonId } = await addGroup(stage, {
    rank,
    prompt: asked(`${name}?`),
    responses: [said(name)],
  });
  made[name].id = comparisonId;
  for (const vote of votes)
    made[name].votes.push(
      (await addVote(stage, comparisonId, { order: [0], questionVersion: 2, ...vote })).judgmentId,
    );
}

beforeAll(async () => {
  await addQuestion(stage, 2, {
    ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
    main: { kind: 'single', ask: 'thumbs', stopAtFirstError: false, allowCannotJudge: true },
    ratings: [
      {
        key: 'helpfulness',
        label: { en: 'h', 'zh-CN': '有用' },
        hint: null,
        min: 0,
        max: 4,
        low: null,
        high: null,
        required: false,
      },
    ],
  });
  await single('thumbs', [
    { annotator: a, outcome: 'thumbs_up' },
    { annotator: b, outcome: 'thumbs_down' },
    { annotator: c, outcome: 'thumbs_down' },
  ]);
  const steps = (label: 'right' | 'wrong') => ({
    outcome: 'steps' as const,
    details: { ...noDetails, steps: [{ start: 0, end: 5, label }] },
  });
  await single('steps', [
    { annotator: a, ...steps('right') },
    { annotator: b, ...steps('right') },
    { annotator: c, ...steps('wrong') },
  ]);
  const rated = (value: number) => ({
    outcome: 'rated' as const,
    details: { ...noDetails, ratings: [{ key: 'helpfulness', response: 0, value }] },
  });
  await single('ratings', [
    { annotator: a, ...rated(4) },
    { annotator: b, ...rated(1) },
    { annotator: c, outcome: 'cannot_judge' },
  ]);
  await single('few', [{ annotator: a, outcome: 'thumbs_up' }]);
});

const each: Partial<Recipe> = {
  singles: 'include',
  aggregation: 'each_vote',
  minJudgments: 2,
  softLabel: true,
};

async function linesOf(versionId: string, format: 'kto' | 'stepwise' | 'nemo-aligner-regression') {
  const [text = ''] = await dataFilesOf(stage, { versionId, format });
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('every vote on one response is a row, in each format that holds it, and says why it is there', async () => {
  const { versionId } = await frozen(stage, each);
  const rows = made.thumbs.votes.map((id) => `${made.thumbs.id}-${id}`);
  expect((await linesOf(versionId, 'kto')).map(({ id, label, weight }) => [id, label, weight])).toEqual([
    [rows[0], true, 1],
    [rows[1], false, 1],
    [rows[2], false, 1],
  ]);
  expect((await linesOf(versionId, 'stepwise')).map(({ id, labels }) => [id, labels])).toEqual(
    made.steps.votes.map((id, place) => [`${made.steps.id}-${id}`, [place < 2]]),
  );
  const labels = (await linesOf(versionId, 'nemo-aligner-regression')).map(
    ({ label }) => (label as number[])[4],
  );
  expect(labels).toEqual([4, 1]);
  const files = await filesOf(stage, { versionId, format: 'kto' });
  expect((JSON.parse(files['manifest.json'] ?? '') as Manifest).counts).toMatchObject({
    comparisons: 4,
    units: 10,
    resolved: 8,
    judgments_of_rows: 8,
  });
  expect(files['README.md']).not.toContain('by simple count');

  const why = await explainRow(stage.ctx, { versionId, rowId: rows[0]! });
  expect(why.units.find(({ rowId }) => rowId === rows[0])).toMatchObject({
    source: 'single',
    dropped: null,
    single: { kind: 'label', up: 1, down: 0 },
  });
  expect(why.units).toHaveLength(3);
  const abstained = await explainRow(stage.ctx, { versionId, rowId: made.ratings.id });
  expect(abstained.units.map(({ dropped }) => dropped).toSorted()).toEqual(
    ['cannot_judge', null, null].toSorted(),
  );
  const few = await explainRow(stage.ctx, { versionId, rowId: made.few.id });
  expect(few.units.map(({ rowId, dropped }) => [rowId, dropped])).toEqual([
    [`${made.few.id}-${made.few.votes[0]}`, 'too_few_judgments'],
  ]);
  expect(few.units[0]?.steps.find(({ reason }) => reason === 'too_few_judgments')).toMatchObject({
    wanted: 2,
    found: 1,
  });
});

test('the preview has the same rows and lines', async () => {
  const { versionId } = await frozen(stage, each);
  const [text = ''] = await dataFilesOf(stage, { versionId, format: 'kto' });
  const preview = await previewRecipe(stage.ctx, { recipe: recipeShape.parse(each), format: 'kto' });
  expect(preview).toMatchObject({ rows: 8, drops: { too_few_judgments: 1, cannot_judge: 1 } });
  expect(preview.lines).toEqual(text.trimEnd().split('\n'));
});

test('votes of one response that say the same are duplicates, and others are none', async () => {
  const { versionId } = await frozen(stage, { ...each, duplicates: 'drop' });
  expect((await linesOf(versionId, 'kto')).map(({ label }) => label)).toEqual([true, false]);
  expect((await linesOf(versionId, 'stepwise')).map(({ labels }) => labels)).toEqual([[true], [false]]);
});

test('thumbs are weighed by accuracies that were learnt from thumbs, and the share of the weight is the weight of the row', async () => {
  const weighted: Partial<Recipe> = { ...each, aggregation: 'weighted' };
  const learn = (labels: number) =>
    insertModel(database.db, {
      id: stage.ctx.ids.next(),
      projectId: stage.projectId,
      votes: 10,
      comparisons: 5,
      annotators: 3,
      reason: null,
      presumedAccuracy: 0.6,
      beside: { ratings: [], criteria: [] },
      iterations: 1,
      converged: true,
      labels,
      estimates: [
        { annotatorId: a, votes: 9, sharedVotes: 9, accuracy: 0.95, low: 0.9, high: 0.95, reason: null },
        { annotatorId: b, votes: 9, sharedVotes: 9, accuracy: 0.6, low: 0.5, high: 0.7, reason: null },
        { annotatorId: c, votes: 9, sharedVotes: 9, accuracy: 0.6, low: 0.5, high: 0.7, reason: null },
      ],
    });
  await learn(4);
  const ofPairs = await frozen(stage, weighted);
  expect(await linesOf(ofPairs.versionId, 'kto')).toMatchObject([{ label: false, weight: 2 / 3 }]);
  await learn(2);
  const ofThumbs = await frozen(stage, weighted);
  const [line] = await linesOf(ofThumbs.versionId, 'kto');
  // ln(0.95 / 0.05) against twice ln(0.6 / 0.4), in thousandths of a nat.
  expect(line).toMatchObject({ label: true, weight: 2944 / (2944 + 2 * 405) });
  // The card says of each kind what is true of it.
  const cardOf = async ({ versionId }: { versionId: string }) =>
    (await filesOf(stage, { versionId, format: 'kto' }))['README.md'];
  expect(await cardOf(ofPairs)).toMatch(
    /^- votes on two responses and rankings weigh the log odds.*; judgments of responses alone weigh the same$/m,
  );
  expect(await cardOf(ofPairs)).toContain('单独评判的各判断权重相同');
  expect(await cardOf(ofThumbs)).toMatch(
    /^- thumbs on responses judged alone weigh the log odds.*; votes on two responses and rankings weigh the same$/m,
  );
  expect(await cardOf(ofThumbs)).toContain('成对比较和排序的各票权重相同');
});

test('votes on one response are split by annotator as any others', async () => {
  const parts = [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ];
  const { versionId } = await frozen(stage, {
    singles: 'include',
    aggregation: 'each_vote',
    split: { by: 'annotator', salt: 's', parts },
  });
  const { rows } = await sql<{ annotator: string; splits: number; kinds: string[] }>`
    select j.annotator_id as annotator, count(distinct r.split) as splits, array_agg(distinct r.kind order by r.kind) as kinds
    from dataset_rows r left join judgments j on j.id = r.judgment_id where r.version_id = ${versionId} group by 1`.execute(
    database.db,
  );
  const found = Object.fromEntries(
    rows.map(({ annotator, splits, kinds }) => [annotator, { splits, kinds }]),
  );
  expect(found).toEqual({
    [a]: { splits: 1, kinds: ['label', 'ratings', 'steps'] },
    [b]: { splits: 1, kinds: ['label', 'ratings', 'steps'] },
    [c]: { splits: 1, kinds: ['label', 'steps'] },
  });
});
