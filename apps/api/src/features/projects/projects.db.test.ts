import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectTemplate } from '@pairwright/contract/projects';
import { checkedForm } from '@pairwright/contract/question-form';
import { countersOf, createProject, recount, submission } from '@pairwright/core/annotate/annotate.fixture';
import { guidelinesOf as guidelinesFor } from '@pairwright/core/projects/template-guidelines';
import { plainPair } from '@pairwright/domain/judgment/form';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';
import { freshProject, makeProject } from './projects.fixture.ts';

let kit: TestApp;
let owner: Person;

beforeAll(async () => {
  kit = await createTestApp();
  owner = await kit.addPerson({ isOwner: true, name: 'The owner' });
});
afterAll(() => kit.close());

const make = (change: object = {}, person = owner) => makeProject(kit, person, change);
const fresh = (change: object = {}) => freshProject(kit, change);

describe('making projects', () => {
  it.each(projectTemplate.options)('starts from the template %s, in both languages', async (template) => {
    const english = await make({ template });
    const chinese = await make({ template, language: 'zh-CN' });
    expect(english).toMatchObject({
      template,
      state: 'active',
      isDemo: false,
      targetJudgments: 3,
      leaseMinutes: 30,
      guidelinesVersion: 1,
      question: { version: 1 },
    });
    const { form, text } = english.question;
    expect(checkedForm.parse(form)).toEqual(form);
    expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
    const guidelinesOf = async (id: string) =>
      (await kit.call(owner, 'GET', `/projects/${id}/guidelines`)).json().items[0];
    expect(await guidelinesOf(english.id)).toMatchObject({
      version: 1,
      createdBy: 'The owner',
      markdown: guidelinesFor(template).en,
    });
    expect((await guidelinesOf(chinese.id)).markdown).toBe(guidelinesFor(template)['zh-CN']);
  });

  it('makes short names that are free, and refuses a taken one that was asked for', async () => {
    expect((await make({ name: 'Héllo, World! 你好' })).slug).toBe('hello-world');
    expect((await make({ name: 'Hello World' })).slug).toMatch(/^hello-world-[0-9a-f]{6}$/);
    expect((await make({ name: '中文项目' })).slug).toMatch(/^project-[0-9a-f]{6}$/);
    expect((await kit.call(owner, 'POST', '/projects', fresh({ slug: 'hello-world' }))).json()).toMatchObject(
      { code: 'slug_taken' },
    );
  });

  it('takes its own question, but none whose scale contradicts itself', async () => {
    const text = { en: 'Which is kinder?', 'zh-CN': '哪个更友善？' };
    const scale = { points: 5, allowTie: true, allowBothBad: false, allowCannotJudge: false };
    const form = plainPair(scale);
    expect((await make({ question: { text, form }, guidelines: 'Be kind.' })).question).toMatchObject({
      text,
      form,
    });
    const answer = await kit.call(
      owner,
      'POST',
      '/projects',
      fresh({ question: { text, form: plainPair({ ...scale, allowTie: false }) } }),
    );
    expect(answer.json().faults).toEqual([
      expect.objectContaining({ path: 'body.question.form.main.scale.allowTie' }),
    ]);
  });

  it('is for the owner and project admins', async () => {
    const project = await make();
    const admin = await kit.addMember(project.id, 'admin');
    const made = await make({}, admin);
    expect((await kit.call(admin, 'GET', '/me')).json().memberships).toEqual(
      expect.arrayContaining([expect.objectContaining({ projectId: made.id, role: 'admin' })]),
    );
    for (const role of ['researcher', 'reviewer', 'annotator'] as const) {
      expect(
        (await kit.call(await kit.addMember(project.id, role), 'POST', '/projects', fresh())).json(),
      ).toMatchObject({ code: 'not_found' });
    }
  });
});

