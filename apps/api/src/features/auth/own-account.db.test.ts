import { afterAll, describe, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, PASSWORD } from '../../test-app.ts';
import { sessionOf } from './session-of.fixture.ts';

const kit = await createTestApp();
afterAll(() => kit.close());
const makeProject = async () => (await createProject(kit.database, { comparisons: 1 })).projectId;

describe("one's own account", () => {
  it('changes the password and ends all sessions but goes on in a new one', async () => {
    const person = await kit.addPerson();
    const other = await kit.call(null, 'POST', '/session', { email: person.email, password: PASSWORD });
    const wrong = await kit.call(person, 'POST', '/me/password', {
      currentPassword: 'not it',
      newPassword: 'another password',
    });
    expect(wrong.json()).toMatchObject({ code: 'wrong_password', status: 403 });
    const changed = await kit.call(person, 'POST', '/me/password', {
      currentPassword: PASSWORD,
      newPassword: 'another password',
    });
    expect(changed.statusCode).toBe(204);
    expect((await kit.call(person, 'GET', '/me')).statusCode).toBe(401);
    expect(
      (await kit.app.inject({ url: '/api/v1/me', headers: { cookie: `pairwright=${sessionOf(changed)}` } }))
        .statusCode,
    ).toBe(200);
    expect(
      (await kit.app.inject({ url: '/api/v1/me', headers: { cookie: `pairwright=${sessionOf(other)}` } }))
        .statusCode,
    ).toBe(401);
    expect(
      (await kit.call(null, 'POST', '/session', { email: person.email, password: PASSWORD })).statusCode,
    ).toBe(401);
    expect(
      (await kit.call(null, 'POST', '/session', { email: person.email, password: 'another password' }))
        .statusCode,
    ).toBe(200);
  });

  it('changes name and language', async () => {
    const person = await kit.addPerson();
    expect((await kit.call(person, 'PATCH', '/me', { locale: 'zh-CN' })).json()).toMatchObject({
      name: 'Somebody',
      locale: 'zh-CN',
    });
    expect((await kit.call(person, 'PATCH', '/me', { name: '小明' })).json()).toMatchObject({
      name: '小明',
      locale: 'zh-CN',
    });
  });

  it('makes, lists, uses and revokes API tokens; the secret is shown once', async () => {
    const person = await kit.addPerson();
    const made = await kit.call(person, 'POST', '/me/tokens', {
      name: 'Training box',
      scopes: ['read', 'export'],
      currentPassword: PASSWORD,
    });
    expect(made.statusCode).toBe(201);
    const { secret, ...token } = made.json();
    expect(secret).toMatch(/^pwt_[\w-]{43}$/);
    expect(token.hint).toBe(secret.slice(-4));
    const script = { headers: { authorization: `Bearer ${secret}` } };
    expect((await kit.app.inject({ url: '/api/v1/me', ...script })).json()).toMatchObject({ id: person.id });
    const list = await kit.call(person, 'GET', '/me/tokens');
    expect(list.body).not.toContain(secret);
    expect(list.json().items).toEqual([{ ...token, lastUsedAt: expect.any(String) }]);
    expect((await kit.call(await kit.addPerson(), 'DELETE', `/me/tokens/${token.id}`)).statusCode).toBe(404);
    expect((await kit.call(person, 'DELETE', `/me/tokens/${token.id}`)).statusCode).toBe(204);
    expect((await kit.app.inject({ url: '/api/v1/me', ...script })).json()).toMatchObject({
      code: 'token_invalid',
    });
    expect(kit.logLines.join('')).not.toContain(secret);
  });

  it('makes API tokens for some projects, of those that one may enter only', async () => {
    const [mine, other, foreign] = [await makeProject(), await makeProject(), await makeProject()];
    const person = await kit.addMember(mine, 'researcher');
    await kit.database.db
      .insertInto('project_members')
      .values({ project_id: other, user_id: person.id, role: 'researcher' })
      .execute();
    const wish = { name: 'Training box', scopes: ['read', 'annotate'], currentPassword: PASSWORD };
    const refused = await kit.call(person, 'POST', '/me/tokens', { ...wish, projectIds: [mine, foreign] });
    expect(refused.json()).toMatchObject({
      code: 'not_found',
      detail: expect.stringContaining(`body.projectIds.1: there is no project ${foreign}`),
    });
    const made = await kit.call(person, 'POST', '/me/tokens', { ...wish, projectIds: [mine] });
    expect(made.json().projects).toEqual([{ id: mine, name: expect.any(String) }]);
    const script = { headers: { authorization: `Bearer ${made.json().secret}` } };
    const asked = async (url: string) => (await kit.app.inject({ url: `/api/v1${url}`, ...script })).json();
    expect((await asked('/me')).memberships).toMatchObject([{ projectId: mine }]);
    expect((await asked('/projects')).items).toMatchObject([{ id: mine }]);
    expect((await asked(`/projects/${mine}`)).id).toBe(mine);
    expect((await asked(`/projects/${other}`)).code).toBe('not_found');
    expect((await asked('/annotate/time')).code).toBe('scope_missing');
    const owner = await kit.addPerson({ isOwner: true });
    await kit.addMember(mine, 'admin');
    const left = await kit.call(owner, 'DELETE', `/projects/${mine}/members/${person.id}`);
    expect(left.statusCode, left.body).toBe(204);
    expect((await kit.call(person, 'GET', '/me/tokens')).json().items[0].projects).toEqual([
      { id: mine, name: null },
    ]);
    expect((await asked(`/projects/${mine}`)).code).toBe('not_found');
  });
});
