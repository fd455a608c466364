import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectTemplate } from '@pairwright/contract/projects';
import { checkedForm, type QuestionForm, type Scale } from '@pairwright/contract/question-form';
import { countersOf, createProject, recount, submission } from '@pairwright/core/annotate/annotate.fixture';
import { guidelinesOf as guidelinesFor } from '@pairwright/core/projects/template-guidelines';
import { createTestApp, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let owner: Person;

beforeAll(async () => {
  kit = await createTestApp();
  owner = await kit.addPerson({ isOwner: true, name: 'The owner' });
});
afterAll(() => kit.close());

const fresh = (change: object = {}) => ({
  name: `Project ${kit.services.ids.next()}`,
  template: 'pair_7',
  language: 'en',
  ...change,
});
async function make(change: object = {}, person = owner) {
  const answer = await kit.call(person, 'POST', '/projects', fresh(change));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}

function plainPair(scale: Scale): QuestionForm {
  return {
    main: { kind: 'pair', scale, levels: null },
    criteria: [],
    ratings: [],
    flags: [],
    safety: null,
    rationale: { mode: 'optional', minLength: 0, reasons: [], reasonRequired: false },
    spans: [],
    rewrite: 'off',
    scope: 'last_turn',
    allowDiff: true,
  };
}

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

describe('guidelines and questions', () => {
  it('are kept in versions, and of two people who publish at once one is told', async () => {
    const { id } = await make();
    const publish = (markdown: string) =>
      kit.call(owner, 'POST', `/projects/${id}/guidelines`, { markdown, basedOn: 1 });
    const answers = await Promise.all([publish('Mine.'), publish('No, mine.')]);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([201, 409]);
    expect(
      (await kit.call(owner, 'GET', `/projects/${id}/guidelines`))
        .json()
        .items.map((item: { version: number }) => item.version),
    ).toEqual([2, 1]);
    expect((await kit.call(owner, 'GET', `/projects/${id}`)).json()).toMatchObject({
      guidelinesVersion: 2,
      question: { version: 1 },
    });

    const question = {
      text: { en: 'Which is shorter?', 'zh-CN': '哪个更短？' },
      form: plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: false }),
      basedOn: 1,
    };
    expect((await kit.call(owner, 'POST', `/projects/${id}/questions`, question)).json()).toMatchObject({
      version: 2,
      text: question.text,
      form: question.form,
    });
    expect((await kit.call(owner, 'POST', `/projects/${id}/questions`, question)).json()).toMatchObject({
      code: 'wrong_state',
    });
    expect((await kit.call(owner, 'GET', `/projects/${id}/questions`)).json().items).toHaveLength(2);
    expect((await kit.call(owner, 'GET', `/projects/${id}`)).json().question).toMatchObject({
      version: 2,
      text: question.text,
    });
  });
});

describe('a question of another kind', () => {
  it('lets comparisons it cannot be asked of rest, says so before, and brings them back', async () => {
    const { projectId, comparisonIds } = await createProject(kit.database, { comparisons: 4, target: 1 });
    const base = `/projects/${projectId}`;
    const [judged, three, closed] = comparisonIds;
    const anna = await kit.addMember(projectId, 'annotator');
    const { items } = (await kit.call(anna, 'POST', `${base}/assignments/claim`, { count: 1 })).json();
    expect(items).toHaveLength(1);
    await kit.call(
      anna,
      'POST',
      `${base}/assignments/${items[0].id}/judgment`,
      submission(kit.services.ids.next()),
    );
    await kit.database.pool.query(
      `update comparisons set response_ids = response_ids || response_ids[1:1], state = 'unfit' where id = $1`,
      [three],
    );
    await kit.database.db
      .updateTable('comparisons')
      .set({ state: 'closed' })
      .where('id', '=', closed ?? '')
      .execute();
    const fit = async (kind: string) =>
      (await kit.call(owner, 'GET', `${base}/question-fit?kind=${kind}`)).json();
    expect(await fit('rank')).toEqual({ fits: 3, rests: 0, returns: 1 });
    expect(await fit('pair')).toEqual({ fits: 2, rests: 1, returns: 0 });
    expect(await fit('single')).toEqual({ fits: 0, rests: 3, returns: 0 });
    expect((await kit.call(anna, 'GET', `${base}/question-fit?kind=rank`)).statusCode).toBe(404);

    const unfit = async () => {
      const [counts, page] = await Promise.all([
        kit.call(owner, 'GET', base),
        kit.call(owner, 'GET', `${base}/comparisons?progress=unfit`),
      ]);
      const listed = page.json().items.map((item: { id: string }) => item.id);
      expect(listed).toHaveLength(counts.json().counts.unfit);
      return listed;
    };
    expect(await unfit()).toEqual([three]);
    const text = { en: 'In which order?', 'zh-CN': '顺序如何？' };
    const plain = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
    const publish = async (main: QuestionForm['main'], basedOn: number) => {
      const body = { text, form: { ...plain, main }, basedOn };
      expect((await kit.call(owner, 'POST', `${base}/questions`, body)).json()).toMatchObject({
        version: basedOn + 1,
        form: { main },
      });
    };
    await publish(
      { kind: 'rank', allowTies: true, allowUnacceptable: false, topK: null, allowCannotJudge: true },
      1,
    );
    expect(await unfit()).toEqual([]);
    await publish({ kind: 'single', ask: 'thumbs', stopAtFirstError: false, allowCannotJudge: false }, 2);
    expect((await unfit()).sort()).toEqual(comparisonIds.filter((id) => id !== closed).sort());
    // What was judged stays, with the version it answered.
    const { judgments } = (await kit.call(owner, 'GET', `${base}/comparisons/${judged}`)).json();
    expect(judgments).toMatchObject([{ outcome: 'preference', questionVersion: 1 }]);
    await publish(plain.main, 3);
    expect(await unfit()).toEqual([three]);
    expect(await countersOf(kit.database, projectId)).toEqual(await recount(kit.database, projectId));
  });

  it('keeps how long judgments may be changed, and takes the end away again', async () => {
    const { id } = await make();
    const set = async (editHours: number | null) =>
      (await kit.call(owner, 'PATCH', `/projects/${id}`, { editHours })).json();
    expect(await set(24)).toMatchObject({ editHours: 24 });
    expect(await set(null)).toMatchObject({ editHours: null });
    expect(await set(0)).toMatchObject({ code: 'invalid_request' });
  });
});

