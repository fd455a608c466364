import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '@pairwright/contract/errors';
import { type AssignmentEvent, place, type Standing } from '@pairwright/domain/assignment';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { releaseAssignments, sweepExpiredLeases } from '../leases/leases.service.ts';
import { updateProject } from '../projects/projects.service.ts';
import { updateMemberRouting } from '../routing/members.service.ts';
import { createRouted } from '../routing/routing.fixture.ts';
import { expectSumsFollow, keepUp } from '../statistics/overview/overview.fixture.ts';
import { countersOf, letExpire, recount, submission, type TestProject } from './annotate.fixture.ts';
import { claimAssignments } from './claim-assignments.service.ts';
import { retractJudgment } from './retract-judgment.service.ts';
import { skipAssignment, unskipAssignment } from './skip-assignment.service.ts';
import { submitJudgment } from './submit-judgment.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const PEOPLE = 3;
const COMPARISONS = 4;

interface Held extends Standing {
  readonly id: string;
  readonly who: number;
  readonly rank: number;
  due: boolean;
  head: string | null;
  readonly sent: { input: ReturnType<typeof submission>; status: string }[];
}

/** What should be stored, in a few lines: one comparison per rank, moved by the domain's `place`. */
class Model {
  readonly held: Held[] = [];
  readonly cursors = Array.from({ length: PEOPLE }, () => -1);
  readonly paused = new Set<number>();
  takenBack = 0;
  target: number;
  /** The largest target there ever was: a lower one takes nothing back. */
  highest: number;
  constructor(target: number) {
    this.target = target;
    this.highest = target;
  }

  retarget(target: number): void {
    this.target = target;
    this.highest = Math.max(this.highest, target);
  }

  pause(who: number): void {
    this.paused.add(who);
    for (const one of this.held) if (one.who === who && one.state === 'leased') this.move(one, 'release');
  }

  counters(rank: number) {
    const of = this.held.filter((one) => one.rank === rank);
    return {
      rank,
      leased: of.filter((one) => one.state === 'leased').length,
      judged: of.filter((one) => one.counted).length,
      skipped: of.filter((one) => one.state === 'skipped').length,
    };
  }

  /** Moves an assignment as the domain says; false when the event is refused. */
  move(one: Held, event: AssignmentEvent): boolean {
    const placing = place({ ...this.counters(one.rank), target: this.target }, one, event);
    if (!placing.ok) return false;
    Object.assign(one, { state: placing.state, counted: placing.counted, due: false });
    return true;
  }

  sweep(): number {
    return this.held.filter((one) => one.state === 'leased' && one.due && this.move(one, 'expire')).length;
  }

  /** The ranks a claim should give, in order. New assignments are told by `rank` and get their id afterwards. */
  claim(who: number, count: number): number[] {
    const mine = this.held
      .filter((one) => one.who === who && one.state === 'leased')
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .slice(0, count);
    for (const one of mine) one.due = false;
    const ranks = mine.map((one) => one.rank);
    if (this.paused.has(who)) return ranks;
    const from = this.cursors[who]!;
    const search = (fits: (rank: number) => boolean): void => {
      for (let rank = 1; rank <= COMPARISONS && ranks.length < count; rank += 1)
        if (fits(rank) && this.take(who, rank)) ranks.push((this.cursors[who] = rank));
    };
    search((rank) => rank > from);
    search((rank) => rank <= from);
    if (ranks.length < count && this.sweep() > 0) {
      search((rank) => rank > from);
      search((rank) => rank <= from);
    }
    return ranks;
  }

  private take(who: number, rank: number): boolean {
    const { leased, judged } = this.counters(rank);
    if (leased + judged >= this.target) return false;
    const one = this.held.find((held) => held.who === who && held.rank === rank);
    if (one !== undefined) return this.move(one, 'claim');
    this.held.push({ id: '', who, rank, state: 'leased', counted: false, due: false, head: null, sent: [] });
    return true;
  }
}

type Action =
  | { do: 'claim'; who: number; count: number }
  | { do: 'submit' | 'resubmit' | 'retract' | 'skip' | 'unskip' | 'release'; nth: number }
  | { do: 'expire'; who: number }
  | { do: 'pause'; who: number; paused: boolean }
  | { do: 'target'; to: number }
  | { do: 'sweep' };

const who = fc.nat(PEOPLE - 1);
const nth = fc.nat(20);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('claim' as const), who, count: fc.integer({ min: 1, max: 3 }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('submit' as const), nth }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'resubmit' as const,
        'retract' as const,
        'skip' as const,
        'unskip' as const,
        'release' as const,
      ),
      nth,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expire' as const), who }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('target' as const), to: fc.integer({ min: 1, max: 4 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pause' as const), who, paused: fc.boolean() }),
  },
);

async function refused(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return false;
  } catch (error) {
    if (error instanceof Problem && error.code === 'assignment_closed') return true;
    throw error;
  }
}

class Run {
  readonly model: Model;
  readonly project: TestProject;
  constructor(project: TestProject, target: number) {
    this.project = project;
    this.model = new Model(target);
  }

