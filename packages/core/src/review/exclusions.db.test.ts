import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import type { ExclusionScope } from '@pairwright/contract/exclusions';
import { Problem } from '@pairwright/contract/errors';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import {
  countersOf,
  createProject,
  recount,
  submission,
  type TestProject,
} from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { retractJudgment } from '../annotate/retract-judgment.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import type { ProjectContext } from '../context.ts';
import { getResolution } from '../resolutions/explain.service.ts';
import { listGold, promoteGold, setGold } from '../routing/gold.service.ts';
import { listResolutions } from '../resolutions/resolutions.service.ts';
import { createExclusion, endExclusion, listExclusions, previewExclusion } from './exclusions.service.ts';
import { expectSumsExact, keepUp } from '../statistics/overview/overview.fixture.ts';
import { judgeNext } from './review.fixture.ts';

const database = await createTestDatabase();
afterAll(() => database.close());

const enqueued: string[] = [];
function leadOf(project: TestProject): ProjectContext {
  const queue = { enqueue: async (name: string) => void enqueued.push(name) };
  return { ...project.annotators[0]!, queue } as unknown as ProjectContext;
}
const idOf = (project: TestProject, annotator: number) => project.annotators[annotator]!.actor.userId;
const all: ExclusionScope = { kind: 'all' };

test('excluding frees places and labels follow; including again counts up to the target and says what is surplus', async () => {
  const project = await createProject(database, { comparisons: 3, target: 2, annotators: 3 });
  const [first = '', second = ''] = project.comparisonIds;
  // Annotator 0 and 1 disagree about the first and agree about the second; 0 holds a lease on the third.
  await judgeNext(database, project, { annotator: 0, strength: -3 });
  await judgeNext(database, project, { annotator: 1, strength: 1 });
  await judgeNext(database, project, { annotator: 0, strength: -1 });
  await judgeNext(database, project, { annotator: 1, strength: -1 });
  await claimAssignments(project.annotators[0]!, { count: 1 });
  const lead = leadOf(project);
  const annotatorId = idOf(project, 0);
  const result = async (comparisonId: string) => (await getResolution(lead, { comparisonId })).result;
  expect([await result(first), await result(second)]).toEqual(['contested', 'winner']);

  const preview = await previewExclusion(lead, { annotatorId, scope: all });
  expect(preview).toEqual({ judgments: 2, leases: 1, comparisons: 3, reopened: 2, flipped: 1, gold: [] });
  expect(await countersOf(database, project.projectId)).toMatchObject([
    { judged: 2 },
    { judged: 2 },
    { leased: 1 },
  ]);

  const made = await createExclusion(lead, { annotatorId, scope: all, reason: 'Answers without reading.' });
  expect(made).toMatchObject({
    state: 'applied',
    effect: {
      judgments: preview.judgments,
      leases: preview.leases,
      reopened: preview.reopened,
      flipped: preview.flipped,
    },
  });
  expect(await countersOf(database, project.projectId)).toMatchObject([
    { judged: 1, leased: 0 },
    { judged: 1, leased: 0 },
    { judged: 0, leased: 0 },
  ]);
  expect(await recount(database, project.projectId)).toEqual(await countersOf(database, project.projectId));
  const explained = await getResolution(lead, { comparisonId: first });
  expect(explained).toMatchObject({ result: 'winner', winner: 1, votesUsed: 1 });
  expect(explained.judgments.map(({ reason }) => reason).sort()).toEqual(['excluded', null].sort());
  // Nothing more is given to them; somebody else takes the free place of the first comparison.
  expect((await claimAssignments(project.annotators[0]!, { count: 5 })).items).toEqual([]);
  expect((await judgeNext(database, project, { annotator: 2, strength: 2 })).comparisonId).toBe(first);

  const ended = await endExclusion(lead, { exclusionId: made.id, because: 'It was a broken page.' });
  expect(ended).toMatchObject({
    state: 'ended',
    endEffect: { counted: 1, surplus: 1 },
    endedBecause: 'It was a broken page.',
  });
  expect(await countersOf(database, project.projectId)).toMatchObject([
    { judged: 2 },
    { judged: 2 },
    { judged: 0 },
  ]);
  expect(await recount(database, project.projectId)).toEqual(await countersOf(database, project.projectId));
  const after = await getResolution(lead, { comparisonId: first });
  expect(after.judgments.map(({ reason }) => reason).sort()).toEqual(['surplus', null, null].sort());
  await expect(endExclusion(lead, { exclusionId: made.id, because: 'x' })).rejects.toMatchObject({
    code: 'wrong_state',
  });
  const { rows } = await database.pool.query(
    'select kind from review_events where project_id = $1 order by id',
    [project.projectId],
  );
  expect(rows).toEqual([{ kind: 'excluded' }, { kind: 'included' }]);
  expect((await listExclusions(lead, { limit: 5 })).items).toEqual([ended]);
});