describe('listing projects', () => {
  it('shows those whose inside one may see, by pages, newest first', async () => {
    const projects = [];
    for (let i = 0; i < 5; i += 1) projects.push(await make());
    const person = await kit.addMember(projects[0].id, 'reviewer');
    const join = (id: string, role: 'annotator' | 'researcher') =>
      kit.database.db
        .insertInto('project_members')
        .values({ project_id: id, user_id: person.id, role })
        .execute();
    await join(projects[1].id, 'annotator');
    await join(projects[3].id, 'researcher');
    const first = (await kit.call(person, 'GET', '/projects?limit=1')).json();
    expect(first.items.map((item: { id: string }) => item.id)).toEqual([projects[3].id]);
    const second = (await kit.call(person, 'GET', `/projects?limit=1&cursor=${first.nextCursor}`)).json();
    expect(second).toMatchObject({ items: [{ id: projects[0].id }], nextCursor: null });
    await kit.call(owner, 'PATCH', `/projects/${projects[3].id}`, { state: 'archived' });
    expect((await kit.call(person, 'GET', '/projects?state=archived')).json().items).toHaveLength(1);
    const all = (await kit.call(owner, 'GET', '/projects?limit=200'))
      .json()
      .items.map((item: { id: string }) => item.id);
    expect(all).toEqual([...all].sort().reverse());
    expect(all).toEqual(expect.arrayContaining(projects.map((item) => item.id)));
  });
});

describe('changing a project', () => {
  it('goes through its states, and only where the life cycle leads', async () => {
    const { id } = await make();
    const to = async (state: string) => (await kit.call(owner, 'PATCH', `/projects/${id}`, { state })).json();
    expect(await to('paused')).toMatchObject({ state: 'paused' });
    expect(await to('active')).toMatchObject({ state: 'active' });
    expect(await to('archived')).toMatchObject({ state: 'archived' });
    expect(await to('paused')).toMatchObject({ code: 'wrong_state' });
    expect(await to('active')).toMatchObject({ state: 'active' });
  });

  it('brings a new number of judgments to open comparisons, and counts stay true', async () => {
    const { projectId, comparisonIds } = await createProject(kit.database, { comparisons: 3, target: 1 });
    await kit.database.db
      .updateTable('comparisons')
      .set({ state: 'closed' })
      .where('id', '=', comparisonIds[2] ?? '')
      .execute();
    const anna = await kit.addMember(projectId, 'annotator');
    const { items } = (
      await kit.call(anna, 'POST', `/projects/${projectId}/assignments/claim`, { count: 2 })
    ).json();
    await kit.call(
      anna,
      'POST',
      `/projects/${projectId}/assignments/${items[0].id}/judgment`,
      submission(kit.services.ids.next()),
    );
    const counts = async () => (await kit.call(owner, 'GET', `/projects/${projectId}`)).json().counts;
    expect(await counts()).toEqual({
      prompts: 3,
      comparisons: 3,
      wanted: 3,
      completed: 1,
      settled: 0,
      exported: 0,
      unfit: 0,
      judgments: 1,
      leased: 1,
      skipped: 0,
      skips: 0,
      flagged: 0,
      remaining: 1,
      asOf: null,
    });
    expect(
      (
        await kit.call(owner, 'PATCH', `/projects/${projectId}`, { targetJudgments: 2, leaseMinutes: 5 })
      ).json(),
    ).toMatchObject({ targetJudgments: 2, leaseMinutes: 5 });
    expect(await counts()).toMatchObject({ completed: 0, judgments: 1 });
    const targets = await kit.database.db
      .selectFrom('comparisons')
      .select('target_judgments')
      .where('project_id', '=', projectId)
      .orderBy('rank')
      .execute();
    expect(targets.map((row) => row.target_judgments)).toEqual([2, 2, 1]);
  });

  it('gives a share of the comparisons more judgments, never fewer', async () => {
    const { id } = await make();
    const change = async (body: object) => (await kit.call(owner, 'PATCH', `/projects/${id}`, body)).json();
    const shared = { percent: 15, judgments: 5 };
    expect(await change({ targetJudgments: 1, shared })).toMatchObject({ targetJudgments: 1, shared });
    expect(await change({ shared: { percent: 15, judgments: 1 } })).toMatchObject({
      code: 'invalid_request',
    });
    // What stays is looked at together with what changes.
    expect(await change({ targetJudgments: 5 })).toMatchObject({
      code: 'invalid_request',
      faults: [{ path: 'shared.judgments', value: '5' }],
    });
    expect(await change({ targetJudgments: 5, shared: null })).toMatchObject({ shared: null });
  });
});