describe('people of a project', () => {
  it('come with an account or get one, change roles and leave; one admin stays', async () => {
    const { id } = await make();
    const url = `/projects/${id}/members`;
    const known = await kit.addPerson({ name: 'Known' });
    expect(
      (await kit.call(owner, 'POST', url, { email: known.email.toUpperCase(), role: 'reviewer' })).json(),
    ).toMatchObject({ userId: known.id, name: 'Known', role: 'reviewer' });
    expect(
      (await kit.call(owner, 'POST', url, { email: known.email, role: 'reviewer' })).json(),
    ).toMatchObject({ code: 'member_exists' });
    expect(
      (await kit.call(owner, 'POST', url, { email: 'new@example.org', role: 'annotator' })).json(),
    ).toMatchObject({ code: 'not_found', detail: expect.stringContaining('new@example.org') });
    const newAccount = { name: 'New', password: 'first password', locale: 'zh-CN' };
    expect(
      (await kit.call(owner, 'POST', url, { email: 'new@example.org', role: 'annotator', newAccount }))
        .statusCode,
    ).toBe(201);
    expect(
      (
        await kit.call(owner, 'POST', url, { email: 'new@example.org', role: 'annotator', newAccount })
      ).json(),
    ).toMatchObject({ code: 'email_taken' });
    expect(
      (
        await kit.call(null, 'POST', '/session', { email: 'new@example.org', password: 'first password' })
      ).json(),
    ).toMatchObject({ name: 'New', locale: 'zh-CN', memberships: [{ projectId: id, role: 'annotator' }] });
    expect(
      (await kit.call(owner, 'GET', url)).json().items.map((item: { role: string }) => item.role),
    ).toEqual(['admin', 'reviewer', 'annotator']);

    expect(
      (await kit.call(owner, 'PATCH', `${url}/${owner.id}`, { role: 'annotator' })).json(),
    ).toMatchObject({ code: 'last_admin' });
    expect((await kit.call(owner, 'DELETE', `${url}/${owner.id}`)).json()).toMatchObject({
      code: 'last_admin',
    });
    expect((await kit.call(owner, 'PATCH', `${url}/${known.id}`, { role: 'admin' })).json()).toMatchObject({
      role: 'admin',
    });
    // Both admins go at the same time: one stays.
    const answers = await Promise.all([
      kit.call(owner, 'DELETE', `${url}/${known.id}`),
      kit.call(owner, 'DELETE', `${url}/${owner.id}`),
    ]);
    expect(answers.map((answer) => answer.statusCode).sort()).toEqual([204, 409]);
    expect((await kit.call(owner, 'DELETE', `${url}/${kit.services.ids.next()}`)).statusCode).toBe(404);
  });

  it('give their leases back when they are removed, and keep their judgments', async () => {
    const { projectId } = await createProject(kit.database, { comparisons: 5 });
    const admin = await kit.addMember(projectId, 'admin');
    const anna = await kit.addMember(projectId, 'annotator');
    const { items } = (
      await kit.call(anna, 'POST', `/projects/${projectId}/assignments/claim`, { count: 4 })
    ).json();
    await kit.call(
      anna,
      'POST',
      `/projects/${projectId}/assignments/${items[0].id}/judgment`,
      submission(kit.services.ids.next()),
    );
    expect((await kit.call(admin, 'DELETE', `/projects/${projectId}/members/${anna.id}`)).statusCode).toBe(
      204,
    );
    const counters = await countersOf(kit.database, projectId);
    expect(counters.map(({ leased, judged }) => [leased, judged])).toEqual([
      [0, 1],
      [0, 0],
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(await recount(kit.database, projectId)).toEqual(counters);
  });
});

describe('accounts', () => {
  it('are listed by pages, made once per e-mail, and get new passwords from the owner', async () => {
    const body = { email: 'Cora@Example.org', name: 'Cora', password: 'first password' };
    const made = (await kit.call(owner, 'POST', '/users', body)).json();
    expect(made).toMatchObject({ email: 'cora@example.org', isOwner: false, disabledAt: null });
    expect((await kit.call(owner, 'POST', '/users', body)).json()).toMatchObject({ code: 'email_taken' });
    const page = (await kit.call(owner, 'GET', '/users?limit=1')).json();
    expect(page.items).toEqual([made]);
    expect(
      (await kit.call(owner, 'GET', `/users?cursor=${page.nextCursor}`)).json().items,
    ).not.toContainEqual(made);
    expect(
      (await kit.call(owner, 'PATCH', `/users/${made.id}`, { password: 'second password' })).statusCode,
    ).toBe(200);
    expect(
      (await kit.call(null, 'POST', '/session', { email: made.email, password: 'first password' }))
        .statusCode,
    ).toBe(401);
    expect(
      (await kit.call(null, 'POST', '/session', { email: made.email, password: 'second password' }))
        .statusCode,
    ).toBe(200);
    expect(
      (await kit.call(owner, 'PATCH', `/users/${kit.services.ids.next()}`, { disabled: true })).statusCode,
    ).toBe(404);
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