test('names the gold comparisons whose answer rests on what it sets aside, which stay gold', async () => {
  const project = await createProject(database, { comparisons: 2, target: 2, annotators: 2 });
  const [first = ''] = project.comparisonIds;
  for (const annotator of [0, 1]) await judgeNext(database, project, { annotator, strength: -2 });
  await judgeNext(database, project, { annotator: 0, strength: -2 });
  const lead = leadOf(project);
  expect(await promoteGold(lead, { atLeast: 2, most: 5, exam: false })).toEqual({ promoted: 1 });
  const given = { annotatorId: idOf(project, 0), scope: all };
  const named = [{ comparisonId: first, promptExcerpt: 'question 1', left: 1 }];
  expect((await previewExclusion(lead, given)).gold).toEqual(named);
  expect((await previewExclusion(lead, { ...given, annotatorId: idOf(project, 1) })).gold).toEqual(named);
  const made = await createExclusion(lead, { ...given, reason: 'x' });
  expect(made.gold).toEqual(named);
  expect((await listGold(lead)).items).toHaveLength(1);
  expect((await previewExclusion(lead, { ...given, annotatorId: idOf(project, 1) })).gold).toEqual([
    { ...named[0], left: 0 },
  ]);
  // Taken in again nothing is in question; and what somebody has set by hand never is.
  expect((await endExclusion(lead, { exclusionId: made.id, because: 'x' })).gold).toEqual([]);
  await setGold(lead, {
    comparisonId: first,
    answer: { outcome: 'scale', position: 7 },
    exam: false,
    source: 'manual',
  });
  expect((await previewExclusion(lead, given)).gold).toEqual([]);
});

test('covers what comes from a moment on, or with a batch, and nothing else', async () => {
  const project = await createProject(database, { comparisons: 3, target: 1, annotators: 1 });
  const lead = leadOf(project);
  const annotatorId = idOf(project, 0);
  await judgeNext(database, project, { annotator: 0, strength: 1 });
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(database.db);
  const { assignmentId } = await judgeNext(database, project, { annotator: 0, strength: 1 });
  const scope = { kind: 'from', from: rows[0]!.now } as const;
  const made = await createExclusion(lead, { annotatorId, scope, reason: 'x' });
  expect(made.effect.judgments).toBe(1);
  expect(await countersOf(database, project.projectId)).toMatchObject([
    { judged: 1 },
    { judged: 0 },
    { judged: 0 },
  ]);
  // A change of an excluded judgment, and of one from before, is covered too: both are given after the moment.
  const answer = { outcome: 'scale', position: 1 } as const;
  const ctx = project.annotators[0]!;
  await submitJudgment(ctx, { assignmentId, ...submission(systemIds.next(), { answer }) });
  const { rows: before } = await database.pool.query(
    'select id from assignments where project_id = $1 order by id limit 1',
    [project.projectId],
  );
  await submitJudgment(ctx, { assignmentId: before[0].id, ...submission(systemIds.next(), { answer }) });
  expect(await countersOf(database, project.projectId)).toMatchObject([
    { judged: 0 },
    { judged: 0 },
    { judged: 0 },
  ]);
  expect(await recount(database, project.projectId)).toEqual(await countersOf(database, project.projectId));

  await endExclusion(lead, { exclusionId: made.id, because: 'x' });
  expect(await countersOf(database, project.projectId)).toMatchObject([
    { judged: 1 },
    { judged: 1 },
    { judged: 0 },
  ]);
  const other = { kind: 'batch', batchId: systemIds.next() } as const;
  await expect(createExclusion(lead, { annotatorId, scope: other, reason: 'x' })).rejects.toThrow(
    new Problem('not_found'),
  );
  const later = { kind: 'from', from: '2999-01-01T00:00:00Z' } as const;
  await expect(createExclusion(lead, { annotatorId, scope: later, reason: 'x' })).rejects.toMatchObject({
    code: 'wrong_state',
  });
  await expect(
    createExclusion(lead, { annotatorId: systemIds.next(), scope: all, reason: 'x' }),
  ).rejects.toThrow(new Problem('not_found'));
});

