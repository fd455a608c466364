import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recipe } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { plainPair } from '@pairwright/domain/judgment/form';
import { addGroup, addPair, addQuestion, addVote, createStage, noDetails } from './datasets.fixture.ts';
import { getVersion } from './datasets.service.ts';
import { asked, said } from './every-kind.fixture.ts';
import { listVersionDiff } from './explain/diff.service.ts';
import { explainRow } from './explain/why.service.ts';
import { dataFilesOf, frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'masked' });
const [a] = stage.annotators as [string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

let alike = '';
beforeAll(async () => {
  const vote = { annotator: a, outcome: 'preference', strength: -2 } as const;
  alike = await addPair(stage, {
    rank: 1,
    prompt: asked('Whom do I ask?'),
    first: said('Write to one@example.org.'),
    second: said('Write to two@example.org.'),
  });
  await addVote(stage, alike, vote);
  const apart = await addPair(stage, {
    rank: 2,
    prompt: asked('And then?'),
    first: said('Write to one@example.org.'),
    second: said('Nobody.'),
  });
  await addVote(stage, apart, vote);
});

test('two responses that differ in nothing but what is masked are no row, and the preview says so', async () => {
  const { versionId } = await frozen(stage, { personalData: 'mask' });
  const version = await getVersion(stage.ctx, versionId);
  expect(version).toMatchObject({
    units: 2,
    rows: 1,
    drops: { identical_responses: 1 },
    kinds: { pair: { units: 2, rows: 1 } },
  });
  const [text = ''] = await dataFilesOf(stage, { versionId, format: 'trl-explicit' });
  expect(text.trimEnd().split('\n')).toHaveLength(1);
  const preview = await previewRecipe(stage.ctx, {
    recipe: recipe.parse({ personalData: 'mask' }),
    format: 'trl-explicit',
  });
  expect([preview.units, preview.rows, preview.drops, preview.kinds]).toEqual([
    version.units,
    version.rows,
    version.drops,
    version.kinds,
  ]);
  expect(`${preview.lines.join('\n')}\n`).toBe(text);
  const { units } = await explainRow(stage.ctx, { versionId, rowId: alike });
  expect(units).toMatchObject([{ dropped: 'identical_responses' }]);
});

test('what masking took out is told as done by the recipe', async () => {
  const { versionId } = await frozen(stage, {});
  const { versionId: toId } = await frozen(stage, { personalData: 'mask' });
  const { items } = await listVersionDiff(stage.ctx, { versionId, toId, limit: 10, kind: 'removed' });
  expect(items).toMatchObject([
    { comparisonId: alike, reason: 'recipe', choices: ['personalData'], droppedAfter: 'identical_responses' },
  ]);
});

test('steps of a masked response are those that were judged, each masked', async () => {
  await addQuestion(stage, 2, {
    ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
    main: { kind: 'single', ask: 'steps', stopAtFirstError: false, allowCannotJudge: true },
  });
  const steps = ['👍 Mail one@example.org. ', 'Then wait. ', 'Then call 138', '12345678 at once.'];
  const { comparisonId } = await addGroup(stage, {
    rank: 3,
    prompt: asked('How?'),
    responses: [said(steps.join(''))],
  });
  let start = 0;
  await addVote(stage, comparisonId, {
    annotator: a,
    outcome: 'steps',
    order: [0],
    questionVersion: 2,
    details: {
      ...noDetails,
      steps: steps.map((text) => {
        const step = { start, end: start + [...text].length, label: 'right' } as const;
        start = step.end;
        return step;
      }),
    },
  });
  const choices = { personalData: 'mask', singles: 'include' } as const;
  const { versionId } = await frozen(stage, choices);
  const [text = ''] = await dataFilesOf(stage, { versionId, format: 'stepwise' });
  const masked = ['👍 Mail [EMAIL]. ', 'Then wait. ', 'Then call [PHONE]', ' at once.'];
  expect(JSON.parse(text)).toMatchObject({ completions: masked });
  const preview = await previewRecipe(stage.ctx, { recipe: recipe.parse(choices), format: 'stepwise' });
  expect(`${preview.lines.join('\n')}\n`).toBe(text);
});

test('prompts that are the same once they are masked are in one part', async () => {
  const vote = { annotator: a, outcome: 'preference', strength: -2 } as const;
  for (const phone of ['13812345678', '13912345678']) {
    const id = await addPair(stage, {
      rank: 10,
      prompt: asked(`Who is ${phone}?`),
      first: said(`yes ${phone}`),
      second: said('no'),
      source: 'phones',
    });
    await addVote(stage, id, vote);
  }
  const { rows: hashes } = await sql<{ hash: string }>`
    select encode(content_hash, 'hex') as hash from prompts where source = 'phones'`.execute(database.db);
  const isFirst = (salt: string, hash: string): boolean =>
    parseInt(createHash('sha256').update(`${salt}:${hash}`).digest('hex').slice(0, 8), 16) < 2 ** 31;
  // A salt that would part the two.
  const salt = Array.from({ length: 100 }, (_, n) => `salt ${n}`).find(
    (one) => isFirst(one, hashes[0]!.hash) !== isFirst(one, hashes[1]!.hash),
  )!;
  const parts = [
    { name: 'train', share: 0.5 },
    { name: 'test', share: 0.5 },
  ];
  const splitsOf = async (personalData: 'ignore' | 'mask') => {
    const { versionId } = await frozen(stage, {
      personalData,
      split: { by: 'prompt', salt, parts, nearDuplicates: 'join' },
    });
    const { rows } = await sql<{ split: string }>`
      select r.split from dataset_rows r join prompts p on p.id = r.prompt_id where r.version_id = ${versionId} and p.source = 'phones'`.execute(
      database.db,
    );
    return new Set(rows.map(({ split }) => split)).size;
  };
  expect([await splitsOf('ignore'), await splitsOf('mask')]).toEqual([2, 1]);
});
