import { createHash } from 'node:crypto';
import { text as readText } from 'node:stream/consumers';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExportFormat, recipe, type Recipe } from '@pairwright/contract/datasets';
import type { Message } from '@pairwright/contract/shapes';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addPair, addVote, createStage, noDetails } from './datasets.fixture.ts';
import { createDataset, freezeDataset, getExport, getVersion, startExport } from './datasets.service.ts';
import { runExport } from './export-run.service.ts';
import { freezeVersion } from './freeze.service.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'recipes' });
const signal = new AbortController().signal;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const said = (content: string): Message[] => [{ role: 'assistant', content }];
const asked = (content: string): Message[] => [{ role: 'user', content }];
const [a, b, c] = stage.annotators as [string, string, string];
const poem = (season: string) =>
  `请写一首关于${season}的七言绝句，要求押韵，意境开阔，并在诗后附上一段不超过一百字的赏析，说明你用了哪些意象以及为什么这样安排结构。`;

/** Comparisons by what is known of them. */
const made: Record<string, string> = {};
beforeAll(async () => {
  const add = async (name: string, prompt: string, first: string, second: string) => {
    made[name] = await addPair(stage, {
      rank: Object.keys(made).length + 1,
      prompt: asked(prompt),
      first: said(first),
      second: said(second),
      source: name,
    });
    return made[name];
  };
  const clear = await add('clear', 'What is near?', 'good', 'poor');
  await addVote(stage, clear, { annotator: a, outcome: 'preference', strength: -2.25 });
  await addVote(stage, clear, { annotator: b, outcome: 'preference', strength: -3 });
  await addVote(stage, clear, { annotator: c, outcome: 'preference', strength: 0.75 });
  const even = await add('even', 'What is far?', 'left', 'right');
  await addVote(stage, even, { annotator: a, outcome: 'tie' });
  const bad = await add('bad', poem('秋天'), 'awful', 'worse');
  await addVote(stage, bad, { annotator: b, outcome: 'both_bad' });
  const secret = await add('private', poem('冬天'), 'write to me@example.org', 'no');
  await addVote(stage, secret, {
    annotator: c,
    outcome: 'preference',
    strength: -0.75,
    rationale: 'call 13812345678',
  });
  const single = await addGroup(stage, { rank: 9, responses: [said('alone')], prompt: asked('One?') });
  made['single'] = single.comparisonId;
  await addVote(stage, single.comparisonId, { annotator: a, outcome: 'thumbs_down', order: [0] });
  const rated = await addGroup(stage, { rank: 10, responses: [said('rated')], prompt: asked('Rated?') });
  made['rated'] = rated.comparisonId;
  for (const [annotator, value] of [
    [a, 3],
    [b, 4],
  ] as const)
    await addVote(stage, rated.comparisonId, {
      annotator,
      outcome: 'rated',
      order: [0],
      details: { ...noDetails, ratings: [{ key: 'quality', response: 0, value }] },
    });
});

async function freeze(choices: Partial<Recipe>): Promise<string> {
  const dataset = await createDataset(stage.ctx, { name: 'made', recipe: recipe.parse(choices) });
  const version = await freezeDataset(stage.ctx, dataset.id);
  await freezeVersion(stage.ctx, { versionId: version.id, signal });
  return version.id;
}

async function rowsOf(versionId: string) {
  const { rows } = await sql<{ row: string }>`
    select concat_ws(' ', kind, coalesce(p.source, p.messages -> 0 ->> 'content'), split, 'margin', round(margin::numeric, 3), 'weight', round(weight::numeric, 3), id_suffix, detail::text) as row
    from dataset_rows r join prompts p on p.id = r.prompt_id where version_id = ${versionId} order by ordinal`.execute(
    database.db,
  );
  return rows.map(({ row }) => row);
}

async function exported(versionId: string, format: ExportFormat): Promise<Record<string, string>> {
  const { id } = await startExport(stage.ctx, { versionId, format });
  await runExport(stage.ctx, { exportId: id, signal });
  const { files } = await getExport(stage.ctx, id);
  const texts = await Promise.all(
    (files ?? []).map(async ({ name }) => [
      name,
      await readText(await stage.artifacts.read(`exports/${id}/${name}`)),
    ]),
  );
  return Object.fromEntries(texts) as Record<string, string>;
}

