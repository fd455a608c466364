import { overview } from '@pairwright/contract/statistics/overview';
import { absentQueue } from '@pairwright/queue/absent-queue';
import { systemClock } from '@pairwright/runtime/clock';
import { createLogger } from '@pairwright/runtime/logger';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { createProject, type TestProject } from '../annotate/annotate.fixture.ts';
import type { ProjectContext } from '../context.ts';
import { judgeNext } from '../review/review.fixture.ts';
import { getMyNumbers } from './annotators/my-numbers.service.ts';
import { getAnnotators } from './annotators/annotators.service.ts';
import { getDashboard } from './overview/dashboard.service.ts';
import { computed } from './statistics.fixture.ts';
import { getStatistics, requestStatistics } from './statistics.service.ts';
import { hashOf, shapeOf } from './stored-shapes.ts';

const database = await createTestDatabase();
const { db } = database;
afterAll(() => database.close());

const kinds = ['agreement', 'annotators', 'leaderboard', 'overview'] as const;
let project: TestProject;
const ctx = (): ProjectContext => ({
  ...project.annotators[0]!,
  log: createLogger({ name: 'test', level: 'silent' }),
  queue: absentQueue(async () => undefined),
  clock: systemClock,
});

beforeAll(async () => {
  project = await createProject(database, { comparisons: 4, target: 1 });
  await judgeNext(database, project, { annotator: 0, strength: 1 });
  await sql`update projects set show_numbers = true`.execute(db);
});

const compute = (kind: (typeof kinds)[number]) =>
  computed(ctx(), project.projectId, { kind, options: {} } as Parameters<typeof computed>[2]);

/** As a worker of another version does: it knows nothing of shapes, or has others. */
async function storedByOthers(kind: string, shape: string | null): Promise<void> {
  await sql`update statistics set shape = ${shape}, result = '{}' where kind = ${kind} and state = 'ready'`.execute(
    db,
  );
}

it.each(kinds.flatMap((kind) => [null, '0123456789abcdef'].map((shape) => ({ kind, shape }))))(
  'a result of $kind that a worker of another version stored (shape $shape) is computed again, rather than shown with gaps',
  async ({ kind, shape }) => {
    const wish = { kind, options: {} } as const;
    await compute(kind);
    const before = await getStatistics(ctx(), wish as never);
    expect(before.result).not.toBeNull();
    await storedByOthers(kind, shape);
    expect(await getStatistics(ctx(), wish as never)).toEqual({
      snapshot: null,
      result: null,
      stale: false,
      underWay: false,
      error: null,
    });
    await expect(getStatistics(ctx(), wish as never, before.snapshot!.id)).rejects.toMatchObject({
      code: 'not_found',
    });
    // Nobody is told that it is there, so it is asked for.
    await requestStatistics(ctx(), wish as never);
    expect(await getStatistics(ctx(), wish as never)).toMatchObject({ underWay: true });
    await compute(kind);
    expect((await getStatistics(ctx(), wish as never)).result).toEqual(before.result);
  },
);

it('what is made from stored numbers does not take those of another version either', async () => {
  await compute('annotators');
  await compute('overview');
  await storedByOthers('annotators', null);
  await storedByOthers('overview', null);
  expect(await getAnnotators(ctx())).toMatchObject({ result: null });
  expect(await getMyNumbers(ctx())).toMatchObject({ shown: true, asOf: null, accuracy: null });
  // A small project is gone through at once.
  const dashboard = await getDashboard(ctx());
  expect(dashboard.overview.result?.perDay).toHaveLength(1);
  expect(dashboard.counts).toMatchObject({ comparisons: 4 });
});

it('a shape changes with its fields and with what they mean, and with nothing else', () => {
  const shape = hashOf(overview, 1);
  expect(shapeOf('overview')).toBe(shape);
  expect(hashOf(overview.extend({}), 1)).toBe(shape);
  expect(new Set(kinds.map(shapeOf)).size).toBe(kinds.length);
  const others = [
    hashOf(overview.extend({ more: z.number() }), 1),
    hashOf(overview.omit({ paid: true }), 1),
    hashOf(overview.extend({ paid: z.string() }), 1),
    hashOf(overview, 2),
  ];
  expect(new Set([shape, ...others]).size).toBe(5);
});
