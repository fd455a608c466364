import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ExportFormat, Recipe } from '@pairwright/contract/datasets';
import { exportFormats } from '@pairwright/contract/export-formats';
import { plainPair } from '@pairwright/domain/judgment/form';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import {
  addGroup,
  addQuestion,
  addVote,
  createStage,
  type GivenVote,
  noDetails,
} from './datasets.fixture.ts';
import { asked, said } from './every-kind.fixture.ts';
import { dataFilesOf, frozen } from './exported.fixture.ts';

// The order of the comparisons in the files of every format.
const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'order' });
const annotator = stage.annotators[0] as string;
afterAll(async () => {
  await stage.close();
  await database.close();
});

const SEED = 7;
/** The prompts' words by the comparisons' ids, in the order of the project. */
const asks = new Map<string, string>();

beforeAll(async () => {
  const pair = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  const rating = {
    key: 'helpfulness',
    label: { en: 'h', 'zh-CN': '有用' },
    hint: null,
    low: null,
    high: null,
  };
  await addQuestion(stage, 2, { ...pair, ratings: [{ ...rating, min: 0, max: 4, required: false }] });
  await addQuestion(stage, 3, {
    ...pair,
    main: { kind: 'single', ask: 'steps', stopAtFirstError: false, allowCannotJudge: true },
  });
  const rated = {
    ...noDetails,
    ratings: [0, 1].map((response) => ({ key: 'helpfulness', response, value: 1 + response })),
  };
  const won = { outcome: 'preference', strength: -2, questionVersion: 2, details: rated } as const;
  for (let n = 0; n < 8; n += 1) await add(['better', 'worse'], won);
  // Without a row where ties are dropped; its ratings are told all the same.
  for (let n = 0; n < 4; n += 1) await add(['same', 'alike'], { ...won, outcome: 'tie', strength: 0 });
  const steps = { ...noDetails, steps: [{ start: 0, end: 4, label: 'right' as const }] };
  for (let n = 0; n < 6; n += 1)
    await add(['step'], { outcome: 'steps', questionVersion: 3, order: [0], details: steps });
});

async function add(answers: readonly string[], vote: Omit<GivenVote, 'annotator'>): Promise<void> {
  const words = `ask-${String(asks.size).padStart(2, '0')}`;
  const { comparisonId } = await addGroup(stage, {
    rank: asks.size,
    prompt: asked(words),
    responses: answers.map(said),
  });
  await addVote(stage, comparisonId, { ...vote, annotator });
  asks.set(comparisonId, words);
}

/** What is asked, line by line, of the parts that the format has. */
async function askedIn(versionId: string, format: ExportFormat): Promise<string[][]> {
  const files = await dataFilesOf(stage, { versionId, format });
  return files.map((text) => [...new Set(text.match(/ask-\d\d/g))]);
}

const shuffled = (): string[] => {
  const place = (id: string) => createHash('sha256').update(`${SEED}:${id}`).digest('hex');
  return [...asks.keys()]
    .toSorted((one, other) => (place(one) < place(other) ? -1 : 1))
    .map((id) => asks.get(id) ?? '');
};

const parts = ['train', 'test'].map((name) => ({ name, share: 0.5 }));
const recipes: readonly (readonly [what: string, recipe: Partial<Recipe>])[] = [
  ['whole', {}],
  ['ties kept', { ties: 'keep' }],
  ['in parts', { split: { by: 'prompt', salt: 's', parts, nearDuplicates: 'ignore' } }],
];

test.each(recipes)('every format has the order that the seed makes: %s', async (_what, choices) => {
  const { versionId } = await frozen(stage, { ...choices, singles: 'include', shuffleSeed: SEED });
  for (const format of exportFormats.filter((name) => name !== 'votes'))
    for (const order of await askedIn(versionId, format)) {
      expect(order.length, format).toBeGreaterThan(0);
      expect(order, format).toEqual(shuffled().filter((words) => order.includes(words)));
    }
});

test('without a seed every format has the order of the project', async () => {
  const { versionId } = await frozen(stage, { singles: 'include' });
  for (const format of exportFormats)
    for (const order of await askedIn(versionId, format)) expect(order, format).toEqual(order.toSorted());
  expect((await askedIn(versionId, 'nemo-aligner-regression')).flat()).toHaveLength(12);
});
