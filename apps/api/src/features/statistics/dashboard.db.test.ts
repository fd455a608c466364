import type { Overview } from '@pairwright/contract/statistics/overview';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject, submission, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { plantVotes } from '@pairwright/core/statistics/annotators/annotators.fixture';
import { shareOf } from '@pairwright/core/statistics/estimates';
import { keepUp } from '@pairwright/core/statistics/overview/overview.fixture';
import { computed } from '@pairwright/core/statistics/statistics.fixture';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());

const boardOf = async (person: Person, project: TestProject) =>
  (await kit.call(person, 'GET', `/projects/${project.projectId}/dashboard`)).json();
const kinds = ({ actions }: { actions: { kind: string }[] }) => actions.map(({ kind }) => kind);

describe('a small project', () => {
  let project: TestProject;
  let admin: Person;
  let anna: Person;
  let url: string;

  beforeAll(async () => {
    project = await createProject(kit.database, { comparisons: 40, target: 2 });
    admin = await kit.addMember(project.projectId, 'admin');
    url = `/projects/${project.projectId}`;
  });

  it('says what is missing before there is any work', async () => {
    const board = await boardOf(admin, project);
    expect(kinds(board)).toEqual(['nobody']);
    expect(board).toMatchObject({
      since: 0,
      cost: null,
      counts: { comparisons: 40, judgments: 0, remaining: 80, asOf: null },
      forecast: { remaining: 80, date: null, reason: 'no_data' },
      overview: { result: { agreement: { value: null, reason: 'no_data' }, perDay: [] } },
    });
  });

  it('shows each vote at once, without a worker', async () => {
    anna = await kit.addMember(project.projectId, 'annotator');
    for (const judgments of [1, 2]) {
      const claimed = await kit.call(anna, 'POST', `${url}/assignments/claim`, { count: 1 });
      const [{ id }] = claimed.json().items;
      await kit.call(anna, 'POST', `${url}/assignments/${id}/judgment`, submission(kit.services.ids.next()));
      const board = await boardOf(admin, project);
      expect(board.counts).toMatchObject({ judgments, remaining: 80 - judgments, exported: 0 });
      // As many as the list of labels that it leads to.
      const labels = await kit.call(admin, 'GET', `${url}/resolutions?result=settled`);
      expect(board.counts.settled).toBe(labels.json().items.length);
      expect(board.counts.settled).toBeGreaterThan(0);
      expect(board.overview).toMatchObject({ stale: false, underWay: false, error: null });
      expect(board.overview.result.outcomes.preference).toBe(judgments);
      expect(board.since).toBe(0);
    }
    expect(kit.enqueued).toEqual([]);
  });

  it('computes nothing where nothing changed', async () => {
    const { overview } = await boardOf(admin, project);
    expect((await boardOf(admin, project)).overview.snapshot).toEqual(overview.snapshot);
  });

  it('names a paused project, and what annotators skipped, flagged and disputed', async () => {
    await kit.call(admin, 'PATCH', url, { state: 'paused' });
    await kit.database.pool.query(`update comparisons set flagged = 1, skipped = 2 where id = any ($1)`, [
      project.comparisonIds.slice(38),
    ]);
    // Each of the two has a report that nobody has settled.
    await kit.database.pool.query(
      `with held as (
         insert into assignments (id, project_id, comparison_id, annotator_id, repeat_number, presented_order, state, question_version, guidelines_version)
         select gen_random_uuid(), $1, id, $2, 99, '{0,1}', 'released', 1, 1 from unnest($3::uuid[]) as c (id) returning id, comparison_id)
       insert into flags (id, project_id, comparison_id, assignment_id, annotator_id, reason)
       select gen_random_uuid(), $1, comparison_id, id, $2, 'other' from held`,
      [project.projectId, anna.id, project.comparisonIds.slice(38)],
    );
    const board = await boardOf(admin, project);
    expect(board.actions).toEqual([
      { kind: 'paused', n: null, of: null },
      // Anna is the only one, and two are wanted of each: what she has judged waits for somebody else.
      { kind: 'stuck', n: 2, of: 40 },
      { kind: 'flagged', n: 2, of: null },
    ]);
    // Four skips and two judgments: too few to say a rate.
    expect(board.skipRate).toMatchObject({ value: null, n: 6, reason: 'too_few' });
  });
});