test('a version holds rows of every kind, and a format of pairs writes the preferences among them', async () => {
  const choices: Partial<Recipe> = {
    ties: 'keep',
    bothBad: 'negatives',
    singles: 'include',
    includeMargin: true,
    margin: 'llama2_large',
  };
  const versionId = await freeze(choices);
  expect(await rowsOf(versionId)).toEqual([
    'preference clear train margin 1.000 weight 1.000',
    'tie even train margin 0.000 weight 1.000',
    'both_bad bad train margin 0.000 weight 1.000',
    'preference private train margin 0.000 weight 1.000',
    'label One? train margin 0.000 weight 1.000 {"good" : false}',
    'ratings Rated? train margin 0.000 weight 1.000 {"ratings" : [{"key" : "quality", "mean" : 3.5, "votes" : 2, "lowest" : null, "highest" : null}]}',
  ]);
  const rowCounts = { train: { preference: 2, tie: 1, both_bad: 1, label: 1, ratings: 1 } };
  expect(await getVersion(stage.ctx, versionId)).toMatchObject({ rows: 6, units: 6, rowCounts, drops: {} });
  const files = await exported(versionId, 'trl-explicit');
  const lines = files['train.jsonl']
    ?.trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { margin: number });
  expect(lines?.map(({ margin }) => margin)).toEqual([1, 0]);
  expect(JSON.parse(files['manifest.json'] ?? '')).toMatchObject({
    recipe: { ties: 'keep', margin: 'llama2_large', singles: 'include' },
    rows: rowCounts,
    counts: { units: 6, resolved: 6, dropped: 0 },
  });
  expect(files['README.md']).toContain('large: 3, 2, 1 or 0, a float in every row');
  expect(files['README.md']).toContain('| `train` | `both_bad` | 1 |');
  const preview = await previewRecipe(stage.ctx, { recipe: recipe.parse(choices), format: 'trl-explicit' });
  expect(preview).toMatchObject({ rows: 6, units: 6, drops: {} });
  expect(preview.lines).toHaveLength(2);
});

test('a tie in both directions has half the weight, and shares of votes are weights', async () => {
  const versionId = await freeze({
    ties: 'half_weight',
    softLabel: true,
    includeMargin: true,
    margin: 'log_odds',
  });
  expect(await rowsOf(versionId)).toEqual([
    'preference clear train margin 0.511 weight 0.667',
    'preference even train margin 0.000 weight 0.500 -first',
    'preference even train margin 0.000 weight 0.500 -second',
    'preference private train margin 1.099 weight 1.000',
  ]);
  const { 'train.jsonl': data = '' } = await exported(versionId, 'trl-explicit');
  expect(data.split('\n')[1]).toMatch(/"margin":0\.0,"weight":0\.5\}$/);
});

test('every vote is a row of its own', async () => {
  const versionId = await freeze({ aggregation: 'each_vote' });
  const rows = await rowsOf(versionId);
  expect(rows.map((row) => row.split(' ').slice(0, 5).join(' '))).toEqual([
    'preference clear train margin 2.250',
    'preference clear train margin 3.000',
    'preference clear train margin 0.750',
    'preference private train margin 0.750',
  ]);
  expect(await getVersion(stage.ctx, versionId)).toMatchObject({
    drops: { tie: 1, both_bad: 1, no_preference: 2 },
  });
});

test('filters leave out comparisons and judgments, each for its reason', async () => {
  const cases: [Partial<Recipe['filters']>, Record<string, number>][] = [
    [{ sources: ['clear', 'even'] }, { tie: 1, other_source: 4 }],
    [{ batches: [stage.ctx.ids.next()] }, { other_batch: 6 }],
    [{ languages: ['zh'] }, { other_language: 6 }],
    [{ mostCharacters: 8 }, { tie: 1, both_bad: 1, no_preference: 2, other_length: 1 }],
    [{ to: '2000-01-01T00:00:00Z' }, { too_few_judgments: 4, no_preference: 2 }],
    [
      { from: '2000-01-01T00:00:00Z', questionVersions: [2] },
      { too_few_judgments: 4, no_preference: 2 },
    ],
    [{ judges: ['reviewer'] }, { too_few_judgments: 4, no_preference: 2 }],
    [{ judges: ['left'] }, { tie: 1, both_bad: 1, no_preference: 2 }],
    [{ minStrength: 1 }, { tie: 1, both_bad: 1, no_preference: 2, too_weak: 1 }],
    [{ minAgreement: 0.9 }, { tie: 1, both_bad: 1, no_preference: 2, low_agreement: 1 }],
  ];
  for (const [filters, drops] of cases) {
    const whole = recipe.parse({ filters });
    const preview = await previewRecipe(stage.ctx, { recipe: whole, format: 'votes' });
    expect({ filters, drops: preview.drops }).toEqual({ filters, drops });
  }
  const versionId = await freeze(recipe.parse({ filters: { judges: ['reviewer'] } }));
  const { rows } = await sql<{ not_counted_because: string; n: number }>`
    select not_counted_because, count(*) as n from dataset_votes where version_id = ${versionId} group by 1`.execute(
    database.db,
  );
  expect(rows).toEqual([{ not_counted_because: 'filtered', n: 9 }]);
});

