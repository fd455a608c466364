import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let projectId: string;
let admin: Person;
beforeAll(async () => {
  kit = await createTestApp();
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  admin = await kit.addMember(projectId, 'admin');
});
afterAll(() => kit.close());

const invites = () => `/projects/${projectId}/invites`;

async function makeInvite(body: object = {}, maker = admin): Promise<{ id: string; token: string }> {
  const made = await kit.call(maker, 'POST', invites(), {
    role: 'annotator',
    currentPassword: PASSWORD,
    ...body,
  });
  expect(made.statusCode).toBe(201);
  return made.json();
}

let count = 0;
function newcomer(token: string, more: object = {}): object {
  count += 1;
  const email = `new${count}@example.org`;
  return { token, email, name: 'New', password: PASSWORD, locale: 'zh-CN', ...more };
}

const register = (body: object) => kit.call(null, 'POST', '/invitations/register', body);
const look = (token: string) => kit.call(null, 'POST', '/invitations/look', { token });
const accept = (person: Person, token: string) => kit.call(person, 'POST', '/invitations/accept', { token });

async function membersOf(role: string): Promise<number> {
  const { items } = (await kit.call(admin, 'GET', `/projects/${projectId}/members`)).json();
  return items.filter((member: { role: string }) => member.role === role).length;
}

async function stateOf(id: string): Promise<string> {
  const { items } = (await kit.call(admin, 'GET', invites())).json();
  return items.find((invite: { id: string }) => invite.id === id).state;
}

