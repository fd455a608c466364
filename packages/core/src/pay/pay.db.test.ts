import { afterAll, describe, expect, test } from 'vitest';
import type { Pay } from '@pairwright/contract/projects';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { submission, type TestProject } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { findComparisons } from '../browse/comparisons.queries.ts';
import type { ProjectContext } from '../context.ts';
import { updateProject } from '../projects/projects.service.ts';
import { createExclusion } from '../review/exclusions.service.ts';
import { goldPolicy, firstIsRight } from '../routing/gold.fixture.ts';
import { setGold } from '../routing/gold.service.ts';
import { createRouted, judgeNext } from '../routing/routing.fixture.ts';
import { countAll } from '../statistics/overview/compute-overview.ts';
import { costOf } from '../statistics/overview/cost.ts';
import { findCostFacts } from '../statistics/overview/cost.queries.ts';
import { expectSumsFollow, keepUp } from '../statistics/overview/overview.fixture.ts';
import { getMyEarnings } from '../working-life/earnings.service.ts';
import { listPayByPerson, listPayRates } from './pay.service.ts';

const database = await createTestDatabase();
afterAll(() => database.close());
const { db } = database;

const euro = (perJudgmentMicros: number): Pay => ({ currency: 'EUR', perJudgmentMicros });

/** Known answers among the work, repeats, and three people who judge. */
async function paidProject(comparisons = 24): Promise<TestProject> {
  const project = await createRouted(database, {
    comparisons,
    target: 2,
    annotators: 3,
    policy: { gold: goldPolicy({ percent: 30 }), repeats: { percent: 30, after: 2 } },
  });
  for (const comparisonId of project.comparisonIds.slice(0, 8))
    await setGold(project.annotators[0]!, {
      comparisonId,
      answer: firstIsRight,
      exam: false,
      source: 'manual',
    });
  return project;
}

function leadOf(project: TestProject): ProjectContext {
  const queue = { enqueue: async () => undefined };
  return { ...project.annotators[2]!, queue, role: 'admin' } as unknown as ProjectContext;
}

const worth = (
  items: readonly { perJudgmentMicros: number; accepted: number; pending: number; disputed: number }[],
) =>
  items.reduce(
    (sum, { perJudgmentMicros, accepted, pending, disputed }) =>
      sum + perJudgmentMicros * (accepted + pending + disputed),
    0,
  );

/** The cost on the dashboard, with counts from everything; what is kept in sums must say the same. */
async function costHere({ projectId }: TestProject) {
  const { paid, counts } = await countAll(db, projectId);
  return costOf(await findCostFacts(db, projectId), paid, counts.remaining)!;
}

/** What everybody sees of what they earned, as one amount of each currency. */
async function earnedTogether(project: TestProject) {
  const sums = new Map<string, number>();
  for (const ctx of project.annotators)
    for (const item of (await getMyEarnings(ctx)).items)
      sums.set(item.currency, (sums.get(item.currency) ?? 0) + worth([item]));
  return [...sums].map(([currency, micros]) => ({ currency, micros })).sort(byCurrency);
}

const byCurrency = (one: { currency: string }, other: { currency: string }) =>
  one.currency < other.currency ? -1 : 1;

const kindsOf = async ({ projectId }: TestProject) =>
  await db
    .selectFrom('assignments')
    .select(['kind', (eb) => eb.fn.countAll<number>().as('n')])
    .where('project_id', '=', projectId)
    .where('state', '=', 'submitted')
    .groupBy('kind')
    .orderBy('kind')
    .execute();

