import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem } from '@pairwright/contract/errors';
import type { Answer, Submission } from '@pairwright/contract/judgment';
import type { QuestionForm } from '@pairwright/contract/question-form';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { templateQuestions } from '@pairwright/domain/templates';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { letExpire, submission, type TestProject } from '../annotate/annotate.fixture.ts';
import { claimAssignments } from '../annotate/claim-assignments.service.ts';
import { retractJudgment } from '../annotate/retract-judgment.service.ts';
import { skipAssignment, unskipAssignment } from '../annotate/skip-assignment.service.ts';
import { submitJudgment } from '../annotate/submit-judgment.service.ts';
import { releaseAssignments, sweepExpiredLeases } from '../leases/leases.service.ts';
import type { ProjectContext } from '../context.ts';
import { updateProject } from '../projects/projects.service.ts';
import { createExclusion, endExclusion } from '../review/exclusions.service.ts';
import { updateMySettings } from '../working-life/settings.service.ts';
import { pool } from './active/active.fixture.ts';
import { removeGold, type SetGold, setGold } from './gold.service.ts';
import { updateMemberRouting } from './members.service.ts';
import { createRouted } from './routing.fixture.ts';
import { setRoutingPolicy, updateComparisonRouting } from './routing.service.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const PEOPLE = 4;
const COMPARISONS = 8;

/** A kind of question: what somebody says who draws a number of 1 to 7, and what may be expected. */
interface Kind {
  readonly name: string;
  readonly form?: QuestionForm;
  readonly responses: number;
  readonly say: (drawn: number) => Partial<Submission>;
  readonly known: Pick<SetGold, 'answer' | 'ratings' | 'ranking'>;
}

const ratingKeys = templateQuestions.helpsteer2.form.ratings.map(({ key }) => key);
const orders = [
  [1, 2, 3],
  [1, 3, 2],
  [2, 1, 3],
  [3, 2, 1],
];
const answered = (answer: Answer): Partial<Submission> => ({ answer });
const kinds: readonly Kind[] = [
  {
    name: 'pairs',
    responses: 2,
    say: (position) => answered({ outcome: 'scale', position }),
    known: { answer: { outcome: 'scale', position: 1 } },
  },
  {
    name: 'rankings',
    form: templateQuestions.rank.form,
    responses: 3,
    say: (drawn) => answered({ outcome: 'ranking', ranks: orders[drawn % orders.length]! }),
    known: { answer: { outcome: 'ranking', ranks: [1, 2, 3] }, ranking: { rule: 'best' } },
  },
  {
    name: 'thumbs',
    form: templateQuestions.kto.form,
    responses: 1,
    say: (drawn) => answered({ outcome: 'thumbs', up: drawn % 2 === 0 }),
    known: { answer: { outcome: 'thumbs', up: true } },
  },
  {
    name: 'ratings',
    form: templateQuestions.helpsteer2.form,
    responses: 1,
    say: (drawn) => ({
      answer: { outcome: 'rated' },
      details: { ratings: ratingKeys.map((key) => ({ key, place: 0, value: drawn % 5 })) },
    }),
    known: { answer: { outcome: 'rated' }, ratings: [{ key: ratingKeys[0]!, value: 2 }] },
  },
];

const policy: fc.Arbitrary<Partial<RoutingPolicy>> = fc.record({
  gold: fc.constantFrom(null, { percent: 40, warmUp: { first: 3, gold: 1 }, exposures: 2, rules: [] }),
  repeats: fc.constantFrom(null, { percent: 40, after: 1 }),
  adaptive: fc.constantFrom(null, { most: 4, accuracy: 0.9, learnt: true, spreadPercent: 50 }),
  active: fc.constantFrom(null, { uniformPercent: 15 }, { uniformPercent: 100 }),
  caps: fc.constantFrom(
    { perHour: null, perDay: null, perProject: null },
    { perHour: 3, perDay: null, perProject: 9 },
  ),
  cooldown: fc.constantFrom(null, { comparisons: 2, hours: 0 }),
});