describe('removing the demo', () => {
  it('takes its projects, judgments and accounts away and leaves real work alone', async () => {
    const { db } = kit.database;
    const demo = await createProject(kit.database, { comparisons: 4 });
    const real = await createProject(kit.database, { comparisons: 4 });
    await db.updateTable('projects').set({ is_demo: true }).where('id', '=', demo.projectId).execute();
    const busy = await kit.addMember(demo.projectId, 'annotator');
    const idle = await kit.addMember(demo.projectId, 'annotator');
    await db
      .insertInto('project_members')
      .values({ project_id: real.projectId, user_id: busy.id, role: 'annotator' })
      .execute();
    await db.updateTable('users').set({ is_demo: true }).where('id', 'in', [busy.id, idle.id]).execute();
    const asker = await kit.addPerson({ isOwner: true, isDemo: true });
    for (const [projectId, person] of [
      [demo.projectId, busy],
      [demo.projectId, idle],
      [real.projectId, busy],
    ] as const) {
      const { items } = (
        await kit.call(person, 'POST', `/projects/${projectId}/assignments/claim`, { count: 2 })
      ).json();
      await kit.call(
        person,
        'POST',
        `/projects/${projectId}/assignments/${items[0].id}/judgment`,
        submission(kit.services.ids.next()),
      );
      await kit.call(person, 'POST', `/projects/${projectId}/assignments/${items[0].id}/flags`, {
        id: kit.services.ids.next(),
        reason: 'other',
      });
    }
    const script = await kit.tokenFor(asker, ['manage']);
    expect((await kit.call(script, 'DELETE', '/demo')).json()).toMatchObject({ code: 'session_required' });
    expect((await kit.call(asker, 'DELETE', '/demo')).statusCode).toBe(204);
    const left = async (table: 'judgments' | 'comparisons' | 'projects', projectId: string) =>
      (
        await kit.database.pool.query(
          `select 1 from ${table} where ${table === 'projects' ? 'id' : 'project_id'} = $1`,
          [projectId],
        )
      ).rowCount;
    expect([
      await left('projects', demo.projectId),
      await left('comparisons', demo.projectId),
      await left('judgments', demo.projectId),
    ]).toEqual([0, 0, 0]);
    expect([await left('comparisons', real.projectId), await left('judgments', real.projectId)]).toEqual([
      4, 1,
    ]);
    expect(await countersOf(kit.database, real.projectId)).toEqual(
      await recount(kit.database, real.projectId),
    );
    const accounts = await db
      .selectFrom('users')
      .select(['id', 'disabled_at', 'password_hash'])
      .where('is_demo', '=', true)
      .execute();
    expect(accounts).toMatchObject([{ id: busy.id, disabled_at: expect.any(String), password_hash: null }]);
    expect((await kit.call(busy, 'GET', '/me')).statusCode).toBe(401);
    expect((await kit.call(asker, 'GET', '/me')).statusCode).toBe(401);
    const owner = await kit.addPerson({ isOwner: true });
    expect((await kit.call(owner, 'DELETE', '/demo')).json()).toMatchObject({ code: 'not_found' });
    await expect(kit.database.pool.query('delete from judgments')).rejects.toThrow(/append-only/);
  });
});
