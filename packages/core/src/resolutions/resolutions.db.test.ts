import { afterAll, expect, test } from 'vitest';
import { Problem } from '@pairwright/contract/errors';
import { InvalidCursor } from '@pairwright/db/cursor';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { retractJudgment } from '../annotate/retract-judgment.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { createProject, submission } from '../annotate/annotate.fixture.ts';
import type { ProjectContext } from '../context.ts';
import { addGroup, addVote, createStage, emptyProject } from '../datasets/datasets.fixture.ts';
import { isModelDue, learnAnnotatorModel } from './annotator-model.service.ts';
import { refreshProject } from './keep-labels.service.ts';
import { takeInChanges } from './refresh.service.ts';
import { getResolution } from './explain.service.ts';
import { listResolutions } from './resolutions.service.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const text = [{ role: 'assistant' as const, content: 'x' }];
async function addComparison(responses = 2): Promise<string> {
  const made = await addGroup(stage, { responses: Array.from({ length: responses }, () => text) });
  return made.comparisonId;
}
const vote = (annotator: number, outcome: 'preference' | 'tie' | 'cannot_judge', strength?: number) => ({
  annotator: stage.annotators[annotator] as string,
  outcome,
  ...(strength === undefined ? {} : { strength }),
});

test('a label follows each vote at once and tells what made it', async () => {
  const project = await createProject(database, { comparisons: 1, target: 3, annotators: 3 });
  const [comparisonId = ''] = project.comparisonIds;
  const ctx = project.annotators[0] as ProjectContext;
  const now = () => getResolution(ctx, { comparisonId });
  expect(await now()).toMatchObject({
    version: 0,
    method: null,
    result: 'unresolved',
    reason: 'too_few_judgments',
    soft: { probability: null, reason: 'no_data' },
    judgments: [],
    versions: [],
  });

  const held: { annotator: ProjectContext; assignmentId: string; judgmentId: string }[] = [];
  for (const annotator of project.annotators) {
    const { items } = await claimAssignments(annotator, { count: 1 });
    held.push({ annotator, assignmentId: items[0]?.id ?? '', judgmentId: systemIds.next() });
  }
  const submit = (who: number, position: number) => {
    const { annotator, assignmentId, judgmentId } = held[who]!;
    const answer = { outcome: 'scale' as const, position };
    return submitJudgment(annotator, { assignmentId, ...submission(judgmentId, { answer }) });
  };
  await submit(0, 1);
  const one = await now();
  expect(one).toMatchObject({
    version: 1,
    method: 'single',
    result: 'winner',
    votesUsed: 1,
    disagreement: 0,
  });
  // 1 of 1: Beta(2, 1), whose 2.5 % and 97.5 % are the roots of them.
  const first = one.winner === 0;
  expect(one.soft.probability).toBe(first ? 1 : 0);
  const low = first ? (one.soft.low ?? 0) : 1 - (one.soft.high ?? 1);
  expect(low).toBeCloseTo(Math.sqrt(0.025), 12);

  // The middle of the scale: sides do not matter.
  await submit(1, 4);
  await submit(2, 4);
  expect(await now()).toMatchObject({
    version: 2,
    method: 'majority',
    result: 'tie',
    winner: null,
    agreement: 2 / 3,
    votesUsed: 3,
  });
  await retractJudgment(held[2]!.annotator, {
    assignmentId: held[2]!.assignmentId,
    id: systemIds.next(),
    judgmentId: held[2]!.judgmentId,
  });
  const last = await now();
  expect(last).toMatchObject({
    version: 3,
    result: 'contested',
    votesUsed: 2,
    soft: { probability: first ? 0.75 : 0.25 },
  });
  expect(last.judgments.map(({ counted, reason, weight }) => [counted, reason, weight])).toEqual([
    [true, null, 1],
    [true, null, 1],
    [false, 'retracted', null],
    [false, 'retraction', null],
  ]);
  expect(last.versions.map(({ version, result, changed }) => [version, result, changed])).toEqual([
    [3, 'contested', ['result', 'strength', 'votesUsed']],
    [2, 'tie', ['method', 'result', 'winner', 'strength', 'votesUsed']],
    [1, 'winner', ['method', 'result', 'reason', 'winner', 'strength', 'votesUsed', 'decisionId']],
  ]);
  expect(await now()).toEqual(last);
  await expect(getResolution(ctx, { comparisonId: systemIds.next() })).rejects.toThrow(
    new Problem('not_found'),
  );
});