const who = fc.nat(PEOPLE - 1);
const nth = fc.nat(40);
const which = fc.nat(COMPARISONS - 1);
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('claim' as const), who, count: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('submit' as const),
      nth,
      position: fc.integer({ min: 1, max: 7 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('retract' as const, 'skip' as const, 'unskip' as const, 'release' as const),
      nth,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('expire' as const, 'sweep' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pool' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('target' as const), to: fc.integer({ min: 1, max: 4 }) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('policy' as const), policy }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('gold' as const, 'no_gold' as const), which }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('priority' as const),
      which,
      to: fc.integer({ min: -5, max: 5 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('pause' as const), who, paused: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('exclude' as const, 'include' as const), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('opt' as const), who, out: fc.boolean() }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface Held {
  readonly id: string;
  readonly who: number;
  head: string | null;
}

/** Drives the real thing at random; what must hold is read from the database after every step. */
class Run {
  readonly project: TestProject;
  readonly held = new Map<string, Held>();
  readonly acknowledged: string[] = [];
  readonly paused = new Set<number>();
  /** By person, the exclusion in force. */
  readonly excluded = new Map<number, string>();
  readonly optedOut = new Set<number>();
  private caps: RoutingPolicy['caps'] = openPolicy.caps;
  /** What whoever claims holds before. */
  private heldNow: readonly string[] = [];
  private last: Awaited<ReturnType<Run['places']>> | undefined;
  private readonly kind: Kind;
  constructor(project: TestProject, kind: Kind) {
    this.project = project;
    this.kind = kind;
  }

  async apply(now: Step): Promise<void> {
    const before = this.last ?? (await this.places());
    await this.do(now).catch((error: unknown) => {
      // Refusals are part of the life cycle; anything else is a fault.
      if (
        !(error instanceof Problem) ||
        !['assignment_closed', 'not_found', 'wrong_state', 'judgment_locked'].includes(error.code)
      )
        throw error;
    });
    const after = (this.last = await this.places());
    for (const [index, place] of after.entries()) {
      const was = before[index]!;
      if (now.do === 'claim' && place.leased > was.leased)
        expect(place.leased + place.judged).toBeLessThanOrEqual(place.target);
      if (place.judged > was.judged) expect(place.judged).toBeLessThanOrEqual(place.target);
      expect([place.leased, place.judged]).toEqual([place.counted_leased, place.counted_judged]);
      expect(place.target).toBeGreaterThanOrEqual(place.asked);
      // What was asked for is taken back only by changing a vote, and never from what is given and held.
      if (place.asked < was.asked || (now.do === 'submit' && place.target < was.target)) {
        expect(now.do).toBe('submit');
        expect(place.target).toBeGreaterThanOrEqual(place.judged + place.leased);
      }
    }
  }

  private async do(now: Step): Promise<void> {
    if (now.do === 'claim') this.heldNow = await this.leasesOf(now.who);
    const [lead] = this.project.annotators;
    if (now.do === 'claim') {
      const { items } = await claimAssignments(this.project.annotators[now.who]!, { count: now.count });
      const before = new Set(this.heldNow);
      for (const { id, sensitive } of items) {
        if (this.paused.has(now.who) || this.excluded.has(now.who)) expect(before.has(id)).toBe(true);
        if (this.optedOut.has(now.who)) expect(sensitive).toEqual([]);
        if (!this.held.has(id)) this.held.set(id, { id, who: now.who, head: null });
      }
      if (items.some(({ id }) => !before.has(id))) await this.checkCaps(now.who);
    } else if (now.do === 'expire') await letExpire(database, this.project.projectId);
    else if (now.do === 'pool') await pool(database, this.project.projectId);
    else if (now.do === 'sweep') await sweepExpiredLeases({ db: database });
    else if (now.do === 'target') await updateProject(lead!, { targetJudgments: now.to });
    else if (now.do === 'policy') {
      await setRoutingPolicy(lead!, { ...openPolicy, ...now.policy });
      this.caps = now.policy.caps ?? openPolicy.caps;
    } else if (now.do === 'opt') {
      await updateMySettings(this.project.annotators[now.who]!, { optOut: now.out ? ['violence'] : [] });
      if (now.out) this.optedOut.add(now.who);
      else this.optedOut.delete(now.who);
      if (now.out) expect(await this.leasesOf(now.who, true)).toEqual([]);
    } else if (now.do === 'exclude' || now.do === 'include') await this.exclude(now);
    else if (now.do === 'pause') {
      if (now.paused) this.paused.add(now.who);
      else this.paused.delete(now.who);
      await updateMemberRouting(lead!, {
        userId: this.project.annotators[now.who]!.actor.userId,
        paused: now.paused,
      });
    } else if ('which' in now) {
      const comparisonId = this.project.comparisonIds[now.which]!;
      if (now.do === 'gold')
        await setGold(lead!, {
          comparisonId,
          ...this.kind.known,
          exam: false,
          source: 'manual',
        });
      else if (now.do === 'no_gold') await removeGold(lead!, { comparisonId });
      else if (now.do === 'priority')
        await updateComparisonRouting(lead!, { comparisonId, priority: now.to });
    } else if ('nth' in now) await this.change(now);
  }

  private async change(now: Extract<Step, { nth: number }>): Promise<void> {
    const one = [...this.held.values()][now.nth % Math.max(1, this.held.size)];
    if (one === undefined) return;
    const ctx = this.project.annotators[one.who]!;
    const assignmentId = one.id;
    if (now.do === 'submit') {
      const sent = submission(undefined, this.kind.say(now.position));
      const receipt = await submitJudgment(ctx, { ...sent, assignmentId });
      this.acknowledged.push(receipt.judgmentId);
      one.head = receipt.judgmentId;
    } else if (now.do === 'retract') {
      if (one.head !== null)
        await retractJudgment(ctx, { id: systemIds.next(), judgmentId: one.head, assignmentId });
    } else if (now.do === 'skip') await skipAssignment(ctx, { assignmentId, reason: 'other' });
    else if (now.do === 'unskip') await unskipAssignment(ctx, { assignmentId });
    else await releaseAssignments(ctx, { assignmentIds: [assignmentId] });
  }

  /** Sets all that somebody gave aside, or takes it in again. */
  private async exclude(now: { do: 'exclude' | 'include'; who: number }): Promise<void> {
    const lead = leadOf(this.project);
    const inForce = this.excluded.get(now.who);
    if (now.do === 'exclude' && inForce === undefined) {
      const annotatorId = this.project.annotators[now.who]!.actor.userId;
      const { id, state } = await createExclusion(lead, {
        annotatorId,
        scope: { kind: 'all' },
        reason: 'x',
      });
      expect(state).toBe('applied');
      this.excluded.set(now.who, id);
    } else if (now.do === 'include' && inForce !== undefined) {
      expect(await endExclusion(lead, { exclusionId: inForce, because: 'x' })).toMatchObject({
        state: 'ended',
      });
      this.excluded.delete(now.who);
    }
  }

  /** What somebody holds, all or of violence. */
  private async leasesOf(person: number, violence = false): Promise<string[]> {
    const { rows } = await database.pool.query<{ id: string }>(
      `select a.id from assignments a join comparisons c on c.id = a.comparison_id
       where a.project_id = $1 and a.annotator_id = $2 and a.state = 'leased' and (not $3::boolean or c.sensitive && '{violence}')`,
      [this.project.projectId, this.project.annotators[person]!.actor.userId, violence],
    );
    return rows.map(({ id }) => id);
  }

  /** Whoever was given more has no more than the limits say: held, and given within the hour or at all. */
  private async checkCaps(person: number): Promise<void> {
    const { rows } = await database.pool.query<{ hour: number; project: number }>(
      `select count(*) filter (where state = 'leased' or closed_at > clock_timestamp() - interval '1 hour')::int as hour, count(*)::int as project
       from assignments where project_id = $1 and annotator_id = $2 and state in ('leased', 'submitted') and kind not in ('imported', 'review')`,
      [this.project.projectId, this.project.annotators[person]!.actor.userId],
    );
    expect(rows[0]!.hour).toBeLessThanOrEqual(this.caps.perHour ?? Infinity);
    expect(rows[0]!.project).toBeLessThanOrEqual(this.caps.perProject ?? Infinity);
  }

  /** The counters, and the same counted anew from the ordinary work. */
  private async places() {
    const { rows } = await database.pool.query<
      Record<'leased' | 'judged' | 'target' | 'asked' | 'counted_leased' | 'counted_judged', number>
    >(
      `select c.leased, c.judged, c.target_judgments as target, c.asked,
         count(*) filter (where a.state = 'leased')::int as counted_leased,
         count(*) filter (where a.state = 'submitted' and not j.surplus and a.set_aside is null)::int as counted_judged
       from comparisons c left join assignments a on a.comparison_id = c.id and a.kind = 'normal' left join judgments j on j.id = a.judgment_id
       where c.project_id = $1 group by c.id order by c.rank`,
      [this.project.projectId],
    );
    return rows;
  }

  /** Nobody got a comparison twice but as a repeat; no acknowledged judgment is lost; off-target work counts nowhere. */
  async check(): Promise<void> {
    const { rows: twice } = await database.pool.query(
      `select 1 from assignments where project_id = $1 group by comparison_id, annotator_id
       having count(*) filter (where kind <> 'repeat') > 1 or count(*) filter (where kind = 'repeat') > 1`,
      [this.project.projectId],
    );
    expect(twice).toEqual([]);
    const { rows: kept } = await database.pool.query<{ id: string }>(
      'select id from judgments where id = any($1)',
      [this.acknowledged],
    );
    expect(new Set(kept.map(({ id }) => id))).toEqual(new Set(this.acknowledged));
    const { rows: drawn } = await database.pool.query(
      `select 1 from assignments where project_id = $1 and sampling_probability is not null and repeat_number > 0`,
      [this.project.projectId],
    );
    expect(drawn).toEqual([]);
    const { rows: exposed } = await database.pool.query(
      `select g.comparison_id from gold_items g where g.project_id = $1 and g.exposures < (
         select count(*) from assignments a where a.comparison_id = g.comparison_id and a.kind = 'gold' and a.created_at >= g.created_at)`,
      [this.project.projectId],
    );
    expect(exposed).toEqual([]);
  }
}

function leadOf(project: TestProject): ProjectContext {
  // Few comparisons: all of an exclusion is done before it answers, and nothing is left to a queue.
  const queue = { enqueue: () => Promise.reject(new Error('nothing is to be left to do')) };
  return { ...project.annotators[0]!, queue } as unknown as ProjectContext;
}

test.each(kinds)(
  'of $name, whatever happens to targets, policies and people, nothing is given beyond its target or limits, to whom it is not for, and nothing is lost',
  async (kind) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 3 }),
        fc.array(step, { minLength: 20, maxLength: 45 }),
        async (target, steps) => {
          const { form, responses } = kind;
          const project = await createRouted(database, {
            comparisons: COMPARISONS,
            target,
            annotators: PEOPLE,
            responses,
            ...(form === undefined ? {} : { form }),
          });
          await database.pool.query(
            `update comparisons set sensitive = '{violence}' where project_id = $1 and rank % 3 = 0`,
            [project.projectId],
          );
          const run = new Run(project, kind);
          for (const now of steps) await run.apply(now);
          await run.check();
          // The sweep of later runs must not find what this one left.
          await letExpire(database, run.project.projectId);
          await sweepExpiredLeases({ db: database });
        },
      ),
      { numRuns: kind.name === 'pairs' ? 12 : 6 },
    );
  },
);