test('a split goes by the hash of the prompt, keeps prompts that are nearly the same together, and names its salt', async () => {
  const parts = [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ];
  const { rows: prompts } = await sql<{ source: string; hash: string }>`
    select source, encode(content_hash, 'hex') as hash from prompts where project_id = ${stage.projectId} and source is not null`.execute(
    database.db,
  );
  const hashOf = new Map(prompts.map(({ source, hash }) => [source, hash]));
  const place = (salt: string, source: string): number =>
    Number(
      BigInt(
        `0x${createHash('sha256')
          .update(`${salt}:${hashOf.get(source)}`)
          .digest('hex')
          .slice(0, 13)}`,
      ),
    ) /
    2 ** 52;
  // A salt that would part the two poems.
  const salt = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].find(
    (one) => place(one, 'bad') < 0.5 !== place(one, 'private') < 0.5,
  ) as string;
  const first = (hashOf.get('bad') ?? '') < (hashOf.get('private') ?? '') ? 'bad' : 'private';
  const names = ['clear', 'even', 'bad', 'private'];
  const splits = async (nearDuplicates: 'join' | 'ignore') => {
    const versionId = await freeze({
      ties: 'keep',
      bothBad: 'negatives',
      split: { by: 'prompt', salt, parts, nearDuplicates },
    });
    return { versionId, found: (await rowsOf(versionId)).map((row) => row.split(' ')[2]) };
  };
  const partOf = (name: string) => (place(salt, name) < 0.5 ? 'train' : 'test');
  expect((await splits('ignore')).found).toEqual(names.map(partOf));
  const joined = await splits('join');
  expect(joined.found).toEqual([partOf('clear'), partOf('even'), partOf(first), partOf(first)]);
  const { 'README.md': card, 'manifest.json': manifest } = await exported(joined.versionId, 'trl-explicit');
  expect(card).toContain(`salt \`${salt}\`; prompts that are nearly the same are in one part (1 of them)`);
  expect(JSON.parse(manifest ?? '')).toMatchObject({ recipe: { split: { salt } } });
});

