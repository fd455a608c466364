import { text as readText } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AgreementMeasure } from '@pairwright/contract/freeze-evidence';
import { recipe, type Recipe } from '@pairwright/contract/recipe';
import type { Message } from '@pairwright/contract/shapes';
import type { Manifest } from '@pairwright/formats/manifest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addPair, addVote, createStage, noDetails } from '../datasets/datasets.fixture.ts';
import { createDataset, freezeDataset, getExport, startExport } from '../datasets/datasets.service.ts';
import { runExport } from '../datasets/export-run.service.ts';
import { freezeVersion } from '../datasets/freeze.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'evidence' });
const { signal } = new AbortController();
afterAll(async () => {
  await stage.close();
  await database.close();
});

const said = (content: string): Message[] => [{ role: 'assistant', content }];
const asked = (content: string): Message[] => [{ role: 'user', content }];
const [a, b, c] = stage.annotators as [string, string, string];

async function pair(prompt: string, votes: readonly (readonly [string, number | 'tie' | 'both_bad'])[]) {
  const id = await addPair(stage, { prompt: asked(prompt), first: said('one'), second: said('two') });
  for (const [annotator, said_] of votes)
    await addVote(
      stage,
      id,
      typeof said_ === 'number'
        ? { annotator, outcome: 'preference', strength: said_ }
        : { annotator, outcome: said_ },
    );
  return id;
}

beforeAll(async () => {
  await pair('P1', [
    [a, -3],
    [b, -1.5],
    [c, 1.5],
  ]);
  await pair('P2', [
    [a, 3],
    [b, 3],
  ]);
  await pair('P3', [
    [a, 'tie'],
    [b, 'both_bad'],
  ]);
  await pair('P4', [[a, -3]]);
  const gold = await pair('Known', []);
  for (const [annotator, matched] of [
    [a, true],
    [b, false],
  ] as const) {
    const { judgmentId, assignmentId } = await addVote(stage, gold, {
      annotator,
      outcome: 'preference',
      strength: 1,
      kind: 'gold',
    });
    await sql`insert into gold_results (judgment_id, assignment_id, project_id, comparison_id, annotator_id, expected, matched)
      values (${judgmentId}, ${assignmentId}, ${stage.projectId}, ${gold}, ${annotator}, '{}', ${matched})`.execute(
      database.db,
    );
  }
  const ranked = await addGroup(stage, {
    responses: [said('x'), said('y'), said('z')],
    prompt: asked('Rank'),
  });
  for (const annotator of [a, b])
    await addVote(stage, ranked.comparisonId, {
      annotator,
      outcome: 'ranking',
      ranks: [1, 2, 3],
      order: [0, 1, 2],
    });
  const rated = await addGroup(stage, { responses: [said('r')], prompt: asked('Rate') });
  await addVote(stage, rated.comparisonId, {
    annotator: a,
    outcome: 'rated',
    order: [0],
    details: { ...noDetails, ratings: [{ key: 'fluency', response: 0, value: 4 }] },
  });
});

async function frozen(
  choices: Partial<Recipe>,
  of?: string,
): Promise<{ versionId: string; datasetId: string }> {
  const datasetId =
    of ?? (await createDataset(stage.ctx, { name: 'made', recipe: recipe.parse(choices) })).id;
  const version = await freezeDataset(stage.ctx, datasetId);
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  return { versionId: version.id, datasetId };
}

async function filesOf(versionId: string): Promise<{ manifest: string; card: string }> {
  const { id } = await startExport(stage.ctx, { versionId, format: 'trl-implicit' });
  await runExport(stage.ctx, { exportId: id, signal });
  expect(await getExport(stage.ctx, id)).toMatchObject({ state: 'ready' });
  const read = async (name: string) => readText(await stage.artifacts.read(`exports/${id}/${name}`));
  return { manifest: await read('manifest.json'), card: await read('README.md') };
}