  async apply(step: Action): Promise<void> {
    if (step.do === 'claim') return this.claim(step.who, step.count);
    if (step.do === 'expire') return this.expire(step.who);
    if (step.do === 'pause') return this.pause(step.who, step.paused);
    if (step.do === 'target') {
      this.model.retarget(step.to);
      await updateProject(this.project.annotators[0]!, { targetJudgments: step.to });
      return;
    }
    if (step.do === 'sweep') {
      const expected = this.model.sweep();
      expect(await sweepExpiredLeases({ db: database })).toBe(expected);
      return;
    }
    const one = this.model.held[step.nth % Math.max(1, this.model.held.length)];
    if (one !== undefined) await this.change(one, step.do);
  }

  private async claim(person: number, count: number): Promise<void> {
    const expected = this.model.claim(person, count);
    const { items } = await claimAssignments(this.project.annotators[person]!, { count });
    expect(items.map((item) => item.prompt[0]?.content)).toEqual(expected.map((rank) => `question ${rank}`));
    for (const [index, rank] of expected.entries()) {
      const at = this.model.held.findIndex((one) => one.who === person && one.rank === rank);
      const one = this.model.held[at]!;
      expect([one.id, '']).toContain(one.id === '' ? '' : items[index]!.id);
      this.model.held[at] = { ...one, id: items[index]!.id };
    }
  }

  private async pause(person: number, paused: boolean): Promise<void> {
    if (!paused) this.model.paused.delete(person);
    else if (!this.model.paused.has(person)) this.model.pause(person);
    const [by] = this.project.annotators;
    await updateMemberRouting(by!, { userId: this.project.annotators[person]!.actor.userId, paused });
  }

  private async expire(person: number): Promise<void> {
    const mine = this.model.held.filter((one) => one.who === person && one.state === 'leased');
    for (const one of mine) one.due = true;
    if (mine.length > 0)
      await letExpire(
        database,
        this.project.projectId,
        mine.map((one) => one.id),
      );
  }

  private async change(
    one: Held,
    event: 'submit' | 'resubmit' | 'retract' | 'skip' | 'unskip' | 'release',
  ): Promise<void> {
    const ctx = this.project.annotators[one.who]!;
    const assignmentId = one.id;
    if (event === 'submit') {
      const input = submission();
      const status = one.state === 'submitted' ? 'revised' : undefined;
      this.model.move(one, 'submit');
      const receipt = await submitJudgment(ctx, { ...input, assignmentId });
      expect(receipt.status).toBe(status ?? (one.counted ? 'counted' : 'surplus'));
      one.head = input.id;
      one.sent.push({ input, status: receipt.status });
    } else if (event === 'resubmit') {
      for (const { input, status } of one.sent)
        expect(await submitJudgment(ctx, { ...input, assignmentId })).toMatchObject({
          status,
          judgmentId: input.id,
        });
    } else if (event === 'retract') {
      if (one.head === null || !this.model.move(one, 'retract')) return;
      this.model.takenBack += 1;
      await retractJudgment(ctx, { id: systemIds.next(), judgmentId: one.head, assignmentId });
    } else if (event === 'skip') {
      const moved = this.model.move(one, 'skip');
      expect(await refused(skipAssignment(ctx, { assignmentId, reason: 'other' }))).toBe(!moved);
    } else if (event === 'unskip') {
      const moved =
        one.state === 'leased' || (this.model.move(one, 'unskip') && (this.model.takenBack += 1) > 0);
      expect(await refused(unskipAssignment(ctx, { assignmentId }))).toBe(!moved);
    } else {
      this.model.move(one, 'release');
      await releaseAssignments(ctx, { assignmentIds: [assignmentId] });
    }
  }

  async check(): Promise<void> {
    const { projectId } = this.project;
    const stored = await countersOf(database, projectId);
    expect(stored).toEqual(Array.from({ length: COMPARISONS }, (_, index) => this.model.counters(index + 1)));
    expect(await recount(database, projectId)).toEqual(stored);
    const states = await database.db
      .selectFrom('assignments')
      .select(['id', 'state'])
      .where('project_id', '=', projectId)
      .orderBy('id')
      .execute();
    expect(states).toEqual(
      this.model.held.map(({ id, state }) => ({ id, state })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
    for (const row of stored) {
      expect(row.judged).toBeLessThanOrEqual(this.model.highest);
      expect(row.leased + row.judged).toBeLessThanOrEqual(this.model.highest + this.model.takenBack);
    }
  }
}

test('any course of claims, votes, undos, skips, releases, sweeps, targets and pauses stores what the model says', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 3 }),
      fc.array(action, { minLength: 5, maxLength: 40 }),
      async (target, steps) => {
        const run = new Run(
          await createRouted(database, { comparisons: COMPARISONS, target, annotators: PEOPLE }),
          target,
        );
        await keepUp(database, run.project.projectId);
        for (const [at, step] of steps.entries()) {
          await run.apply(step);
          if (at % 8 === 7) await expectSumsFollow(database, run.project.projectId);
        }
        await run.check();
        await expectSumsFollow(database, run.project.projectId);
        await database.db
          .updateTable('projects')
          .set({ state: 'archived' })
          .where('id', '=', run.project.projectId)
          .execute();
        await letExpire(database, run.project.projectId);
        await sweepExpiredLeases({ db: database });
      },
    ),
    { numRuns: 60 },
  );
});