describe('what is paid', () => {
  test('is the same for those who work and those who pay: gold, repeats and excluded people included', async () => {
    const project = await paidProject(100);
    const lead = leadOf(project);
    await updateProject(lead, { pay: euro(100_000) });
    await keepUp(database, project.projectId);
    let kinds = await kindsOf(project);
    // What comes is drawn.
    for (let turn = 0; turn < 12 || (kinds.length < 3 && turn < 60); turn += 1) {
      for (const ctx of project.annotators.slice(0, 2)) await judgeNext(ctx);
      kinds = await kindsOf(project);
    }
    expect(kinds.map(({ kind }) => kind)).toEqual(['gold', 'normal', 'repeat']);
    const judged = kinds.reduce((sum, { n }) => sum + n, 0);
    const cost = await costHere(project);
    expect(cost.soFar).toEqual([{ currency: 'EUR', micros: judged * 100_000 }]);
    expect(cost.soFar).toEqual(await earnedTogether(project));
    await expectSumsFollow(database, project.projectId);

    // What the number leads to: every comparison with a judgment that is paid.
    const listed = await findComparisons(db, {
      projectId: project.projectId,
      progress: 'all',
      rows: { votes: 'paid' },
      limit: 1_000,
    });
    const { rows } = await database.pool.query<{ id: string }>(
      `select distinct comparison_id as id from assignments where project_id = $1 and state = 'submitted'`,
      [project.projectId],
    );
    expect(listed.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());

    const annotatorId = project.annotators[0]!.actor.userId;
    await createExclusion(lead, { annotatorId, scope: { kind: 'all' }, reason: 'Guesses.' });
    expect((await costHere(project)).soFar).toEqual(cost.soFar);
    expect(await earnedTogether(project)).toEqual(cost.soFar);
    await expectSumsFollow(database, project.projectId);
  });

  test('by person is what each of them sees, for those days only, a page at a time', async () => {
    const project = await paidProject();
    const lead = leadOf(project);
    await updateProject(lead, { pay: euro(100_000) });
    for (const ctx of project.annotators) for (let turn = 0; turn < 4; turn += 1) await judgeNext(ctx);
    const [early] = project.annotators;
    await database.pool.query(
      `update assignments set closed_at = '2026-03-31T23:59:59Z' where project_id = $1 and annotator_id = $2`,
      [project.projectId, early!.actor.userId],
    );
    const all = [];
    let cursor: string | undefined;
    do {
      const page = await listPayByPerson(lead, { limit: 2, cursor });
      all.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(all.map(({ annotatorId }) => annotatorId)).toEqual(
      project.annotators.map(({ actor }) => actor.userId).sort(),
    );
    for (const ctx of project.annotators) {
      const [mine] = (await getMyEarnings(ctx)).items;
      const { projectId: _, projectName: __, ...earned } = mine!;
      expect(all.find(({ annotatorId }) => annotatorId === ctx.actor.userId)!.earned).toEqual([earned]);
    }
    const within = async (from: string, to: string) =>
      (await listPayByPerson(lead, { limit: 50, from, to })).items.map(({ annotatorId }) => annotatorId);
    expect(await within('2026-03-31', '2026-03-31')).toEqual([early!.actor.userId]);
    expect(await within('2026-04-01', '2026-04-01')).toEqual([]);
    expect(await within('2026-04-01', '9999-01-01')).toHaveLength(2);
  });
});

describe('a rate', () => {
  test('holds for what is given while it holds, and for nothing that was given before', async () => {
    const project = await paidProject();
    const lead = leadOf(project);
    const [me] = project.annotators;
    // Given, and one of them judged, before anything was said of pay: the first rate holds from the beginning.
    await judgeNext(me!);
    const { items } = await claimAssignments(me!, { count: 3 });
    await updateProject(lead, { pay: euro(100_000) });
    await updateProject(lead, { name: 'Another name', pay: euro(100_000) });
    await updateProject(lead, { pay: euro(50_000) });
    for (const { id } of items) await submitJudgment(me!, { ...submission(), assignmentId: id });
    await judgeNext(me!);
    await updateProject(lead, { pay: { currency: 'USD', perJudgmentMicros: 70_000 } });
    await judgeNext(me!);
    await updateProject(lead, { pay: null });
    await judgeNext(me!);
    const expected = [
      { currency: 'EUR', perJudgmentMicros: 100_000, accepted: 4, pending: 0, disputed: 0 },
      { currency: 'EUR', perJudgmentMicros: 50_000, accepted: 1, pending: 0, disputed: 0 },
      { currency: 'USD', perJudgmentMicros: 70_000, accepted: 1, pending: 0, disputed: 0 },
    ];
    expect((await getMyEarnings(me!)).items).toMatchObject(expected);
    expect((await listPayByPerson(lead, { limit: 10 })).items).toMatchObject([{ earned: expected }]);
    const cost = await costHere(project);
    expect(cost).toMatchObject({
      rate: null,
      soFar: [
        { currency: 'EUR', micros: 450_000 },
        { currency: 'USD', micros: 70_000 },
      ],
    });
    expect(cost.final).toEqual(cost.soFar);
    expect(await earnedTogether(project)).toEqual(cost.soFar);
    const { paid } = await countAll(db, project.projectId);
    expect(paid).toEqual([1, 2, 3, 4].map((rate) => ({ rate, judgments: rate === 1 ? 4 : 1 })));
    await keepUp(database, project.projectId);
    await expectSumsFollow(database, project.projectId);

    const setBy = (
      await db
        .selectFrom('users')
        .select('name')
        .where('id', '=', lead.actor.userId)
        .executeTakeFirstOrThrow()
    ).name;
    const { items: history } = await listPayRates(lead);
    expect(history.map(({ number, pay }) => [number, pay])).toEqual([
      [4, null],
      [3, { currency: 'USD', perJudgmentMicros: 70_000 }],
      [2, euro(50_000)],
      [1, euro(100_000)],
    ]);
    expect(history.every((rate) => rate.setBy === setBy)).toBe(true);
    expect(history.map(({ validFrom }) => validFrom === null)).toEqual([false, false, false, true]);
  });

  test('that a version sets which knows of no rates holds likewise, set by nobody who is known', async () => {
    const project = await paidProject();
    const [me] = project.annotators;
    const set = (micros: number | null) =>
      database.pool.query('update projects set pay_currency = $2, pay_micros = $3 where id = $1', [
        project.projectId,
        micros === null ? null : 'CNY',
        micros,
      ]);
    await set(300_000);
    await judgeNext(me!);
    await set(200_000);
    expect((await getMyEarnings(me!)).items).toMatchObject([{ perJudgmentMicros: 300_000, accepted: 1 }]);
    expect((await listPayRates(leadOf(project))).items).toMatchObject([
      { number: 2, setBy: null },
      { number: 1, setBy: null, validFrom: null },
    ]);
  });
});