describe('an invitation link', () => {
  it('for one person ends when they are erased, and does not become one for everybody', async () => {
    const owner = await kit.addPerson({ isOwner: true });
    const person = await kit.addPerson();
    const { id, token } = await makeInvite({ role: 'admin' });
    await kit.database.pool.query('update invites set email = $2 where id = $1', [id, person.email]);
    expect((await register(newcomer(token))).json()).toMatchObject({ code: 'wrong_state' });
    const erased = await kit.call(owner, 'POST', `/users/${person.id}/erase`, {
      email: person.email,
      currentPassword: PASSWORD,
    });
    expect(erased.statusCode, erased.body).toBeLessThan(300);
    expect((await register(newcomer(token))).json()).toMatchObject({ code: 'invite_over' });
    expect((await look(token)).json()).toMatchObject({ code: 'invite_over' });
    expect(await stateOf(id)).toBe('revoked');
  });

  it('tells what it leads to, lets a stranger in as a new person, and is shown once', async () => {
    const { id, token } = await makeInvite({ role: 'reviewer', note: 'For Ines' });
    expect((await look(token)).json()).toMatchObject({
      role: 'reviewer',
      invitedBy: 'Somebody',
      email: null,
    });
    const joined = await register(newcomer(token));
    expect(joined.statusCode).toBe(201);
    expect(joined.json()).toMatchObject({
      locale: 'zh-CN',
      isOwner: false,
      memberships: [{ projectId, role: 'reviewer' }],
    });
    const cookie = String(joined.headers['set-cookie']).split(';')[0]!;
    expect((await kit.app.inject({ url: '/api/v1/me', headers: { cookie } })).statusCode).toBe(200);
    const list = await kit.call(admin, 'GET', invites());
    expect(list.body).not.toContain(token);
    expect(list.json().items[0]).toMatchObject({ id, state: 'used_up', uses: 1, note: 'For Ines' });
    expect(kit.logLines.join('')).not.toContain(token);
    const { rows } = await kit.database.pool.query('select * from invites');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('puts who joins into its teams, and says what a judgment is paid where the project says it', async () => {
    const { token } = await makeInvite({ teams: ['Law', 'Law', '医学'], maxUses: 2 });
    expect((await look(token)).json()).toMatchObject({ pay: null });
    const pay = { currency: 'EUR', perJudgmentMicros: 150_000 };
    await kit.call(admin, 'PATCH', `/projects/${projectId}`, { pay });
    expect((await look(token)).json()).toMatchObject({ pay });
    const person = await kit.addPerson();
    await accept(person, token);
    const joined = (await register(newcomer(token))).json();
    const { items } = (await kit.call(admin, 'GET', `/projects/${projectId}/members`)).json();
    for (const id of [person.id, joined.id])
      expect(items.find(({ userId }: { userId: string }) => userId === id)).toMatchObject({
        teams: ['Law', '医学'],
      });
    expect((await kit.call(admin, 'GET', invites())).json().items[0]).toMatchObject({
      teams: ['Law', '医学'],
    });
    const long = await kit.call(admin, 'POST', invites(), { role: 'annotator', teams: ['x'.repeat(61)] });
    expect(long.json()).toMatchObject({ code: 'invalid_request', faults: [{ path: 'body.teams.0' }] });
  });

  it('lets somebody in with the account they have; who is a member takes no use and keeps the role', async () => {
    const { id, token } = await makeInvite({ role: 'admin', maxUses: 2 });
    const person = await kit.addPerson();
    expect((await accept(person, token)).json()).toEqual({ projectId, role: 'admin' });
    expect((await accept(person, token)).json()).toMatchObject({ code: 'member_exists' });
    const annotator = await kit.addMember(projectId, 'annotator');
    expect((await accept(annotator, token)).json()).toMatchObject({ code: 'member_exists' });
    expect((await kit.call(annotator, 'GET', '/me')).json().memberships[0].role).toBe('annotator');
    const row = await kit.database.db
      .selectFrom('invites')
      .select('uses')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(row.uses).toBe(1);
  });

  it('lets in exactly as many as it says, however many come at once', async () => {
    const { token } = await makeInvite({ role: 'researcher', maxUses: 3 });
    const before = await membersOf('researcher');
    const answers = await Promise.all(Array.from({ length: 9 }, () => register(newcomer(token))));
    const codes = answers.map((answer) => answer.statusCode).sort();
    expect(codes).toEqual([201, 201, 201, 410, 410, 410, 410, 410, 410]);
    expect(await membersOf('researcher')).toBe(before + 3);
    // Who came too late has no account either.
    const { rows } = await kit.database.pool.query(
      `select count(*)::int as n from users u where name = 'New' and not exists (select from project_members m where m.user_id = u.id)`,
    );
    expect(rows).toEqual([{ n: 0 }]);
  });

  it('answers alike whether it is unknown, malformed, expired, taken back, of a maker who may no longer, or of an archived project', async () => {
    const maker = await kit.addMember(projectId, 'admin');
    const expired = await makeInvite();
    await kit.database.pool.query(`update invites set expires_at = now() where id = $1`, [expired.id]);
    const revoked = await makeInvite();
    expect((await kit.call(admin, 'DELETE', `${invites()}/${revoked.id}`)).statusCode).toBe(204);
    const orphan = await makeInvite({}, maker);
    await kit.call(admin, 'PATCH', `/projects/${projectId}/members/${maker.id}`, { role: 'reviewer' });
    const unknown = `pwi_${'A'.repeat(43)}`;
    const person = await kit.addPerson();
    for (const token of [unknown, 'nonsense', expired.token, revoked.token, orphan.token]) {
      for (const answer of [
        await look(token),
        await register(newcomer(token)),
        await accept(person, token),
      ]) {
        const { requestId: _requestId, ...body } = answer.json();
        expect(body).toMatchObject({ status: 410, code: 'invite_over' });
        expect(body.detail).toBeUndefined();
      }
    }
    expect([await stateOf(expired.id), await stateOf(revoked.id), await stateOf(orphan.id)]).toEqual([
      'expired',
      'revoked',
      'maker_gone',
    ]);
    const archived = await makeInvite();
    await kit.call(admin, 'PATCH', `/projects/${projectId}`, { state: 'archived' });
    expect((await look(archived.token)).json()).toMatchObject({ code: 'invite_over' });
    await kit.call(admin, 'PATCH', `/projects/${projectId}`, { state: 'active' });
    expect((await look(archived.token)).statusCode).toBe(200);
  });

  it('cannot be taken back through another project', async () => {
    const { id, token } = await makeInvite();
    const elsewhere = await createProject(kit.database, { comparisons: 1 });
    const stranger = await kit.addMember(elsewhere.projectId, 'admin');
    for (const project of [projectId, elsewhere.projectId])
      expect((await kit.call(stranger, 'DELETE', `/projects/${project}/invites/${id}`)).json()).toMatchObject(
        { code: 'not_found' },
      );
    expect((await look(token)).statusCode).toBe(200);
  });

  it('refuses a password that is easy to guess and a taken e-mail, and stays open', async () => {
    const { token } = await makeInvite();
    const known = await kit.addPerson();
    expect((await register(newcomer(token, { password: 'woaini1314' }))).json()).toMatchObject({
      code: 'password_too_common',
      status: 422,
    });
    expect((await register(newcomer(token, { email: known.email }))).json()).toMatchObject({
      code: 'email_taken',
    });
    expect((await register(newcomer(token, { isOwner: true }))).json()).toMatchObject({
      code: 'invalid_request',
    });
    expect((await register(newcomer(token))).statusCode).toBe(201);
  });

  it('is no way to try out e-mail addresses', async () => {
    const { token } = await makeInvite();
    const known = await kit.addPerson();
    await kit.database.pool.query(`delete from throttles`);
    const codes: number[] = [];
    for (let i = 0; i < 52; i += 1)
      codes.push((await register(newcomer(token, { email: known.email }))).statusCode);
    expect(codes).toEqual([...Array.from({ length: 50 }, () => 409), 429, 429]);
    await kit.database.pool.query(`delete from throttles`);
  });
});

describe('inviting by a table', () => {
  const invite = (csv: string, more: object = {}) =>
    kit.call(admin, 'POST', `${invites()}/table`, { csv, currentPassword: PASSWORD, ...more });
  const openLinks = async (): Promise<number> =>
    (await kit.database.pool.query('select count(*)::int as n from invites')).rows[0].n;

  it('gives each person a link of their own, good for nobody else', async () => {
    const known = await kit.addPerson();
    const csv = `\uFEFF邮箱;角色;语言\r\nMei@Example.org;标注员;zh-CN\r\n${known.email};reviewer;\r\n`;
    const made = await invite(csv);
    expect(made.json()).toEqual({
      items: [
        { line: 2, email: 'mei@example.org', role: 'annotator', token: expect.stringMatching(/^pwi_/) },
        { line: 3, email: known.email, role: 'reviewer', token: expect.stringMatching(/^pwi_/) },
      ],
      sending: 0,
    });
    const [mei, other] = made.json().items;
    expect((await look(mei.token)).json()).toMatchObject({ email: 'mei@example.org' });
    expect((await register(newcomer(mei.token))).json()).toMatchObject({ code: 'wrong_state' });
    expect((await accept(await kit.addPerson(), other.token)).json()).toMatchObject({ code: 'wrong_state' });
    expect((await accept(known, other.token)).statusCode).toBe(200);
    expect((await register(newcomer(mei.token, { email: 'MEI@example.org' }))).statusCode).toBe(201);
    expect((await look(mei.token)).json()).toMatchObject({ code: 'invite_over' });
  });

  it('names the fault of every line and invites nobody', async () => {
    const member = await kit.addMember(projectId, 'annotator');
    const before = await openLinks();
    const answer = await invite(
      'email,role,language\nnot-an-address,annotator,en\na@example.org,boss,fr\nb@example.org,annotator,\nB@example.org,admin,en\n"c@example.org,annotator,en\n',
    );
    expect(answer.statusCode).toBe(400);
    const { faults } = answer.json();
    expect(faults.map(({ path, value }: { path: string; value: string }) => [path, value])).toEqual([
      ['body.csv.2.email', 'not-an-address'],
      ['body.csv.3.role', 'boss'],
      ['body.csv.3.language', 'fr'],
      ['body.csv.5.email', 'b@example.org'],
      ['body.csv.6', undefined],
    ]);
    const again = await invite(`email,role\nnew@example.org,annotator\n${member.email},annotator\n`);
    expect(again.json().faults).toEqual([
      expect.objectContaining({ path: 'body.csv.3.email', value: member.email }),
    ]);
    expect(await openLinks()).toBe(before);
  });

  it.each([
    ['no known columns', 'name,phone\nAnna,1\n', 'body.csv.1'],
    ['no people', 'email,role\n', 'body.csv.1'],
    [
      'too many people',
      `email,role\n${Array.from({ length: 501 }, (_, i) => `p${i}@example.org,annotator\n`).join('')}`,
      'body.csv.501',
    ],
  ])('refuses a table with %s', async (_what, csv, path) => {
    const before = await openLinks();
    const answer = await invite(csv);
    expect(answer.json()).toMatchObject({ code: 'invalid_request' });
    expect(answer.json().faults[0].path).toBe(path);
    expect(await openLinks()).toBe(before);
  });

  it('puts people into teams of the project, and names a team that it does not have', async () => {
    const member = await kit.addMember(projectId, 'annotator');
    await kit.database.pool.query(`update project_members set teams = '{Law,医学}' where user_id = $1`, [
      member.id,
    ]);
    await makeInvite({ teams: ['Invited'] });
    await kit.database.pool.query(`update batches set only_for = '{team:Kept}' where project_id = $1`, [
      projectId,
    ]);
    const before = await openLinks();
    const wrong = await invite(
      'email,role,team\nt1@example.org,annotator,Law\nt2@example.org,annotator,law\nt3@example.org,annotator,"Law, Chess"\n',
    );
    expect(wrong.json()).toMatchObject({
      code: 'invalid_request',
      faults: [
        { path: 'body.csv.3.team', value: 'law', fix: expect.stringContaining('Invited, Kept, Law, 医学') },
        { path: 'body.csv.4.team', value: 'Chess', fix: expect.stringContaining('put a member into') },
      ],
    });
    expect(await openLinks()).toBe(before);
    const made = await invite(
      '邮箱,角色,团队\nt1@example.org,标注员,"Law、医学"\nt2@example.org,annotator,\nt3@example.org,annotator,Kept\nt4@example.org,annotator,Invited\n',
    );
    expect(made.statusCode, made.body).toBe(201);
    const teams = [];
    for (const { token, email } of made.json().items) {
      expect((await register(newcomer(token, { email }))).statusCode).toBe(201);
      const { rows } = await kit.database.pool.query(
        `select m.teams from project_members m join users u on u.id = m.user_id where u.email = $1`,
        [email],
      );
      teams.push(rows[0].teams);
    }
    expect(teams).toEqual([['Law', '医学'], [], ['Kept'], ['Invited']]);
  });

  it('says so where the project has no team at all', async () => {
    const { projectId: bare } = await createProject(kit.database, { comparisons: 1 });
    const boss = await kit.addMember(bare, 'admin');
    const answer = await kit.call(boss, 'POST', `/projects/${bare}/invites/table`, {
      csv: 'email,role,team\nt9@example.org,annotator,Law\n',
    });
    expect(answer.json().faults).toEqual([
      {
        path: 'body.csv.2.team',
        rule: expect.stringContaining('of the project'),
        value: 'Law',
        fix: expect.stringContaining('has no team yet'),
      },
    ]);
  });

  it('says that it sends no mail where none is set up', async () => {
    const answer = await invite('email,role\nz@example.org,annotator\n', { send: true });
    expect(answer.json()).toMatchObject({ code: 'wrong_state' });
  });
});
