import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe, type Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addPair, addVote, createStage } from '../datasets.fixture.ts';
import { createDataset, freezeDataset, getVersion } from '../datasets.service.ts';
import { freezeVersion } from '../freeze.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const said = (content: string): Message[] => [{ role: 'assistant', content }];
const asked = (content: string): Message[] => [{ role: 'user', content }];
const [a, b] = stage.annotators as [string, string];
const poem = (season: string) =>
  `请写一首关于${season}的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。`;

/** Comparisons by what is known of them. */
const made: Record<string, string> = {};
beforeAll(async () => {
  const pair = async (name: string, prompt: string, answer = `good ${name}`) => {
    const rank = Object.keys(made).length + 1;
    const texts = { prompt: asked(prompt), first: said(answer), second: said('poor'), rank };
    made[name] = await addPair(stage, texts);
    return made[name];
  };
  const judged = await pair('judged', 'What?');
  await addVote(stage, judged, { annotator: a, outcome: 'preference', strength: -2 });
  const even = await pair('even', 'Why?');
  await addVote(stage, even, { annotator: a, outcome: 'preference', strength: -2 });
  await addVote(stage, even, { annotator: b, outcome: 'preference', strength: 2 });
  await pair('unjudged', 'When?');
  const secret = await pair('secret', poem('春天'), 'write to me@example.org');
  await addVote(stage, secret, { annotator: a, outcome: 'preference', strength: -1 });
  const near = await pair('near', poem('冬天'));
  await addVote(stage, near, { annotator: b, outcome: 'preference', strength: -1 });
  const nearer = await pair('nearer', poem('夏天'));
  await addVote(stage, nearer, { annotator: b, outcome: 'preference', strength: -1 });
  const three = await addGroup(stage, { responses: [said('1'), said('2'), said('3')], rank: 50 });
  made['three'] = three.comparisonId;
  await addVote(stage, three.comparisonId, {
    annotator: a,
    outcome: 'ranking',
    ranks: [1, 2, 2],
    order: [0, 1, 2],
  });
});

async function freeze(choices: Partial<Recipe>): Promise<string> {
  const dataset = await createDataset(stage.ctx, { name: 'made', recipe: recipe.parse(choices) });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  return version.id;
}

const nameOf = (id: string) => Object.entries(made).find(([, known]) => known === id)?.[0];

async function dropsOf(versionId: string): Promise<string[]> {
  const { rows } = await sql<{ comparison_id: string; id_suffix: string; reason: string }>`
    select comparison_id, id_suffix, reason from dataset_drops where version_id = ${versionId}`.execute(
    database.db,
  );
  return rows.map((row) => `${nameOf(row.comparison_id)}${row.id_suffix} ${row.reason}`).toSorted();
}

test('each unit of the snapshot is a row or kept with the reason why it is none', async () => {
  const versionId = await freeze({ personalData: 'refuse' });
  expect(await dropsOf(versionId)).toEqual([
    'even no_majority',
    'secret personal_data',
    'three-1-2 tie',
    'unjudged too_few_judgments',
  ]);
  const { units, rows, drops } = await getVersion(stage.ctx, versionId);
  expect({ units, rows, drops }).toEqual({
    units: 9,
    rows: 5,
    drops: { no_majority: 1, personal_data: 1, tie: 1, too_few_judgments: 1 },
  });
});

test('a version keeps which prompts were joined with which', async () => {
  const parts = [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ];
  const split = { by: 'prompt', salt: 's', parts, nearDuplicates: 'join' } as const;
  const versionId = await freeze({ split });
  const { rows } = await sql<{ joined: string; to: string }>`
    select c.id as joined, t.id as to from dataset_joined_prompts g
    join comparisons c on c.prompt_id = g.prompt_id join comparisons t on t.prompt_id = g.joined_to
    where g.version_id = ${versionId}`.execute(database.db);
  // One of the three is the one that the others were joined with.
  expect(rows).toHaveLength(2);
  const roots = new Set(rows.map(({ to }) => to));
  expect(roots.size).toBe(1);
  expect([...roots, ...rows.map(({ joined }) => joined)].map(nameOf).toSorted()).toEqual([
    'near',
    'nearer',
    'secret',
  ]);
});

test('a version keeps the decisions that its recipe asked for, and no others', async () => {
  const decisionId = stage.ctx.ids.next();
  await database.db
    .insertInto('review_decisions')
    .values({
      id: decisionId,
      project_id: stage.projectId,
      comparison_id: made['even'] as string,
      turn: 0,
      outcome: 'preference',
      strength: 1,
      promote_to_gold: false,
    })
    .execute();
  const kept = async (versionId: string) =>
    database.db
      .selectFrom('dataset_decisions')
      .select(['comparison_id', 'decision_id'])
      .where('version_id', '=', versionId)
      .execute();
  expect(await kept(await freeze({ adjudicated: 'prefer' }))).toEqual([
    { comparison_id: made['even'], decision_id: decisionId },
  ]);
  expect(await kept(await freeze({}))).toEqual([]);
});