test('a version carries agreement, annotators, known answers, and what was asked', async () => {
  const { versionId } = await frozen({ singles: 'include' });
  const { manifest: text, card } = await filesOf(versionId);
  const manifest = JSON.parse(text) as Manifest;
  expect(manifest.manifest_version).toBe(3);
  const of = (name: string, measure: string): AgreementMeasure | undefined =>
    manifest.agreement?.find((each) => each.of === name && each.measure === measure);
  // Of 5 pairs of votes 2 agree: one of three on P1, the one of P2, none of P3.
  expect(of('direction', 'percent_pooled')).toMatchObject({ value: 0.4, n: 5 });
  expect(of('direction', 'percent_mean')).toMatchObject({ value: 0.444444, n: 3 });
  // Observed disagreement 2·(2·(1/2) + 1) / 7, expected of 2 first, 3 second, a tie and a both bad among 7 (34 of 42).
  expect(of('direction', 'alpha_nominal')).toMatchObject({ value: 0.294118, n: 3 });
  expect(of('strength', 'alpha_ordinal')).toMatchObject({ n: 2, reason: null });
  expect(of('ranking', 'kendall_w')).toMatchObject({ value: 1, n: 1 });
  expect(of('rating', 'alpha_ordinal')).toMatchObject({
    key: 'fluency',
    value: null,
    n: 0,
    reason: 'no_overlap',
  });
  expect(manifest.annotators).toMatchObject({
    people: 3,
    judgments_each: { least: 1, quarter: 1, median: 3, three_quarters: 5, most: 5 },
  });
  expect(
    manifest.annotators?.each?.map(({ judgments, counted, of_rows: ofRows, gold }) => [
      judgments,
      counted,
      ofRows,
      gold,
    ]),
  ).toEqual([
    [7, 6, 5, { right: 1, of: 1 }],
    [5, 4, 3, { right: 0, of: 1 }],
    [1, 1, 1, { right: 0, of: 0 }],
  ]);
  expect(
    manifest.annotators?.each?.every(({ annotator }) => /^annotator-[0-9a-f]{16}$/.test(annotator)),
  ).toBe(true);
  expect(manifest.gold).toMatchObject({ people: 2, right: { value: 0.5, n: 2 } });
  expect(manifest.questions).toEqual([
    { version: 1, en: 'Which is better?', zh: '哪个更好？', kind: 'pair', points: 7 },
  ]);
  expect(manifest.guidelines).toEqual([
    { version: 1, markdown: '# Be fair\n公平', locale: null, other: null },
  ]);
  expect(card).toContain("| how much better | Krippendorff's alpha, ordinal |");
  expect(card).toContain('| 评分 `fluency` | Krippendorff α（有序） | 无定义：没有任何比较被判断两次 | 0 |');
  expect(card).toContain('```markdown\n# Be fair\n公平\n```');
});

test('nobody is named one by one where the recipe names nobody', async () => {
  const { versionId } = await frozen({ annotators: 'none' });
  const manifest = JSON.parse((await filesOf(versionId)).manifest) as Manifest;
  expect(manifest.annotators).toMatchObject({ people: 3, each: null });
});

test('two freezes of the same judgments give the same bytes but for their number, moment and snapshot', async () => {
  const first = await frozen({});
  const second = await frozen({}, first.datasetId);
  const [one, other] = [await filesOf(first.versionId), await filesOf(second.versionId)];
  const momentOf = (text: string) => (JSON.parse(text) as Manifest).frozen_at;
  const [before, after] = [momentOf(one.manifest), momentOf(other.manifest)];
  expect(before).not.toBe(after);
  const frozenBy = (text: string) => (JSON.parse(text) as Manifest).frozen_by!;
  const [earlier, later] = [frozenBy(one.manifest), frozenBy(other.manifest)];
  // Run from its sources: there is no build that knows its commit.
  const { rows } = await sql<{ name: string }>`select max(name) as name from pairwright_migrations`.execute(
    database.db,
  );
  expect(earlier).toEqual({
    commit: null,
    schema: rows[0]!.name,
    snapshot: expect.stringMatching(/^\d+:\d+:/),
  });
  expect(later.snapshot).not.toBe(earlier.snapshot);
  const alike = (text: string) => text.replaceAll(after, before).replaceAll(later.snapshot, earlier.snapshot);
  expect(
    alike(other.manifest)
      .replace('"version": 2,\n', '"version": 1,\n')
      .replace('"version": 2\n', '"version": 1\n'),
  ).toBe(one.manifest);
  expect(
    alike(other.card)
      .replaceAll('made v2', 'made v1')
      .replaceAll('version 2', 'version 1')
      .replaceAll('第 2 版', '第 1 版'),
  ).toBe(one.card);
});
