import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countersOf, createProject, recount, submission } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../../test-app.ts';
import { makeProject } from './projects.fixture.ts';

let kit: TestApp;
let owner: Person;

beforeAll(async () => {
  kit = await createTestApp();
  owner = await kit.addPerson({ isOwner: true, name: 'The owner' });
});
afterAll(() => kit.close());

const make = (change: object = {}, person = owner) => makeProject(kit, person, change);

describe('people of a project', () => {
  it('come with an account or get one, change roles and leave; one admin stays', async () => {
    const { id } = await make();
    const url = `/projects/${id}/members`;
    const known = await kit.addPerson({ name: 'Known' });
    const reviewer = { role: 'reviewer', currentPassword: PASSWORD };
    expect(
      (await kit.call(owner, 'POST', url, { ...reviewer, email: known.email.toUpperCase() })).json(),
    ).toMatchObject({ userId: known.id, name: 'Known', role: 'reviewer' });
    expect((await kit.call(owner, 'POST', url, { ...reviewer, email: known.email })).json()).toMatchObject({
      code: 'member_exists',
    });
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
    const admin = { role: 'admin', currentPassword: PASSWORD };
    expect((await kit.call(owner, 'PATCH', `${url}/${known.id}`, admin)).json()).toMatchObject({
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
    const found = async (search: string) =>
      (await kit.call(owner, 'GET', `/users?search=${encodeURIComponent(search)}`)).json().items;
    for (const part of ['cora', 'CORA@EX', 'ora@example.org']) expect(await found(part)).toEqual([made]);
    for (const nothing of ['cor_', '%cora', 'corax']) expect(await found(nothing)).toEqual([]);
    expect(
      (
        await kit.call(owner, 'POST', `/users/${made.id}/password`, {
          password: 'second password',
          currentPassword: PASSWORD,
        })
      ).statusCode,
    ).toBe(204);
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
