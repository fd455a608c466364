import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import type { Services } from '../context.ts';
import { readPolicy } from './policies.ts';
import { type Extent, simulate, type Simulation } from './simulate.ts';

import type { WorldSize } from './world.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 4 });
});
afterAll(() => database.close());

const size = { models: 5, comparisons: 120, annotators: 12, accuracy: 0.8, spread: 0.1, seed: 7 };

function run(policy: string, world: WorldSize & Extent = size): Promise<Simulation> {
  // Neither queue nor artifacts have a part in it: using one fails.
  const services = {
    db: database,
    clock: systemClock,
    ids: systemIds,
    log: createLogger({ name: 'test', level: 'silent' }),
  } as unknown as Services;
  return simulate(services, readPolicy(policy, size.accuracy), world);
}

test('fixed policies use exactly the judgments they say, and more of them are right more often', async () => {
  const [one, five] = [await run('fixed:1'), await run('fixed:5')];
  expect(one).toMatchObject({ judgments: 120, perComparison: 1 });
  expect(five.judgments).toBe(600);
  expect(five.majority.rightOfAll).toBeGreaterThan(one.majority.rightOfAll);
  expect(five.ranking.tau).toBeGreaterThan(0.5);
});

test('adaptive overlap uses fewer judgments than its most, and more than its start', async () => {
  const { judgments, majority } = await run('adaptive:2:5');
  expect(judgments).toBeGreaterThan(2 * 120);
  expect(judgments).toBeLessThan(5 * 120);
  expect(majority.right).toBeGreaterThan(0.8);
});

test('people who are better than assumed are asked less often once that is learnt', async () => {
  // Assumed are 80 %, which takes a lead of three; they are right in 92 %, which takes two.
  const world = { ...size, accuracy: 0.92, spread: 0.02 };
  const [assumed, learnt] = [await run('adaptive:2:7', world), await run('learnt:2:7', world)];
  expect(learnt.judgments).toBeLessThan(assumed.judgments);
  expect(learnt.majority.right).toBeGreaterThan(0.9);
});

test('a shared part gets more judgments than the rest', async () => {
  const { judgments } = await run('shared:25:4');
  expect(judgments).toBeGreaterThan(120);
  expect(judgments).toBeLessThan(4 * 120);
  expect((judgments - 120) % 3).toBe(0);
});

test('what is drawn reaches models that are seldom compared, and the usual order does not', async () => {
  const world = { ...size, models: 10, comparisons: 900, skew: 2, budget: 60 };
  const [ordered, drawn] = [await run('fixed:1', world), await run('active:15', world)];
  expect([ordered.judgments, drawn.judgments]).toEqual([60, 60]);
  expect(ordered.ranking.ranked).toBeLessThan(10);
  expect(drawn.ranking.ranked).toBe(10);
});

test('it says how it stood on the way', async () => {
  const { steps, majority, ranking } = await run('active:50:2', { ...size, budget: 100, every: 40 });
  expect(steps.map(({ judgments }) => judgments)).toEqual([40, 80]);
  expect(steps[1]!.majority.rightOfAll).toBeGreaterThan(steps[0]!.majority.rightOfAll);
  expect(majority.rightOfAll).toBeGreaterThan(steps[0]!.majority.rightOfAll);
  expect(ranking.tau).not.toBe(null);
});

test.each(['fixed:3', 'gold:20:75:2', 'learnt:2:5'])(
  'the same seed gives the same numbers, another one others: %s',
  async (policy) => {
    const world = { ...size, every: 40 };
    const [first, second] = [await run(policy, world), await run(policy, world)];
    expect(second).toEqual(first);
    expect(await run(policy, { ...world, seed: 8 })).not.toEqual(first);
  },
);

test('gold pauses those who are surely bad, and the labels of the others are right more often', async () => {
  const world = { ...size, comparisons: 300, accuracy: 0.7, spread: 0.2 };
  const [open, gold] = [await run('fixed:3', world), await run('gold:25:65:3', world)];
  expect(open.paused).toBe(0);
  expect(gold.paused).toBeGreaterThan(0);
  expect(gold.paused).toBeLessThan(size.annotators);
  // A tenth of the comparisons is known and takes no judgments that count; answers to these are work all the same.
  expect(gold.judgments).toBeGreaterThan(3 * 270);
  expect(gold.majority.right).toBeGreaterThan(open.majority.right!);
});

test.each([
  'fixed',
  'fixed:0',
  'fixed:x',
  'adaptive:3:3',
  'adaptive:2:99',
  'learnt:3:3',
  'shared:0:3',
  'magic:1',
  'active:0',
  'active:15:0',
  'active:x',
  'actives:1',
  'gold:10',
  'gold:51:70',
  'gold:10:0',
  'gold:10:70:3:1',
])('there is no policy %s', (text) => {
  expect(() => readPolicy(text, 0.8)).toThrow(/Known: fixed:N/);
});
