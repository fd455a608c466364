import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answer, Submission } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { QueueItem } from '@pairwright/contract/review';
import { createProject, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { sayNext } from '@pairwright/core/review/review.fixture';
import { plainPair } from '@pairwright/domain/judgment/form';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let project: TestProject;
let admin: Person;
/** Decides nothing, so that nothing is kept back from them. */
let researcher: Person;
let reviewers: [Person, Person, Person];
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());

type Ask = 'thumbs' | 'rating' | 'steps';
const pair = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
const rating = (key: string, max: number) => ({
  key,
  label: { en: key, 'zh-CN': '评分' },
  hint: null,
  min: 1,
  max,
  low: null,
  high: null,
  required: false,
});
const form = (ask: Ask): QuestionForm => ({
  ...pair,
  main: { kind: 'single', ask, stopAtFirstError: false, allowCannotJudge: true },
  ratings: ask === 'rating' ? [rating('quality', 5), rating('safe', 2)] : [],
});

type Said = Pick<Submission, 'answer' | 'details'>;
const thumb = (up: boolean): Said => ({ answer: { outcome: 'thumbs', up } });
const steps = (...labels: ('right' | 'wrong' | 'neutral')[]): Said => ({
  answer: { outcome: 'steps', labels },
});
const rated = (value: number): Said => ({
  answer: { outcome: 'rated' },
  details: { ratings: [{ key: 'quality', place: 0, value }] },
});
const cannot: Said = { answer: { outcome: 'cannot_judge' } };

/** A project whose comparisons of one response have two judgments each, in the order of work. */
async function stage(ask: Ask, said: readonly (readonly [Said, Said])[]): Promise<void> {
  project = await createProject(kit.database, {
    comparisons: said.length,
    target: 2,
    annotators: 2,
    responses: 1,
    form: form(ask),
  });
  await kit.database.pool.query(
    `update responses r set messages = '[{"role":"assistant","content":"One.\\n\\nTwo 二."}]'
     from prompts p where p.id = r.prompt_id and p.project_id = $1`,
    [project.projectId],
  );
  for (const [first, second] of said) {
    await sayNext(kit.database, project, {
      annotator: 0,
      say: () => ({ ...first, rationale: 'first said why' }),
    });
    await sayNext(kit.database, project, { annotator: 1, say: () => second });
  }
  admin = await kit.addMember(project.projectId, 'admin');
  researcher = await kit.addMember(project.projectId, 'researcher');
  const member = () => kit.addMember(project.projectId, 'reviewer');
  reviewers = [await member(), await member(), await member()];
}

async function ask(person: Person, method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown) {
  const answer = await kit.call(person, method, `/projects/${project.projectId}${path}`, body);
  return { status: answer.statusCode, text: answer.body, json: answer.json() };
}
const casePath = (comparisonId: string) => `/review/cases/${comparisonId}`;
const decide = (person: Person, comparisonId: string, answer: Answer, more = {}) =>
  ask(person, 'POST', `${casePath(comparisonId)}/decision`, {
    id: kit.services.ids.next(),
    questionVersion: 1,
    answer,
    confidence: 'high',
    cause: 'ambiguous',
    note: null,
    promoteToGold: false,
    ...more,
  });
const up: Answer = { outcome: 'thumbs', up: true };
const down: Answer = { outcome: 'thumbs', up: false };
const twoReviewers = () =>
  ask(admin, 'PUT', '/review/settings', { method: 'majority', blind: true, reviewers: 2 });

