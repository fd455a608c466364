import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { presentedOrder } from '@pairwright/domain/order';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { releaseAssignments, sweepExpiredLeases } from '../leases/leases.service.ts';
import { countersOf, createProject, letExpire, recount, submission } from './annotate.fixture.ts';
import { claimAssignments } from './claim-assignments.service.ts';
import { submitJudgment } from './submit-judgment.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase({ poolSize: 16 });
  // Nothing analyzes these tables meanwhile: what the planner does without statistics is tested below.
  for (const table of ['comparisons', 'assignments'])
    await database.pool.query(`alter table ${table} set (autovacuum_enabled = false)`);
});
afterAll(() => database.close());

const assignments = (projectId: string) =>
  database.db.selectFrom('assignments').selectAll().where('project_id', '=', projectId).execute();

describe('claimAssignments', () => {
  test('gives the text in the order of rank, and nothing that names a model', async () => {
    const {
      annotators: [me],
      projectId,
    } = await createProject(database, { comparisons: 5 });
    const { items } = await claimAssignments(me!, { count: 3 });
    expect(items.map((item) => item.prompt[0]?.content)).toEqual(['question 1', 'question 2', 'question 3']);
    expect(items[0]).toMatchObject({
      projectId,
      language: 'en',
      questionVersion: 1,
      leaseExpiresAt: expect.stringMatching(/^\d{4}-.*Z$/) as unknown,
    });
    expect(items[0]?.responses).toHaveLength(2);
    expect(JSON.stringify(items)).not.toContain('secret-model');
  });

  test('gives my live leases first, with the end they had', async () => {
    const {
      annotators: [me],
    } = await createProject(database, { comparisons: 5 });
    const first = await claimAssignments(me!, { count: 2 });
    const second = await claimAssignments(me!, { count: 3 });
    expect(second.items.slice(0, 2)).toEqual(first.items);
    expect(second.items).toHaveLength(3);
    expect((await claimAssignments(me!, { count: 1 })).items).toEqual(first.items.slice(0, 1));
  });

  test('goes on after the last one, comes round to the start, and ends when all are mine', async () => {
    const {
      annotators: [me],
      projectId,
    } = await createProject(database, { comparisons: 5 });
    const seen: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const { items } = await claimAssignments(me!, { count: 2 });
      for (const item of items) {
        await submitJudgment(me!, { ...submission(), assignmentId: item.id });
        seen.push(item.prompt[0]?.content ?? '');
      }
    }
    expect(seen).toEqual(['question 1', 'question 2', 'question 3', 'question 4', 'question 5']);
    expect((await claimAssignments(me!, { count: 2 })).items).toEqual([]);
    await database.db
      .updateTable('annotator_cursors')
      .set({ route: 3 })
      .where('project_id', '=', projectId)
      .execute();
    expect((await claimAssignments(me!, { count: 2 })).items).toEqual([]);
  });

  test('a lease that ended comes back as the same assignment', async () => {
    const {
      annotators: [me],
      projectId,
    } = await createProject(database, { comparisons: 1 });
    const {
      items: [first],
    } = await claimAssignments(me!, { count: 1 });
    await letExpire(database, projectId);
    await sweepExpiredLeases({ db: database });
    expect(await countersOf(database, projectId)).toMatchObject([{ leased: 0 }]);
    const {
      items: [again],
    } = await claimAssignments(me!, { count: 1 });
    expect(again).toEqual({ ...first, leaseExpiresAt: again?.leaseExpiresAt });
    await releaseAssignments(me!, { assignmentIds: [first!.id] });
    const {
      items: [third],
    } = await claimAssignments(me!, { count: 1 });
    expect(third?.id).toBe(first?.id);
    expect(await assignments(projectId)).toHaveLength(1);
    expect(
      await database.db
        .selectFrom('comparisons')
        .select(['leased', 'issued'])
        .where('project_id', '=', projectId)
        .execute(),
    ).toEqual([{ leased: 1, issued: 1 }]);
  });

  test('a lease of mine that ran out but was not swept goes on', async () => {
    const {
      annotators: [me],
      projectId,
    } = await createProject(database, { comparisons: 1, target: 1 });
    const {
      items: [first],
    } = await claimAssignments(me!, { count: 1 });
    await letExpire(database, projectId);
    const {
      items: [again],
    } = await claimAssignments(me!, { count: 1 });
    expect(again?.id).toBe(first?.id);
    const [row] = await database.db
      .selectFrom('assignments')
      .select((eb) => eb('lease_expires_at', '>', eb.fn<string>('now')).as('live'))
      .where('project_id', '=', projectId)
      .execute();
    expect(row).toEqual({ live: true });
  });

  test('takes over what others let expire, without waiting for a sweep', async () => {
    const {
      annotators: [me, other],
      projectId,
    } = await createProject(database, { comparisons: 3, target: 1, annotators: 2 });
    expect((await claimAssignments(me!, { count: 3 })).items).toHaveLength(3);
    expect((await claimAssignments(other!, { count: 3 })).items).toEqual([]);
    await letExpire(database, projectId);
    expect((await claimAssignments(other!, { count: 3 })).items).toHaveLength(3);
    expect(await countersOf(database, projectId)).toEqual(await recount(database, projectId));
  });

  test('leaves out closed comparisons', async () => {
    const {
      annotators: [me],
      comparisonIds,
    } = await createProject(database, { comparisons: 2 });
    await database.db
      .updateTable('comparisons')
      .set({ state: 'closed' })
      .where('id', '=', comparisonIds[0]!)
      .execute();
    expect((await claimAssignments(me!, { count: 2 })).items.map((item) => item.prompt[0]?.content)).toEqual([
      'question 2',
    ]);
  });

  test('shows each response of a comparison on each side equally often', async () => {
    const { annotators, projectId } = await createProject(database, {
      comparisons: 3,
      target: 4,
      annotators: 4,
    });
    for (const ctx of annotators) await claimAssignments(ctx, { count: 3 });
    const { rows } = await database.pool.query<{ first: number }>(
      'select count(*) filter (where presented_order[1] = 0)::int as first from assignments where project_id = $1 group by comparison_id',
      [projectId],
    );
    expect(rows).toEqual([{ first: 2 }, { first: 2 }, { first: 2 }]);
  });

  test('the order shown is the one of the domain', async () => {
    const { rows } = await database.pool.query<{ n: number; seed: number; issue: number; shown: number[] }>(
      `select n, seed, issue, presented_order(n, seed, issue) as shown
       from generate_series(2, 5) n, generate_series(0, 3) seed, generate_series(0, 12) issue`,
    );
    expect(rows).toHaveLength(4 * 4 * 13);
    for (const row of rows) expect(row.shown).toEqual(presentedOrder(row.n, row.seed, row.issue));
  });

  test.each([1, 3])('sixteen at once never take more than %i places of a comparison', async (target) => {
    const { annotators, projectId } = await createProject(database, {
      comparisons: 300,
      target,
      annotators: 16,
    });
    await Promise.all(
      annotators.map(async (ctx) => {
        for (;;) {
          const { items } = await claimAssignments(ctx, { count: 4 });
          if (items.length === 0) return;
          await Promise.all(
            items.map((item) => submitJudgment(ctx, { ...submission(), assignmentId: item.id })),
          );
        }
      }),
    );
    // A claim steps over rows that another one holds at that moment, so the last of them may still be open here.
    for (const ctx of annotators) {
      for (const item of (await claimAssignments(ctx, { count: 20 })).items)
        await submitJudgment(ctx, { ...submission(), assignmentId: item.id });
    }
    const counters = await countersOf(database, projectId);
    expect(counters).toEqual(await recount(database, projectId));
    expect(counters.every((row) => row.judged === target && row.leased === 0)).toBe(true);
    expect(await assignments(projectId)).toHaveLength(300 * target);
  });

  test('several claims of one person at once share the same leases', async () => {
    const {
      annotators: [me],
      projectId,
    } = await createProject(database, { comparisons: 30 });
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimAssignments(me!, { count: 5 })));
    expect(
      new Set(
        claims.map(({ items }) =>
          items
            .map((item) => item.id)
            .sort()
            .join(),
        ),
      ).size,
    ).toBe(1);
    expect(await assignments(projectId)).toHaveLength(5);
  });

  test('my own late votes and claims at once leave the counters right', async () => {
    const { annotators, projectId } = await createProject(database, {
      comparisons: 20,
      target: 2,
      annotators: 3,
    });
    for (let round = 0; round < 5; round += 1) {
      await Promise.all(
        annotators.map(async (ctx) => {
          const { items } = await claimAssignments(ctx, { count: 5 });
          await letExpire(database, projectId);
          await Promise.all([
            ...items.map((item) => submitJudgment(ctx, { ...submission(), assignmentId: item.id })),
            sweepExpiredLeases({ db: database }),
            claimAssignments(ctx, { count: 5 }),
            claimAssignments(ctx, { count: 5 }),
          ]);
        }),
      );
      expect(await countersOf(database, projectId)).toEqual(await recount(database, projectId));
    }
  });
});

