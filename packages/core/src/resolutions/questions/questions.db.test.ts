import { afterAll, expect, test } from 'vitest';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import { plainPair } from '@pairwright/domain/judgment/form';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import type { ProjectContext } from '../../context.ts';
import {
  addGroup,
  addQuestion,
  addVote,
  createStage,
  type GivenVote,
  noDetails,
} from '../../datasets/datasets.fixture.ts';
import { getResolution } from '../explain.service.ts';
import { listResolutions } from '../resolutions.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const text = (en: string) => ({ en, 'zh-CN': en });
const form: QuestionForm = {
  ...plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true }),
  criteria: [
    {
      key: 'clarity',
      label: text('Clear'),
      hint: null,
      points: 7,
      allowNotApplicable: true,
      required: false,
    },
  ],
  ratings: [
    {
      key: 'quality',
      label: text('Quality'),
      hint: null,
      min: 1,
      max: 5,
      low: null,
      high: null,
      required: false,
    },
  ],
  flags: [{ key: 'toxic', label: text('Toxic'), hint: null, severities: [] }],
  safety: { required: false },
};
await addQuestion(stage, 2, form);
const upTo = (max: number): QuestionForm => ({ ...form, ratings: [{ ...form.ratings[0]!, max }] });
await addQuestion(stage, 3, upTo(7));
await addQuestion(stage, 4, upTo(9));

const nothing: CanonicalDetails = {
  criteria: [],
  ratings: [],
  flags: [],
  safe: null,
  reasons: [],
  spans: [],
  rewrite: null,
  steps: null,
};
const clarity = (strength: number | null): CanonicalDetails['criteria'][number] => ({
  key: 'clarity',
  outcome: strength === null ? 'not_applicable' : strength === 0 ? 'tie' : 'preference',
  position: strength === null ? null : 4 + strength,
  strength,
});
const quality = (first: number, second: number): CanonicalDetails['ratings'] => [
  { key: 'quality', response: 0, value: first },
  { key: 'quality', response: 1, value: second },
];
const answer = [{ role: 'assistant' as const, content: 'x' }];
const newComparison = async (): Promise<string> =>
  (await addGroup(stage, { responses: [answer, answer] })).comparisonId;
const say = (
  comparisonId: string,
  who: number,
  details: Partial<CanonicalDetails>,
  more: Partial<GivenVote> = {},
) =>
  addVote(stage, comparisonId, {
    annotator: stage.annotators[who]!,
    outcome: 'preference',
    strength: -1,
    questionVersion: 2,
    details: { ...nothing, ...details },
    ...more,
  });
const explain = async (comparisonId: string) => {
  const found = await getResolution(stage.ctx, { comparisonId });
  return {
    main: found,
    of: (question: string) => found.questions.find((one) => one.question === question)!,
  };
};

test('each question that was asked has a label of its own, which follows each judgment', async () => {
  const id = await newComparison();
  await say(id, 0, {
    criteria: [clarity(-3)],
    ratings: quality(5, 2),
    flags: [{ key: 'toxic', response: 1, severity: null }],
    safe: [true, false],
  });
  const first = await explain(id);
  expect(first.main.questions.map(({ question, label }) => [question, label?.en])).toEqual([
    ['criterion:clarity', 'Clear'],
    ['rating:quality', 'Quality'],
    ['flag:toxic', 'Toxic'],
    ['safety', undefined],
  ]);
  expect(first.of('criterion:clarity')).toMatchObject({
    version: 1,
    method: 'single',
    result: 'winner',
    winner: 0,
    strength: -3,
    responses: null,
  });
  expect(first.of('rating:quality')).toMatchObject({
    method: 'single',
    result: 'answered',
    responses: [
      { value: 5, low: null, reason: 'too_few' },
      { value: 2, low: null, reason: 'too_few' },
    ],
    soft: { probability: null, reason: 'no_pair' },
  });

  await say(id, 1, { criteria: [clarity(2)], ratings: quality(4, 4), safe: [true, true] });
  const second = await explain(id);
  expect(second.of('criterion:clarity')).toMatchObject({
    version: 2,
    method: 'majority',
    result: 'contested',
    disagreement: 1,
  });
  expect(second.of('rating:quality')).toMatchObject({
    version: 2,
    method: 'median',
    responses: [{ value: 4.5 }, { value: 3 }],
    disagreement: 0.5,
  });
  expect(second.of('flag:toxic')).toMatchObject({
    result: 'contested',
    responses: [
      { mostly: false, value: 0 },
      { mostly: null, value: 0.5 },
    ],
  });
  expect(second.of('safety').answers.map(({ values }) => values)).toEqual([
    [1, 0],
    [1, 1],
  ]);

  await say(id, 2, { criteria: [clarity(null)], safe: [true, true] });
  const third = await explain(id);
  // It has no answer to the rating: its label is what it was, and so is its version.
  expect(third.of('rating:quality').version).toBe(2);
  expect(third.of('rating:quality').answers.map(({ reason }) => reason)).toEqual([
    null,
    null,
    'not_answered',
  ]);
  expect(third.of('criterion:clarity')).toMatchObject({ version: 2, votesUsed: 2 });
  expect(third.of('criterion:clarity').answers.map(({ reason, strength }) => [reason, strength])).toEqual([
    [null, -3],
    [null, 2],
    ['not_applicable', null],
  ]);
  expect(third.of('safety')).toMatchObject({
    version: 3,
    result: 'answered',
    agreement: 5 / 6,
    responses: [{ mostly: true }, { mostly: true }],
  });
  expect(third.of('safety').versions.map(({ version, changed }) => [version, changed])).toEqual([
    [3, ['result', 'votesUsed', 'values']],
    [2, ['method', 'result', 'votesUsed', 'values']],
    [1, ['method', 'result', 'reason', 'winner', 'strength', 'votesUsed', 'decisionId', 'values']],
  ]);
  expect(third.main.questions).toEqual((await explain(id)).main.questions);
  // Names are the ids here: researchers know pseudonyms only, the others names.
  const told = (ctx: ProjectContext) => getResolution(ctx, { comparisonId: id }).then(JSON.stringify);
  expect(await told({ ...stage.ctx, role: 'admin' })).toContain(stage.annotators[0]);
  expect(await told({ ...stage.ctx, role: 'researcher' })).not.toContain(stage.annotators[0]);
});