test('each part of a version is a file of its own, and no row is in two of them', async () => {
  const parts = [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ];
  const versions = [];
  // Some salt puts rows into both parts.
  for (const salt of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
    versions.push(
      await freeze({
        ties: 'keep',
        singles: 'include',
        split: { by: 'prompt', salt, parts, nearDuplicates: 'join' },
      }),
    );
  const counts = await Promise.all(versions.map(async (id) => (await getVersion(stage.ctx, id)).rowCounts));
  const place = counts.findIndex((one) => one?.['train']?.preference === 1 && one['test']?.preference === 1);
  const versionId = versions[place] as string;
  const ids = async (format: 'trl-implicit' | 'tinker', name: string): Promise<string[]> => {
    const files = await exported(versionId, format);
    const lines = (files[name] ?? '').trimEnd().split('\n');
    expect(files['README.md']).toContain('split: test');
    return lines.map((line) => JSON.stringify(JSON.parse(line)));
  };
  for (const format of ['trl-implicit', 'tinker'] as const) {
    const train = await ids(format, 'train.jsonl');
    const test = await ids(format, 'test.jsonl');
    expect(train.length + test.length, format).toBe(format === 'tinker' ? 3 : 2);
    expect(train.filter((line) => test.includes(line))).toEqual([]);
  }
});

test('a split by annotator or by date, and an order from a seed', async () => {
  const parts = [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ];
  const byPerson = await freeze({ aggregation: 'each_vote', split: { by: 'annotator', salt: 's', parts } });
  const { rows } = await sql<{ annotator_id: string; splits: number }>`
    select j.annotator_id, count(distinct r.split) as splits from dataset_rows r join judgments j on j.id = r.judgment_id where r.version_id = ${byPerson} group by 1`.execute(
    database.db,
  );
  expect(rows.map(({ splits }) => splits)).toEqual([1, 1, 1]);
  const byDate = await freeze({
    split: {
      by: 'date',
      parts: [
        { name: 'old', until: '2001-01-01T00:00:00Z' },
        { name: 'new', until: null },
      ],
    },
    shuffleSeed: 3,
  });
  const shuffled = await rowsOf(byDate);
  expect(shuffled.map((row) => row.split(' ')[2])).toEqual(['new', 'new']);
  const orders = new Set<string>();
  // The ids are new in each run: how many seeds it takes until one gives the other order is left to chance.
  for (let shuffleSeed = 1; shuffleSeed <= 40 && orders.size < 2; shuffleSeed += 1)
    orders.add((await rowsOf(await freeze({ shuffleSeed }))).join());
  expect(orders.size).toBe(2);
});

test('personal data is counted, masked or refused', async () => {
  const reported = await freeze({ personalData: 'report' });
  expect((await exported(reported, 'trl-explicit'))['README.md']).toContain(
    'counted only; texts with some: email 1',
  );
  const refused = await freeze({ personalData: 'refuse' });
  const version = await getVersion(stage.ctx, refused);
  expect(version).toMatchObject({ rows: 1, drops: { personal_data: 1 } });
  const refusing = recipe.parse({ personalData: 'refuse' });
  const preview = await previewRecipe(stage.ctx, { recipe: refusing, format: 'trl-explicit' });
  expect([preview.units, preview.rows, preview.drops]).toEqual([version.units, version.rows, version.drops]);
  expect(preview).toMatchObject({ near: null, personal: { rows: 2, found: 1, isAll: true } });
  expect(preview.examples.personal_data).toHaveLength(1);
  const sampled = await previewRecipe(stage.ctx, {
    recipe: refusing,
    format: 'trl-explicit',
    mostExact: 1,
  });
  expect(sampled.personal).toMatchObject({ isAll: false });
  expect(sampled.drops.personal_data).toBeUndefined();
  const masked = await freeze({ personalData: 'mask', annotators: 'none' });
  const { 'train.jsonl': data } = await exported(masked, 'trl-explicit');
  expect(data).toContain('"content":"write to [EMAIL]"');
  const { 'votes.jsonl': votes } = await exported(masked, 'votes');
  expect(votes).toContain('"content":"write to [EMAIL]"');
  expect(votes).toContain('"rationale":"call [PHONE]"');
  expect(votes).not.toMatch(/example\.org|13812345678|annotator-/);
  expect(votes).toContain('"annotator":null');
});

test('rows that say the same are one', async () => {
  const twin = await addGroup(stage, {
    rank: 20,
    responses: [said('x'), said('y'), said('y')],
    prompt: asked('Twice?'),
  });
  await addVote(stage, twin.comparisonId, {
    annotator: a,
    outcome: 'ranking',
    ranks: [1, 2, 3],
    order: [0, 1, 2],
  });
  const versionId = await freeze({ duplicates: 'drop' });
  expect(await getVersion(stage.ctx, versionId)).toMatchObject({
    drops: { duplicate: 1, identical_responses: 1 },
  });
});

test('a preview names examples of what is left out, and says when its numbers are of a sample', async () => {
  const whole = await previewRecipe(stage.ctx, { recipe: recipe.parse({}), format: 'votes' });
  expect(whole.sampled).toBeNull();
  expect(whole.examples.tie).toEqual([{ comparisonId: made['even'], words: 'What is far?' }]);
  expect(whole.examples.no_preference).toEqual([
    { comparisonId: made['single'], words: 'One?' },
    { comparisonId: made['rated'], words: 'Rated?' },
  ]);
  for (let rank = 100; rank < 140; rank += 1)
    await addPair(stage, { rank, prompt: asked(`More ${rank}`), first: said('m'), second: said('n') });
  const exact = await previewRecipe(stage.ctx, { recipe: recipe.parse({}), format: 'votes' });
  const ask = () => previewRecipe(stage.ctx, { recipe: recipe.parse({}), format: 'votes', mostExact: 40 });
  const sampled = await ask();
  expect(sampled.sampled?.of).toBe(exact.comparisons);
  expect(sampled.sampled?.comparisons).toBeGreaterThan(0);
  expect(sampled.sampled?.comparisons).toBeLessThan(exact.comparisons);
  expect(Object.values(sampled.drops).reduce((sum, n) => sum + n, 0) + sampled.rows).toBe(sampled.units);
  expect({ ...(await ask()), lines: [] }).toEqual({ ...sampled, lines: [] });
});

test('a preview counts the rows of each part as a version then has them', async () => {
  const halves = [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ];
  const splits: Recipe['split'][] = [
    { by: 'prompt', salt: 'x', nearDuplicates: 'ignore', parts: halves },
    { by: 'annotator', salt: 'y', parts: halves },
    {
      by: 'date',
      parts: [
        { name: 'old', until: '2000-01-01' },
        { name: 'new', until: null },
      ],
    },
  ];
  for (const split of splits) {
    const choices: Partial<Recipe> = {
      split,
      aggregation: split?.by === 'annotator' ? 'each_vote' : 'majority',
    };
    const preview = await previewRecipe(stage.ctx, { recipe: recipe.parse(choices), format: 'votes' });
    const { rowCounts } = await getVersion(stage.ctx, await freeze(choices));
    expect(Object.fromEntries(preview.splits.map(({ name, rows }) => [name, { preference: rows }]))).toEqual(
      rowCounts,
    );
    expect(preview.splits.reduce((sum, { rows }) => sum + rows, 0)).toBe(preview.rows);
  }
  expect((await previewRecipe(stage.ctx, { recipe: recipe.parse({}), format: 'votes' })).splits).toEqual([]);
});
