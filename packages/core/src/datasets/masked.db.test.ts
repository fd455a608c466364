import { afterAll, beforeAll, expect, test } from 'vitest';
import { plainPair } from '@pairwright/domain/judgment/form';
import { sliceCodePoints, toCodePoints } from '@pairwright/domain/judgment/code-points';
import { stepsOf } from '@pairwright/domain/judgment/steps';
import { recipe as recipeShape } from '@pairwright/contract/datasets';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { getVersion } from './datasets.service.ts';
import { addGroup, addQuestion, addVote, createStage, noDetails } from './datasets.fixture.ts';
import { asked, said } from './every-kind.fixture.ts';
import { dataFilesOf, frozen } from './exported.fixture.ts';
import { previewRecipe } from './preview.service.ts';

// What recipes make of places and answers when personal data is masked: the texts are others then.
const database = await createTestDatabase();
const stage = await createStage(database, { slug: 'masked' });
const [a] = stage.annotators as [string];
afterAll(async () => {
  await stage.close();
  await database.close();
});

const choices = { singles: 'include', personalData: 'mask' } as const;
const content = '👍 Write to zoe.longname@example.org first.\n\nThen call 13912345678, 好。\n\nDone.';
const labels = ['right', 'wrong', 'right'] as const;
const places = stepsOf(content).map(({ start, end }, index) => ({
  start: toCodePoints(content, start),
  end: toCodePoints(content, end),
  label: labels[index] as 'right' | 'wrong',
}));
const maskedSteps = ['👍 Write to [EMAIL] first.', 'Then call [PHONE], 好。', 'Done.'];

beforeAll(async () => {
  const form = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
  await addQuestion(stage, 2, {
    ...form,
    main: { kind: 'single', ask: 'steps', stopAtFirstError: false, allowCannotJudge: true },
  });
  const steps = await addGroup(stage, { rank: 1, prompt: asked('How?'), responses: [said(content)] });
  await addVote(stage, steps.comparisonId, {
    annotator: a,
    outcome: 'steps',
    order: [0],
    questionVersion: 2,
    details: { ...noDetails, steps: places },
  });
  const marked = await addGroup(stage, {
    rank: 2,
    prompt: asked('Who?'),
    responses: [said('Ask zoe@example.org, she knows.'), said('Nobody.')],
  });
  const span = (start: number, end: number) => ({
    response: 0,
    message: 0,
    start,
    end,
    quote: sliceCodePoints('Ask zoe@example.org, she knows.', start, end),
    label: 'good',
    note: null,
  });
  await addVote(stage, marked.comparisonId, {
    annotator: a,
    outcome: 'preference',
    strength: -2,
    // Behind the address, all of it, and half of it.
    details: { ...noDetails, spans: [span(21, 30), span(4, 19), span(0, 10)] },
  });
  const alike = await addGroup(stage, {
    rank: 3,
    prompt: asked('Number?'),
    responses: [said('Call 13912345678.'), said('Call 13912345679.')],
  });
  // One of them says the word that stands for what is masked.
  const literal = await addGroup(stage, {
    rank: 4,
    prompt: asked('Where?'),
    responses: [said('Call [PHONE].'), said('Call 13912345678.')],
  });
  for (const { comparisonId } of [alike, literal])
    await addVote(stage, comparisonId, { annotator: a, outcome: 'preference', strength: 1 });
});

test('steps are cut where they are in the masked text, in the file and in the preview', async () => {
  const { versionId, datasetId } = await frozen(stage, choices);
  const [file] = await dataFilesOf(stage, { versionId, format: 'stepwise' });
  const { lines } = await previewRecipe(stage.ctx, {
    recipe: recipeShape.parse(choices),
    format: 'stepwise',
    datasetId,
  });
  expect(file).toBe(`${lines[0]}\n`);
  expect(JSON.parse(file!)).toMatchObject({ completions: maskedSteps, labels: [true, false, true] });
});

test('places of marks and steps in votes are those of the masked text', async () => {
  const { versionId, datasetId } = await frozen(stage, choices);
  const [file] = await dataFilesOf(stage, { versionId, format: 'votes' });
  const recipe = recipeShape.parse(choices);
  const { lines } = await previewRecipe(stage.ctx, { recipe, format: 'votes', datasetId });
  expect(file!.trimEnd().split('\n')).toEqual(lines);
  interface Line {
    readonly responses: { messages: { content: string }[] }[];
    readonly steps: { start: number; end: number }[] | null;
    readonly spans: { start: number; end: number; quote: string }[];
  }
  const [steps, marked] = lines.map((line) => JSON.parse(line) as Line);
  const textOf = (line?: Line) => line!.responses[0]!.messages[0]!.content;
  expect(steps!.steps!.map(({ start, end }) => sliceCodePoints(textOf(steps), start, end))).toEqual(
    maskedSteps,
  );
  expect(marked!.spans.map(({ start, end }) => sliceCodePoints(textOf(marked), start, end))).toEqual(
    marked!.spans.map(({ quote }) => quote),
  );
  expect(marked!.spans.map(({ quote }) => quote)).toEqual(['she knows', '[EMAIL]', 'Ask [EMAIL]']);
});

test.each(['trl-implicit', 'trl-explicit', 'text-triple', 'kto'] as const)(
  'two answers that differ in what is masked are one answer: %s',
  async (format) => {
    const { versionId, datasetId } = await frozen(stage, choices);
    const version = await getVersion(stage.ctx, versionId);
    expect(version.drops).toMatchObject({ identical_responses: 2 });
    const recipe = recipeShape.parse(choices);
    const preview = await previewRecipe(stage.ctx, { recipe, format, datasetId });
    expect([preview.rows, preview.drops]).toEqual([version.rows, version.drops]);
    const [file] = await dataFilesOf(stage, { versionId, format });
    expect(file).not.toContain('Call');
    expect(file!.trimEnd().split('\n')).toEqual(preview.lines);
  },
);