describe('the plan of the search', () => {
  const search = `
    select c.id from comparisons c
    where c.project_id = $1 and c.routable and c.route > $2 and c.route <= $3
      and coalesce((select m.state from assignments m
        where m.comparison_id = c.id and m.annotator_id = $4 and m.repeat_number = 0), 'released') in ('expired', 'released')
    order by c.route limit $5 for no key update of c skip locked`;

  test('walks the index of open comparisons without statistics', async () => {
    const { projectId } = await createProject(database, { comparisons: 20_000 });
    const source = await database.pool.query<{ prosrc: string }>(
      `select prosrc from pg_proc where proname = 'claim_assignments'`,
    );
    // The function has the very condition that is explained here.
    expect(source.rows[0]?.prosrc.replaceAll(/\s+/g, ' ')).toContain(
      'where c.project_id = p_project and c.routable and c.route > v_from and c.route <= v_to',
    );
    const client = await database.pool.connect();
    try {
      await client.query(
        `delete from pg_statistic where starelid in ('comparisons'::regclass, 'assignments'::regclass)`,
      );
      await client.query(`set plan_cache_mode = force_generic_plan`);
      await client.query({
        name: 'explained_search',
        text: search,
        values: [projectId, -1, '9223372036854775807', systemIds.next(), 5],
      });
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `explain execute explained_search('${projectId}', -1, 9223372036854775807, '${systemIds.next()}', 5)`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain('Index Scan using comparisons_route');
      expect(plan).toMatch(/Index Scan using assignments_comparison_id_annotator_id_repeat_number_key/);
      expect(plan).not.toMatch(/Seq Scan|Sort/);
    } finally {
      client.release(true);
    }
  });
});