test('who abstains from all, was not asked, or rated on another scale has no part, and it is said why', async () => {
  const id = await newComparison();
  await say(id, 0, { criteria: [clarity(null)], ratings: quality(5, 5) });
  await say(id, 1, {}, { questionVersion: 1, details: undefined as never });
  await say(id, 2, { ratings: quality(7, 6) }, { questionVersion: 3 });
  await say(id, 3, {}, { outcome: 'cannot_judge', strength: null });
  await say(id, 4, { ratings: quality(1, 1) }, { questionVersion: 3, surplus: true });
  // What does not count decides no scale either.
  await say(id, 5, { ratings: quality(1, 1) }, { questionVersion: 4, surplus: true });
  const { of } = await explain(id);
  expect(of('criterion:clarity')).toMatchObject({
    result: 'unresolved',
    reason: 'not_applicable',
    method: null,
  });
  expect(of('rating:quality')).toMatchObject({ method: 'single', responses: [{ value: 7 }, { value: 6 }] });
  expect(of('rating:quality').answers.map(({ reason }) => reason)).toEqual([
    'other_scale',
    'not_asked',
    null,
    'not_answered',
    'surplus',
    'surplus',
  ]);
  expect(of('safety')).toMatchObject({
    result: 'unresolved',
    reason: 'not_answered',
    responses: [
      { value: null, reason: 'no_data' },
      { value: null, reason: 'no_data' },
    ],
  });
  // Who raised no flag says no, unless the whole judgment abstains.
  expect(of('flag:toxic').answers.map(({ values }) => values)).toEqual([
    [0, 0],
    null,
    [0, 0],
    null,
    null,
    null,
  ]);
});

test('the list is of one question and the same as each comparison tells', async () => {
  const listed = async (question: string) =>
    (await listResolutions(stage.ctx, { question, sort: 'comparison', limit: 50 })).items;
  const ratings = await listed('rating:quality');
  expect(ratings).toHaveLength(2);
  for (const { promptExcerpt: _p, models: _m, computedAt: _c, ...item } of ratings)
    expect((await explain(item.comparisonId)).of('rating:quality')).toMatchObject(item);
  expect((await listed('main')).map(({ question, responses }) => [question, responses])).toEqual([
    ['main', null],
    ['main', null],
  ]);
});

test('an imported judgment that is silent on flags says neither yes nor no of them', async () => {
  const id = await newComparison();
  const byImport = (by: number, details: Partial<CanonicalDetails>) =>
    addVote(stage, id, {
      annotator: stage.annotators[by]!,
      outcome: 'both_bad',
      kind: 'imported',
      source: 'import',
      questionVersion: 2,
      details: { ...noDetails, ...details },
    });
  await byImport(0, {});
  await byImport(1, { flags: [{ key: 'toxic', response: 1, severity: null }] });
  await byImport(2, { no_flags: true });
  await say(id, 3, {});
  const flag = (await explain(id)).of('flag:toxic');
  expect(flag.answers.map(({ values, reason }) => values ?? reason)).toEqual([
    'not_answered',
    [0, 1],
    [0, 0],
    [0, 0],
  ]);
  expect(flag.responses).toMatchObject([{ value: 0 }, { value: expect.closeTo(1 / 3, 12) }]);
});
