import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { countersOf, letExpire, recount, type TestProject } from '../../annotate/annotate.fixture.ts';
import { claimAssignments } from '../../annotate/claim-assignments.service.ts';
import { sweepExpiredLeases } from '../../leases/leases.service.ts';
import { setGold } from '../gold.service.ts';
import { updateMemberRouting } from '../members.service.ts';
import { changePolicy, claimRanks, judgeNext, nothingFor, rankOf } from '../routing.fixture.ts';
import { updateBatchRouting, updateComparisonRouting } from '../routing.service.ts';
import { createActive, pool, pooled } from './active.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const given = async ({ projectId }: TestProject) => {
  const { rows } = await database.pool.query<{
    rank: number;
    annotator: string;
    probability: number | null;
    kind: string;
  }>(
    `select c.rank::int as rank, a.annotator_id as annotator, a.sampling_probability as probability, a.kind
     from assignments a join comparisons c on c.id = a.comparison_id where a.project_id = $1 order by a.id`,
    [projectId],
  );
  return rows;
};

/** All ranks this person gets until there is nothing. */
async function workThrough(ctx: TestProject['annotators'][number]): Promise<number[]> {
  const ranks: number[] = [];
  for (;;) {
    const rank = await judgeNext(ctx);
    if (rank === null) return ranks;
    ranks.push(rank);
  }
}

const everyOne = (n: number, from = 1): number[] => Array.from({ length: n }, (_, index) => from + index);
const sorted = (ranks: readonly number[]): number[] => [...ranks].sort((a, b) => a - b);