test('the list takes in what was judged, page by page and narrowed', async () => {
  await emptyProject(stage);
  const [agreed, split, abstained, ranked] = [
    await addComparison(),
    await addComparison(),
    await addComparison(),
    await addComparison(3),
  ];
  await addVote(stage, agreed, vote(0, 'preference', -2));
  await addVote(stage, agreed, vote(1, 'preference', -1));
  await addVote(stage, split, vote(0, 'preference', -2));
  await addVote(stage, split, vote(1, 'preference', 2));
  await addVote(stage, abstained, vote(0, 'cannot_judge'));
  await addVote(stage, ranked, {
    annotator: stage.annotators[0]!,
    outcome: 'ranking',
    ranks: [2, 1, 3],
    order: [0, 1, 2],
  });
  const list = async (query = {}) => {
    const found = [];
    for (let cursor: string | undefined; ;) {
      const page = await listResolutions(stage.ctx, {
        question: 'main',
        sort: 'comparison',
        limit: 2,
        cursor,
        ...query,
      });
      found.push(...page.items);
      if (page.nextCursor === null) return found;
      cursor = page.nextCursor;
    }
  };
  const all = await list();
  expect(all.map(({ comparisonId, result, method }) => [comparisonId, result, method])).toEqual(
    [
      [agreed, 'winner', 'majority'],
      [split, 'contested', 'majority'],
      [abstained, 'unresolved', null],
      [ranked, 'winner', 'single'],
    ].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
  const known = new Map(all.map((item) => [item.comparisonId, item]));
  expect(known.get(split)).toMatchObject({
    disagreement: 1,
    soft: { probability: 0.5, shares: [0.5, 0.5, 0, 0] },
  });
  expect(known.get(abstained)).toMatchObject({ reason: 'cannot_judge', soft: { reason: 'no_data' } });
  expect(known.get(ranked)).toMatchObject({
    winner: 1,
    soft: { probability: null, shares: [0, 1, 0], reason: 'no_pair' },
  });
  expect((await list({ result: 'winner' })).map((item) => item.comparisonId).sort()).toEqual(
    [agreed, ranked].sort(),
  );
  expect(await list({ method: 'adjudicated' })).toEqual([]);
  const idsOf = async (query: object) => (await list(query)).map(({ comparisonId }) => comparisonId);
  expect((await idsOf({ result: 'settled', agreement: 'full' })).sort()).toEqual([agreed, ranked].sort());
  expect((await idsOf({ agreement: 'none' })).sort()).toEqual([split, abstained].sort());
  expect(await idsOf({ agreement: 'partial' })).toEqual([]);
  // By disagreement, and where that is the same by id, whichever way.
  const most = await idsOf({ sort: 'most_disagreement' });
  expect(most[0]).toBe(split);
  // A sixth: two strengths that differ by one.
  expect(most[1]).toBe(agreed);
  expect(most.slice(2)).toEqual([abstained, ranked].sort().reverse());
  expect(await idsOf({ sort: 'least_disagreement' })).toEqual(most.toReversed());
  const first = { question: 'main', limit: 2 };
  const byId = await listResolutions(stage.ctx, { ...first, sort: 'comparison' });
  expect(byId.counts).toEqual({
    winner: 2,
    tie: 0,
    both_bad: 0,
    contested: 1,
    unresolved: 1,
    answered: 0,
  });
  await expect(
    listResolutions(stage.ctx, { ...first, sort: 'most_disagreement', cursor: byId.nextCursor! }),
  ).rejects.toThrow(InvalidCursor);
  // The list and the one are the same to the last bit.
  for (const { promptExcerpt: _p, models: _m, computedAt: _c, ...item } of all)
    expect(await getResolution(stage.ctx, { comparisonId: item.comparisonId })).toMatchObject(item);
});

test('rankings have a consensus by ranked pairs, and a share of each best with its interval', async () => {
  await emptyProject(stage);
  const ranked = await addComparison(3);
  const rank = (who: number, ...ranks: (number | null)[]) =>
    addVote(stage, ranked, {
      annotator: stage.annotators[who]!,
      outcome: 'ranking',
      ranks,
      order: [0, 1, 2],
    });
  const now = () => getResolution(stage.ctx, { comparisonId: ranked });
  const first = await rank(0, 1, 2, 3);
  expect(await now()).toMatchObject({ version: 1, ranking: { places: [[0], [1], [2]], contradicted: 0 } });
  await rank(1, 3, 1, 2);
  await rank(2, 2, 3, 1);
  await rank(3, 1, 2, 3);
  // 0 before 1 and 1 before 2 by three of four, 0 and 2 as often either way: none wins against all, yet there is an order.
  const four = await now();
  expect(four).toMatchObject({ result: 'contested', winner: null, votesUsed: 4 });
  expect(four.ranking).toMatchObject({ places: [[0], [1], [2]], contradicted: 0 });
  const [best] = four.ranking!.best;
  // Twice best of four: Beta(3, 3), symmetric.
  expect(best!.value).toBe(0.5);
  expect(best!.low + best!.high).toBeCloseTo(1, 12);
  // P(Beta(3, 3) <= x) = 10x³ - 15x⁴ + 6x⁵.
  expect(10 * best!.low ** 3 - 15 * best!.low ** 4 + 6 * best!.low ** 5).toBeCloseTo(0.025, 9);
  expect(four.ranking!.best.map(({ value }) => value)).toEqual([0.5, 0.25, 0.25]);

  // Another order by the same people is another version, for the consensus alone.
  await addVote(stage, ranked, {
    annotator: stage.annotators[0]!,
    outcome: 'ranking',
    ranks: [1, 3, 2],
    order: [0, 1, 2],
    supersedes: first.judgmentId,
    assignmentId: first.assignmentId,
  });
  const last = await now();
  expect(last).toMatchObject({ result: 'contested', ranking: { places: [[0, 2], [1]] } });
  expect(last.versions[0]!.changed).toEqual(['order']);
  const pair = await addComparison();
  await addVote(stage, pair, vote(0, 'preference', -1));
  expect((await getResolution(stage.ctx, { comparisonId: pair })).ranking).toBeNull();
});

test('a circle of three is cut where its majority is weakest, and told', async () => {
  await emptyProject(stage);
  const ranked = await addComparison(3);
  const orders = [
    [1, 2, 3],
    [3, 1, 2],
    [2, 3, 1],
    [1, 2, 3],
    [3, 1, 2],
  ];
  for (const [who, ranks] of orders.entries())
    await addVote(stage, ranked, {
      annotator: stage.annotators[who]!,
      outcome: 'ranking',
      ranks,
      order: [0, 1, 2],
    });
  // 0 before 1 by 3 of 5, 1 before 2 by 4, 2 before 0 by 3: of the two of 3 the one of the smaller index is taken.
  expect(await getResolution(stage.ctx, { comparisonId: ranked })).toMatchObject({
    result: 'contested',
    winner: null,
    ranking: { places: [[0], [1], [2]], contradicted: 1 },
  });
});

test('votes are weighed by what is learnt of annotators, and equally while nothing is', async () => {
  await emptyProject(stage);
  const weigh = (method: string) =>
    database.pool.query(
      'insert into review_settings (project_id, method) values ($1, $2) on conflict (project_id) do update set method = $2',
      [stage.projectId, method],
    );
  await weigh('weighted');
  const disputed = await addComparison();
  await addVote(stage, disputed, vote(0, 'preference', -2));
  await addVote(stage, disputed, vote(4, 'preference', 2));
  const alone = await learnAnnotatorModel(stage.ctx, { projectId: stage.projectId });
  expect(alone).toMatchObject({ votes: 2, comparisons: 1, annotators: 2 });
  expect(await getResolution(stage.ctx, { comparisonId: disputed })).toMatchObject({ result: 'contested' });

  // Three who agree on forty comparisons and two who answer at random as far as those can tell.
  for (let index = 0; index < 40; index += 1) {
    const comparison = await addComparison();
    for (const annotator of [0, 1, 2]) await addVote(stage, comparison, vote(annotator, 'preference', -1));
    for (const annotator of [3, 4])
      await addVote(stage, comparison, vote(annotator, 'preference', (index + annotator) % 2 === 0 ? 1 : -1));
  }
  const signal = new AbortController().signal;
  await refreshProject(stage.ctx, { projectId: stage.projectId, learn: true, signal });
  expect(await isModelDue(stage.ctx, stage.projectId)).toBe(false);
  const weighed = await getResolution(stage.ctx, { comparisonId: disputed });
  expect(weighed).toMatchObject({
    method: 'weighted',
    result: 'winner',
    winner: 0,
    agreement: 0.5,
    model: { votes: 202, comparisons: 41, annotators: 5, reason: null },
  });
  const [good, random] = weighed.judgments;
  expect(good?.accuracy).toBeGreaterThan(0.9);
  expect(random?.accuracy).toBeLessThan(0.7);
  expect(good?.weight).toBeGreaterThan(random?.weight ?? Infinity);
  const { probability, low, high } = weighed.soft;
  expect(probability).toBeGreaterThan(0.5);
  expect(low).toBeLessThan(probability ?? 0);
  expect(high).toBeGreaterThan(probability ?? 1);

  await weigh('majority');
  expect(await getResolution(stage.ctx, { comparisonId: disputed })).toMatchObject({
    method: 'majority',
    result: 'contested',
    model: null,
    soft: { probability: 0.5 },
  });
});

test('several that take in changes at once leave nothing out and store each label once', async () => {
  await emptyProject(stage);
  await database.pool.query('delete from resolution_changes');
  const comparisons = await Promise.all(Array.from({ length: 20 }, () => addComparison()));
  const takeIn = () => takeInChanges(stage.ctx, { projectId: stage.projectId, limit: 50 });
  for (const annotator of [0, 1, 2])
    await Promise.all([
      ...comparisons.map((id) => addVote(stage, id, vote(annotator, 'preference', annotator === 2 ? 1 : -1))),
      takeIn(),
      takeIn(),
    ]);
  await takeIn();
  const { items, pending } = await listResolutions(stage.ctx, {
    question: 'main',
    sort: 'comparison',
    limit: 50,
  });
  expect(pending).toBe(false);
  expect(items.map((item) => [item.result, item.winner, item.votesUsed])).toEqual(
    comparisons.map(() => ['winner', 0, 3]),
  );
  const { rows } = await database.pool.query(
    'select comparison_id, array_agg(version order by version) as v, max(version) as n from resolution_versions where project_id = $1 group by 1',
    [stage.projectId],
  );
  expect(rows).toHaveLength(20);
  for (const { v, n } of rows) expect(v).toEqual(Array.from({ length: n }, (_, index) => index + 1));
});