describe('a project with votes of some days', () => {
  let project: TestProject;
  let admin: Person;
  let people: Person[];

  beforeAll(async () => {
    project = await createProject(kit.database, { comparisons: 200, target: 2 });
    admin = await kit.addMember(project.projectId, 'admin');
    people = [
      await kit.addMember(project.projectId, 'annotator'),
      await kit.addMember(project.projectId, 'annotator'),
    ];
    // Twelve comparisons a day up to yesterday, both agree on two of three; the left is picked three times of four.
    const midnight = Math.floor(Date.now() / 86_400_000) * 1_440 - Date.UTC(2026, 0, 1) / 60_000;
    const votes = project.comparisonIds.slice(0, 120).flatMap((comparisonId, at) =>
      people.map((person, index) => {
        const strength = index === 1 && at % 3 === 0 ? 2 : -2;
        const picksLeft = at % 4 !== 0;
        const minute = midnight - 1_440 * (1 + Math.floor(at / 12)) + at;
        const shown = { firstLeft: picksLeft === strength < 0, seconds: 10, minute };
        return { annotatorId: person.id, comparisonId, strength, ...shown };
      }),
    );
    await plantVotes(kit.database, project.projectId, votes);
    await kit.call(admin, 'PATCH', `/projects/${project.projectId}`, {
      pay: { currency: 'EUR', perJudgmentMicros: 250_000 },
    });
  });

  it('has the agreement, the side and what it costs', async () => {
    const board = await boardOf(admin, project);
    const { result, snapshot } = board.overview;
    expect(snapshot.judgments).toBe(240);
    expect(result.agreement).toMatchObject({ n: 120, reason: null });
    expect(result.agreement.value).toBeCloseTo(2 / 3, 12);
    // Of a share of which each comparison is one or nothing.
    const error = Math.sqrt(((2 / 3) * (1 / 3)) / 119);
    expect(result.agreement.low).toBeCloseTo(2 / 3 - 1.959963984540054 * error, 12);
    expect(result.leftShare).toEqual(shareOf(180, 240));
    const rate = { currency: 'EUR', perJudgmentMicros: 250_000 };
    expect(board.cost).toEqual({
      rate,
      paid: [{ ...rate, judgments: 240 }],
      soFar: [{ currency: 'EUR', micros: 240 * 250_000 }],
      toCome: { wanted: 160, gold: 0, repeats: 0 },
      final: [{ currency: 'EUR', micros: 400 * 250_000 }],
    });
    expect(kinds(board)).toEqual(['side_bias']);
  });

  it('foresees the end of a steady pace to the day', async () => {
    const { forecast } = await boardOf(admin, project);
    // 160 left at 24 a day are seven days, the first of them today.
    const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    expect(forecast).toEqual({
      remaining: 160,
      date: day(7),
      low: day(7),
      high: day(7),
      perDay: 24,
      days: 10,
      reason: null,
    });
  });

  it('names people below their limit and other hypotheses once they are computed', async () => {
    await computed(kit.services, project.projectId, { kind: 'annotators', options: {} });
    expect((await boardOf(admin, project)).actions).toEqual([
      { kind: 'alerts', n: 2, of: null },
      { kind: 'side_bias', n: null, of: null },
    ]);
  });
});

describe('a large project', () => {
  let project: TestProject;
  let admin: Person;

  beforeAll(async () => {
    project = await createProject(kit.database, { comparisons: 20_001, target: 1 });
    admin = await kit.addMember(project.projectId, 'admin');
    const annotator = await kit.addMember(project.projectId, 'annotator');
    const { pool } = kit.database;
    await pool.query(
      `insert into assignments (id, project_id, comparison_id, annotator_id, presented_order, state, question_version, guidelines_version)
       select gen_random_uuid(), project_id, id, $2, '{0,1}', 'submitted', 1, 1 from comparisons where project_id = $1 and rank <= 10001`,
      [project.projectId, annotator.id],
    );
    await pool.query(
      `insert into judgments (id, project_id, comparison_id, assignment_id, annotator_id, question_version, guidelines_version, outcome, strength, payload_hash)
       select gen_random_uuid(), project_id, comparison_id, id, annotator_id, 1, 1, 'preference', -1, '' from assignments where project_id = $1`,
      [project.projectId],
    );
    for (const statement of [
      'update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id and a.project_id = $1',
      'update comparisons set judged = 1 where project_id = $1 and rank <= 10001',
    ])
      await pool.query(statement, [project.projectId]);
  });

  it('is never gone through in a request: its overview is computed in the background and told with its age', async () => {
    expect((await boardOf(admin, project)).overview).toMatchObject({ snapshot: null, result: null });
    await computed(kit.services, project.projectId, { kind: 'overview', options: {} });
    const first = await boardOf(admin, project);
    expect(first.overview).toMatchObject({ stale: false, snapshot: { judgments: 10_001 } });
    expect(first.counts).toMatchObject({
      judgments: 10_001,
      remaining: 10_000,
      asOf: first.overview.snapshot.asOf,
    });

    const url = `/projects/${project.projectId}`;
    const anna = await kit.addMember(project.projectId, 'annotator');
    const [{ id }] = (await kit.call(anna, 'POST', `${url}/assignments/claim`, { count: 1 })).json().items;
    await kit.call(anna, 'POST', `${url}/assignments/${id}/judgment`, submission(kit.services.ids.next()));
    const second = await boardOf(admin, project);
    expect(second.overview).toMatchObject({ stale: true, snapshot: first.overview.snapshot });
    expect(second.since).toBe(1);
    expect(second.counts).toEqual(first.counts);
    const { counts } = (await kit.call(admin, 'GET', url)).json();
    expect(counts).toEqual(first.counts);
  });

  it('shows from sums what it shows from everything, with the votes that are not taken in', async () => {
    const wish = { kind: 'overview', options: {} } as const;
    const counted = await computed<Overview>(kit.services, project.projectId, wish);
    await keepUp(kit.database, project.projectId);
    expect(await computed(kit.services, project.projectId, wish)).toEqual(counted);
    const url = `/projects/${project.projectId}`;
    const bert = await kit.addMember(project.projectId, 'annotator');
    const [{ id }] = (await kit.call(bert, 'POST', `${url}/assignments/claim`, { count: 1 })).json().items;
    await kit.call(bert, 'POST', `${url}/assignments/${id}/judgment`, submission(kit.services.ids.next()));
    const { counts, outcomes } = await computed<Overview>(kit.services, project.projectId, wish);
    expect(counts.judgments).toBe(counted.counts.judgments + 1);
    expect(outcomes.preference).toBe(counted.outcomes.preference + 1);
  });
});

it('is not for annotators', async () => {
  const project = await createProject(kit.database, { comparisons: 1 });
  const anna = await kit.addMember(project.projectId, 'annotator');
  const answer = await kit.call(anna, 'GET', `/projects/${project.projectId}/dashboard`);
  expect(answer.statusCode).toBe(404);
});