test('a large one goes on in the background where it stopped', async () => {
  const project = await createProject(database, { comparisons: 1_201, target: 1, annotators: 1 });
  const lead = leadOf(project);
  await sql`insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version)
    select md5('a' || id)::uuid, project_id, id, ${idOf(project, 0)}, '{0,1}', 'submitted', 1, 1 from comparisons where project_id = ${project.projectId}`.execute(
    database.db,
  );
  await sql`insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength, position, payload_hash)
    select md5('j' || id)::uuid, project_id, comparison_id, id, annotator_id, 1, 1, 'preference', -2, 2, '' from assignments where project_id = ${project.projectId}`.execute(
    database.db,
  );
  await sql`update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id and a.project_id = ${project.projectId}`.execute(
    database.db,
  );
  await sql`update comparisons set judged = 1 where project_id = ${project.projectId}`.execute(database.db);
  enqueued.length = 0;
  const made = await createExclusion(lead, { annotatorId: idOf(project, 0), scope: all, reason: 'x' });
  expect(made).toMatchObject({ state: 'applying', effect: { judgments: 1_000 } });
  expect(enqueued).toEqual(['exclusions.run']);
  const { runExclusion } = await import('./exclusion-run.service.ts');
  // Two at once share the work and neither ends it early.
  await Promise.all([
    runExclusion(lead, { exclusionId: made.id }),
    runExclusion(lead, { exclusionId: made.id }),
  ]);
  const [done] = (await listExclusions(lead, { limit: 1 })).items;
  expect(done).toMatchObject({ state: 'applied', effect: { judgments: 1_201, reopened: 1_201 } });
  expect(await recount(database, project.projectId)).toEqual(await countersOf(database, project.projectId));
});

type Step =
  | { do: 'vote' | 'change' | 'retract'; who: number }
  | { do: 'exclude'; who: number; scope: 'all' | 'from' | 'batch' }
  | { do: 'include' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom('vote' as const, 'vote' as const, 'change' as const, 'retract' as const),
      who: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('exclude' as const),
      who: fc.nat(2),
      scope: fc.constantFrom('all' as const, 'from' as const, 'batch' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'include' as const }) },
);

class Run {
  readonly project: TestProject;
  readonly lead: ProjectContext;
  readonly #batchId: string;
  readonly #from: string;
  #checks = 0;
  constructor(project: TestProject, more: { batchId: string; from: string }) {
    this.project = project;
    this.lead = leadOf(project);
    this.#batchId = more.batchId;
    this.#from = more.from;
  }