describe('comparisons that are drawn', () => {
  test('come from the pool, mixed, each once to a person and as often as wanted', async () => {
    const project = await createActive(database, {
      comparisons: 60,
      target: 2,
      annotators: 3,
      models: (rank) => (rank % 2 === 0 ? ['a', 'b'] : ['a', 'a']),
      uniformPercent: 1,
    });
    const [me, other, late] = project.annotators;
    await pool(database, project.projectId);
    const first = await claimRanks(me!, 20);
    // With one in a hundred from all, 20 draws of which 3 are no pool work are less likely than one in a million.
    expect(first.filter((rank) => rank % 2 === 1).length).toBeLessThan(5);
    expect(first).not.toEqual(sorted(first));
    expect(sorted(await workThrough(me!))).toEqual(everyOne(60));
    expect(sorted(await workThrough(other!))).toEqual(everyOne(60));
    expect(await nothingFor(late!)).toEqual({ reason: 'all_done', backAt: null });
    expect(await countersOf(database, project.projectId)).toEqual(await recount(database, project.projectId));
    const rows = await given(project);
    // What the pool did not have came in the order, and says so.
    const ordered = rows.filter(({ probability }) => probability === null);
    expect(ordered.length).toBeGreaterThan(40);
    for (const annotator of [me!, other!].map(({ actor }) => actor.userId)) {
      const ranks = ordered.filter((row) => row.annotator === annotator).map(({ rank }) => rank);
      expect(ranks.every((rank) => rank % 2 === 1)).toBe(true);
    }
    for (const { probability } of rows)
      if (probability !== null) expect(probability > 0 && probability <= 1).toBe(true);
  });

  test('without a pool the slice is drawn and the rest comes in the order', async () => {
    const project = await createActive(database, { comparisons: 40, uniformPercent: 50 });
    const ranks = await workThrough(project.annotators[0]!);
    expect(sorted(ranks)).toEqual(everyOne(40));
    const rows = await given(project);
    const ordered = rows.filter(({ probability }) => probability === null).map(({ rank }) => rank);
    expect(ordered).toEqual(sorted(ordered));
    expect(ordered.length).toBeGreaterThan(0);
    expect(ordered.length).toBeLessThan(40);
    // The last one was sure.
    const drawn = rows.filter(({ probability }) => probability !== null);
    for (const [index, { probability }] of drawn.entries())
      expect(probability).toBeGreaterThanOrEqual((0.5 / (40 - index)) * 0.999);
  });

  test('without the policy nothing is drawn, whatever pool there was', async () => {
    const project = await createActive(database, { comparisons: 5, models: () => ['a', 'b'] });
    await pool(database, project.projectId);
    await changePolicy(project.annotators[0]!, {});
    expect(await claimRanks(project.annotators[0]!, 5)).toEqual([1, 2, 3, 4, 5]);
    expect((await given(project)).every(({ probability }) => probability === null)).toBe(true);
  });

  test('priority goes first, and what is left after it', async () => {
    const project = await createActive(database, {
      comparisons: 30,
      target: 1,
      uniformPercent: 30,
      models: (rank) =>
        [
          ['a', 'b'],
          ['b', 'c'],
          ['c', 'a'],
        ][rank % 3]!,
    });
    const [me] = project.annotators;
    for (const rank of [5, 11, 17, 23])
      await updateComparisonRouting(me!, { comparisonId: project.comparisonIds[rank - 1]!, priority: 3 });
    await updateComparisonRouting(me!, { comparisonId: project.comparisonIds[29]!, priority: -7 });
    await pool(database, project.projectId);
    const ranks = await workThrough(me!);
    expect(sorted(ranks.slice(0, 4))).toEqual([5, 11, 17, 23]);
    expect(ranks.at(-1)).toBe(30);
    expect(sorted(ranks)).toEqual(everyOne(30));
  });

  test('who may not have what is in the pool gets what they may have', async () => {
    const project = await createActive(database, {
      comparisons: 40,
      annotators: 3,
      uniformPercent: 20,
      policy: { languageMatch: true, categorySkills: { law: ['lawyer'] } },
      models: () => ['a', 'b'],
    });
    const [me, other, writer] = project.annotators;
    const marks: readonly [string, readonly number[]][] = [
      [`update prompts set language = 'fr'`, everyOne(10)],
      [`update prompts set category = 'law'`, everyOne(10, 11)],
    ];
    for (const [change, ranks] of marks)
      await database.pool.query(
        `${change} where id in (select prompt_id from comparisons where project_id = $1 and rank = any($2))`,
        [project.projectId, ranks],
      );
    await database.pool.query(
      `update comparisons set only_for = array['member:' || $2] where project_id = $1 and rank between 21 and 25`,
      [project.projectId, other!.actor.userId],
    );
    await database.pool.query(
      `update comparisons set sensitive = '{violence}' where project_id = $1 and rank between 26 and 30`,
      [project.projectId],
    );
    await database.pool.query(`insert into annotator_settings (user_id, opt_out) values ($1, '{violence}')`, [
      me!.actor.userId,
    ]);
    await database.pool.query(
      `update responses set origin = 'rewrite', author_id = $2 where id in (
         select response_ids[1] from comparisons where project_id = $1 and rank between 31 and 33)`,
      [project.projectId, writer!.actor.userId],
    );
    await database.pool.query(
      `insert into annotator_cursors (project_id, annotator_id, has_written) values ($1, $2, true)`,
      [project.projectId, writer!.actor.userId],
    );
    for (const { actor } of project.annotators)
      await updateMemberRouting(me!, { userId: actor.userId, languages: ['en'] });
    await updateMemberRouting(me!, { userId: other!.actor.userId, skills: ['lawyer'] });
    await pool(database, project.projectId);
    expect(await pooled(database, project.projectId)).toHaveLength(40);
    expect(sorted(await workThrough(me!))).toEqual(everyOne(10, 31));
    expect(sorted(await workThrough(other!))).toEqual(everyOne(30, 11));
    expect(sorted(await workThrough(writer!))).toEqual([...everyOne(5, 26), ...everyOne(7, 34)]);
    const { rows } = await database.pool.query<{ id: string }>(
      'select id from batches where project_id = $1',
      [project.projectId],
    );
    await updateBatchRouting(me!, { batchId: rows[0]!.id, skills: ['doctor'] });
    expect(await nothingFor(writer!)).toEqual({ reason: 'skills', backAt: null });
  });

  test('comparisons of one prompt keep apart within one claim too', async () => {
    const project = await createActive(database, {
      comparisons: 12,
      uniformPercent: 50,
      policy: { cooldown: { comparisons: 3, hours: 0 } },
      models: () => ['a', 'b'],
    });
    const { rows } = await database.pool.query<{ id: string }>(
      'select prompt_id as id from comparisons where project_id = $1 and rank = 1',
      [project.projectId],
    );
    await database.pool.query('update comparisons set prompt_id = $2 where project_id = $1 and rank <= 6', [
      project.projectId,
      rows[0]!.id,
    ]);
    await pool(database, project.projectId);
    await claimAssignments(project.annotators[0]!, { count: 4 });
    const drawn = await given(project);
    expect(drawn).toHaveLength(4);
    expect(drawn.filter(({ rank }) => rank <= 6).length).toBeLessThanOrEqual(1);
  });

  test('caps, gold and repeats hold as without it, and only ordinary work has a probability', async () => {
    const project = await createActive(database, {
      comparisons: 60,
      uniformPercent: 30,
      policy: {
        caps: { perHour: null, perDay: null, perProject: 40 },
        gold: { percent: 0, warmUp: { first: 10, gold: 4 }, exposures: 9, rules: [] },
        repeats: { percent: 20, after: 2 },
      },
      models: () => ['a', 'b'],
    });
    const [me] = project.annotators;
    for (const comparisonId of project.comparisonIds.slice(0, 8))
      await setGold(me!, {
        comparisonId,
        answer: { outcome: 'scale', position: 1 },
        exam: false,
        source: 'manual',
      });
    await pool(database, project.projectId);
    expect((await pooled(database, project.projectId)).every(({ rank }) => rank > 8)).toBe(true);
    const ranks: number[] = [];
    while (ranks.length < 10) {
      const { items } = await claimAssignments(me!, { count: 1 });
      ranks.push(...items.map(rankOf));
      await judgeNext(me!);
    }
    const warmUp = (await given(project)).slice(0, 10);
    expect(warmUp.filter(({ kind }) => kind === 'gold')).toHaveLength(4);
    await workThrough(me!);
    const rows = await given(project);
    expect(rows).toHaveLength(40);
    expect(await nothingFor(me!)).toMatchObject({ reason: 'quota_project' });
    expect(rows.some(({ kind }) => kind === 'repeat')).toBe(true);
    for (const { kind, probability } of rows) expect(probability === null || kind === 'normal').toBe(true);
    const normal = rows.filter(({ kind }) => kind === 'normal');
    expect(normal.every(({ probability }) => probability !== null)).toBe(true);
  });

  test('what comes again in the order has no probability any more', async () => {
    const project = await createActive(database, { comparisons: 3, uniformPercent: 100, target: 1 });
    const [me] = project.annotators;
    await claimRanks(me!, 3);
    expect((await given(project)).every(({ probability }) => probability !== null)).toBe(true);
    await letExpire(database, project.projectId);
    await sweepExpiredLeases({ db: database });
    await changePolicy(me!, {});
    expect(await claimRanks(me!, 3)).toEqual([1, 2, 3]);
    expect((await given(project)).map(({ probability }) => probability)).toEqual([null, null, null]);
  });

  test('people who draw at the same time do not wait for each other and take no place twice', async () => {
    const project = await createActive(database, {
      comparisons: 60,
      target: 2,
      annotators: 12,
      models: () => ['a', 'b'],
    });
    await pool(database, project.projectId);
    const claims = await Promise.all(project.annotators.map((ctx) => claimAssignments(ctx, { count: 5 })));
    const all = claims.flatMap(({ items }) => items.map(rankOf));
    expect(all).toHaveLength(60);
    for (const rank of everyOne(60)) expect(all.filter((other) => other === rank).length).toBeLessThan(3);
    for (const { items } of claims) expect(new Set(items.map(rankOf)).size).toBe(items.length);
    expect(await countersOf(database, project.projectId)).toEqual(await recount(database, project.projectId));
  });
});