it('queues thumbs that differ and those nobody could judge, blind until they are decided', async () => {
  await stage('thumbs', [
    [thumb(true), thumb(true)],
    [thumb(true), thumb(false)],
    [cannot, cannot],
  ]);
  const [agreed, split, nobody] = project.comparisonIds as [string, string, string];
  const [first, second] = reviewers;
  const queue = async (show = 'open') =>
    (await ask(first, 'GET', `/review/queue?show=${show}`)).json.items.map(
      (item: QueueItem) => item.comparisonId,
    );
  // 1 × (1 + 1/2) before 1.
  expect(await queue()).toEqual([split, nobody]);
  expect(await queue('contradicting')).toEqual([split]);
  expect(await queue('cannot_judge')).toEqual([nobody]);
  expect((await ask(first, 'GET', '/review/queue')).json.summary).toEqual({
    overlapping: 2,
    unanimous: 1,
    waiting: 2,
    decided: 0,
    ownWork: 0,
  });

  const blind = await ask(first, 'GET', casePath(split));
  expect(blind.json).toMatchObject({ blind: true, revealed: null, presentedOrder: [0] });
  for (const secret of ['secret-model', 'first said why', 'thumbs_up'])
    expect(blind.text).not.toContain(secret);
  const shown = await ask(second, 'POST', `${casePath(split)}/reveal`);
  expect(shown.json.revealed.votes).toMatchObject([{ outcome: 'thumbs_up' }, { outcome: 'thumbs_down' }]);

  const decided = await decide(second, split, down, {
    cause: 'error',
    note: 'It is false.',
    promoteToGold: true,
  });
  expect(decided.json).toMatchObject({
    status: 'settled',
    case: {
      gold: true,
      mine: { outcome: 'thumbs_down', strength: null, details: null, revealed: true, cause: 'error' },
      revealed: {
        resolution: {
          method: 'adjudicated',
          result: 'answered',
          // What people said stays beside it.
          responses: [{ value: 0.5, mostly: null, decided: 0 }],
          votesUsed: 2,
          disagreement: 1,
        },
      },
    },
  });
  expect((await ask(admin, 'GET', '/gold')).json.items).toMatchObject([
    { comparisonId: split, source: 'adjudicated', expected: { outcome: 'thumbs', up: false } },
  ]);
  expect(
    (await ask(admin, 'GET', '/review/events')).json.items.map(({ kind }: { kind: string }) => kind),
  ).toEqual(['settled', 'decided', 'revealed']);
  expect((await decide(first, split, up)).json).toMatchObject({ status: 'conflict', case: { mine: null } });
  expect(
    (await decide(first, nobody, { outcome: 'cannot_judge' })).json.case.revealed.resolution,
  ).toMatchObject({
    method: 'adjudicated',
    result: 'unresolved',
    reason: 'cannot_judge',
  });
  // Also where all agree.
  expect((await decide(first, agreed, down)).json.case.revealed.resolution.responses).toMatchObject([
    { value: 1, mostly: true, decided: 0 },
  ]);
});

it('waits for two who agree about a thumb, or for a third', async () => {
  await stage('thumbs', [
    [thumb(true), thumb(false)],
    [thumb(true), thumb(false)],
  ]);
  await twoReviewers();
  const [agreed, split] = project.comparisonIds as [string, string];
  const [one, two, three] = reviewers;
  expect((await decide(one, agreed, up)).json.status).toBe('waiting');
  expect((await ask(two, 'GET', casePath(agreed))).json).toMatchObject({ decisions: 1, revealed: null });
  expect((await decide(two, agreed, up)).json).toMatchObject({
    status: 'settled',
    case: { revealed: { resolution: { method: 'adjudicated', responses: [{ decided: 1 }] } } },
  });
  await decide(one, split, up);
  expect((await decide(two, split, down)).json.status).toBe('waiting');
  expect((await decide(three, split, down)).json).toMatchObject({
    status: 'settled',
    case: { revealed: { resolution: { responses: [{ decided: 0 }] } } },
  });
});

it('decides steps as a whole, by the places of the response', async () => {
  await stage('steps', [
    [steps('right', 'right'), steps('right', 'wrong')],
    [steps('right', 'wrong'), steps('neutral', 'wrong')],
  ]);
  await twoReviewers();
  const [first, second] = project.comparisonIds as [string, string];
  const [one, two] = reviewers;
  const contradicting = await ask(one, 'GET', '/review/queue?show=contradicting');
  expect(contradicting.json.items).toMatchObject([{ comparisonId: first, disagreement: 1 }]);
  const answer: Answer = { outcome: 'steps', labels: ['right', 'wrong'] };
  await decide(one, first, answer, { promoteToGold: true });
  const places = [
    { start: 0, end: 4, label: 'right' },
    { start: 6, end: 12, label: 'wrong' },
  ];
  expect((await decide(two, first, answer)).json).toMatchObject({
    status: 'settled',
    case: {
      gold: true,
      mine: { outcome: 'steps', details: { ratings: [], steps: places } },
      revealed: {
        votes: [
          { details: { steps: [places[0], { ...places[1], label: 'right' }] } },
          { details: { steps: places } },
        ],
        resolution: {
          method: 'adjudicated',
          steps: [
            { start: 0, end: 4, right: 2, mostly: 'right', decided: 'right' },
            { start: 6, end: 12, right: 1, wrong: 1, value: 0.5, mostly: null, decided: 'wrong' },
          ],
        },
      },
    },
  });
  expect((await ask(admin, 'GET', '/gold')).json.items).toMatchObject([
    { comparisonId: first, expected: answer },
  ]);
  expect((await decide(one, second, answer)).json.status).toBe('waiting');
  expect((await decide(two, second, { outcome: 'steps', labels: ['neutral', 'wrong'] })).json.status).toBe(
    'waiting',
  );

  const short = await decide(reviewers[2], second, { outcome: 'steps', labels: ['right'] });
  expect(short.json).toMatchObject({
    code: 'outcome_not_allowed',
    faults: [{ path: 'body.answer.labels', rule: 'the response has 2 steps, and each has a label' }],
  });
});