  async apply(one: Step): Promise<void> {
    if (one.do === 'include') return this.include();
    if (one.do === 'exclude') {
      const scope: ExclusionScope =
        one.scope === 'all'
          ? all
          : one.scope === 'batch'
            ? { kind: 'batch', batchId: this.#batchId }
            : { kind: 'from', from: this.#from };
      await createExclusion(this.lead, { annotatorId: idOf(this.project, one.who), scope, reason: 'x' });
      return;
    }
    const ctx = this.project.annotators[one.who]!;
    if (one.do === 'vote') {
      const { items } = await claimAssignments(ctx, { count: 1 });
      if (items[0] !== undefined) await this.submit(ctx, items[0].id);
      return;
    }
    const { rows } = await database.pool.query<{ id: string; judgment_id: string }>(
      `select id, judgment_id from assignments where project_id = $1 and annotator_id = $2 and state = 'submitted' order by closed_at desc limit 1`,
      [this.project.projectId, ctx.actor.userId],
    );
    const [mine] = rows;
    if (mine === undefined) return;
    if (one.do === 'change') return this.submit(ctx, mine.id);
    await ignoring(
      retractJudgment(ctx, { assignmentId: mine.id, id: systemIds.next(), judgmentId: mine.judgment_id }),
    );
  }

  async submit(ctx: ProjectContext, assignmentId: string): Promise<void> {
    await ignoring(submitJudgment(ctx, { assignmentId, ...submission() }));
  }

  async include(): Promise<void> {
    const { items } = await listExclusions(this.lead, { limit: 50 });
    const active = items.find(({ state }) => state === 'applied');
    if (active !== undefined)
      await ignoring(endExclusion(this.lead, { exclusionId: active.id, because: 'x' }));
  }

  async check(): Promise<void> {
    const counters = await countersOf(database, this.project.projectId);
    expect(counters).toEqual(await recount(database, this.project.projectId));
    await expectSumsExact(database, this.project.projectId);
    // Some changes are taken in one by one, others together.
    this.#checks += 1;
    if (this.#checks % 3 === 0) await keepUp(database, this.project.projectId);
    const { rows } = await sql<{ wrong: number; marked: number }>`
      select count(*) filter (where a.set_aside = 'excluded' and e.state not in ('applying', 'applied'))::int as wrong,
        count(*) filter (where a.state = 'submitted' and a.set_aside is distinct from 'excluded' and exists (
          select from exclusions x where x.annotator_id = a.annotator_id and x.project_id = a.project_id and x.state = 'applied'
            and is_covered(x, c.batch_id, j.created_at)))::int as marked
      from assignments a join comparisons c on c.id = a.comparison_id left join judgments j on j.id = a.judgment_id
      left join exclusions e on e.id = a.exclusion_id where a.project_id = ${this.project.projectId}`.execute(
      database.db,
    );
    // Nothing is set aside by what is over, and nothing counts that an exclusion in force covers.
    expect(rows[0]).toEqual({ wrong: 0, marked: 0 });
  }
}

/** Somebody else was faster: that is allowed here. */
async function ignoring(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

async function startRun(): Promise<Run> {
  const project = await createProject(database, { comparisons: 4, target: 2, annotators: 3 });
  await database.db
    .insertInto('project_members')
    .values(
      project.annotators.map(({ actor }) => ({
        project_id: project.projectId,
        user_id: actor.userId,
        role: 'annotator' as const,
      })),
    )
    .execute();
  const batchId = systemIds.next();
  await sql`insert into batches (id, project_id, name) values (${batchId}, ${project.projectId}, 'second')`.execute(
    database.db,
  );
  await sql`update comparisons set batch_id = ${batchId} where project_id = ${project.projectId} and rank > 2`.execute(
    database.db,
  );
  const { rows } = await sql<{ now: string }>`select clock_timestamp() as now`.execute(database.db);
  await keepUp(database, project.projectId);
  return new Run(project, { batchId, from: rows[0]!.now });
}

test('excluding and including in any order, one after the other, leaves counters equal to a recount', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 22 }), async (steps) => {
      const run = await startRun();
      for (const one of steps) {
        await run.apply(one);
        await run.check();
      }
    }),
    { numRuns: 20 },
  );
});

test('and so it does with votes at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(step, { minLength: 2, maxLength: 6 }), { minLength: 2, maxLength: 5 }),
      async (rounds) => {
        const run = await startRun();
        for (const round of rounds) {
          await Promise.all(round.map((one) => run.apply(one)));
          await run.check();
        }
        // Everything taken in again: no comparison counts more than it wants, and labels are those of what counts.
        for (let left = 40; left > 0; left -= 1) await run.include();
        await run.check();
        const { items } = await listResolutions(run.lead, {
          question: 'main',
          sort: 'comparison',
          limit: 10,
        });
        for (const { version: _v, computedAt: _c, promptExcerpt: _p, models: _m, ...item } of items)
          expect(await getResolution(run.lead, { comparisonId: item.comparisonId })).toMatchObject(item);
      },
    ),
    { numRuns: 12 },
  );
});