it('decides ratings, each its own label, and takes the mean of two who are near', async () => {
  await stage('rating', [
    [rated(5), rated(1)],
    [rated(4), rated(2)],
  ]);
  const [first, second] = project.comparisonIds as [string, string];
  const [one, two, three] = reviewers;
  expect((await ask(one, 'GET', '/review/queue')).json.items).toMatchObject([
    { comparisonId: first, disagreement: 1 },
    { comparisonId: second, disagreement: 0.5 },
  ]);
  const ratings = (value: number, safe = 2) => ({
    ratings: [
      { key: 'quality', place: 0, value },
      { key: 'safe', place: 0, value: safe },
    ],
  });
  const answer: Answer = { outcome: 'rated' };
  const { json } = await decide(one, first, answer, { ...ratings(3), promoteToGold: true });
  expect(json).toMatchObject({
    status: 'settled',
    // Right is whoever comes near.
    case: {
      gold: true,
      revealed: { resolution: { method: 'adjudicated', result: 'answered', responses: null } },
    },
  });
  const questions = json.case.revealed.resolution.questions;
  expect(questions).toMatchObject([
    { question: 'rating:quality', method: 'adjudicated', responses: [{ value: 3, decided: 3 }] },
    {
      question: 'rating:safe',
      method: 'adjudicated',
      result: 'answered',
      responses: [{ value: null, decided: 2 }],
    },
  ]);
  expect(questions[0].versions[0].changed).toEqual(['method', 'decisionId', 'values']);

  await twoReviewers();
  await decide(one, second, answer, ratings(3));
  const near = await decide(two, second, answer, ratings(4));
  expect(near.json).toMatchObject({ status: 'settled' });
  expect(near.json.case.revealed.resolution.questions[0].responses).toMatchObject([
    { value: 3, decided: 3.5 },
  ]);

  await ask(admin, 'POST', `${casePath(second)}/reopen`, { because: 'Anew.' });
  const back = await ask(researcher, 'GET', `/comparisons/${second}/resolution`);
  expect(back.json).toMatchObject({
    method: 'median',
    questions: [{ method: 'median', responses: [{ decided: null }] }, {}],
  });
  await decide(one, second, answer, ratings(3, 1));
  // Of two values each is the other way round.
  expect((await decide(two, second, answer, ratings(3, 2))).json.status).toBe('waiting');
  expect(
    (await decide(three, second, answer, ratings(1, 2))).json.case.revealed.resolution.questions[0],
  ).toMatchObject({
    responses: [{ decided: 1 }],
  });
});

it('refuses what the question does not ask, and names it', async () => {
  await stage('rating', [[rated(5), rated(1)]]);
  const [comparisonId = ''] = project.comparisonIds;
  const [reviewer] = reviewers;
  const refused = async (answer: Answer, more: object, fault: object) =>
    expect((await decide(reviewer, comparisonId, answer, more)).json).toMatchObject({
      code: 'outcome_not_allowed',
      faults: [fault],
    });
  await refused(up, {}, { path: 'body.answer.outcome', value: 'thumbs' });
  const ratedAnswer: Answer = { outcome: 'rated' };
  await refused(ratedAnswer, {}, { path: 'body.ratings', rule: 'a decision has a rating at least' });
  await refused(
    ratedAnswer,
    { ratings: [{ key: 'quality', place: 0, value: 9 }] },
    { path: 'body.ratings[0].value', value: '9', rule: 'the rating goes from 1 to 5' },
  );
  await refused(
    ratedAnswer,
    { ratings: [{ key: 'taste', place: 0, value: 1 }] },
    { path: 'body.ratings[0]', value: 'taste', rule: 'the question has no such part' },
  );
});

it('sends a thumb back, and a dispute that is upheld withdraws the decision', async () => {
  await stage('thumbs', [[thumb(true), thumb(false)]]);
  const [comparisonId = ''] = project.comparisonIds;
  const [reviewer] = reviewers;
  const { json } = await decide(reviewer, comparisonId, down);
  const vote = json.case.revealed.votes.find(({ outcome }: { outcome: string }) => outcome === 'thumbs_up');
  const sent = await ask(reviewer, 'POST', `${casePath(comparisonId)}/send-back`, {
    judgmentId: vote.judgmentId,
    message: 'Look again.',
  });
  expect(sent.status).toBe(201);
  await kit.database.pool.query(`update feedback set disputed = true, reply = 'It is right.' where id = $1`, [
    sent.json.id,
  ]);
  expect((await ask(reviewer, 'GET', '/review/disputes')).json.items).toMatchObject([{ comparisonId }]);
  await ask(admin, 'POST', `/feedback/${sent.json.id}/answer`, { answer: 'Indeed.', upheld: true });
  expect((await ask(researcher, 'GET', `/comparisons/${comparisonId}/resolution`)).json).toMatchObject({
    method: 'majority',
    result: 'contested',
    responses: [{ decided: null }],
  });
  expect((await decide(reviewer, comparisonId, up)).json.status).toBe('settled');
});
