import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '@pairwright/contract/access';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../../test-app.ts';

let kit: TestApp;
let projectId: string;
let owner: Person;
let script: Person;
beforeAll(async () => {
  kit = await createTestApp();
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  owner = await kit.addPerson({ isOwner: true });
  script = await kit.tokenFor(owner, [...scopes]);
});
afterAll(() => kit.close());

const own = { currentPassword: PASSWORD };
const higher = ['reviewer', 'researcher', 'admin'] as const;

/** Each way to give somebody a role, with the people that it takes. */
const ways: Record<
  string,
  (by: Person, role: string, proof?: object) => Promise<{ status: number; code: string }>
> = {
  'a new member': async (by, role, proof) => {
    const { email } = await kit.addPerson();
    return send(by, 'POST', '/members', { email, role, ...proof });
  },
  'a member with a new account': async (by, role, proof) => {
    const newAccount = { name: 'New', password: 'first password' };
    const email = `${kit.services.ids.next()}@example.org`;
    return send(by, 'POST', '/members', { email, role, newAccount, ...proof });
  },
  'a link': async (by, role, proof) => send(by, 'POST', '/invites', { role, ...proof }),
  'a table': async (by, role, proof) => {
    const email = `${kit.services.ids.next()}@example.org`;
    const csv = `email,role\nann-${email},annotator\n${email},${role}\n`;
    return send(by, 'POST', '/invites/table', { csv, ...proof });
  },
  'who asked for an account': async (by, role, proof) => {
    const id = kit.services.ids.next();
    await kit.database.pool.query(
      `insert into registrations (id, email, name, locale, password_hash, state)
         values ($1, $2, 'Asked', 'en', 'x', 'pending')`,
      [id, `${id}@example.org`],
    );
    const body = { approve: true, membership: { projectId, role }, ...proof };
    const { statusCode, body: text } = await kit.call(by, 'POST', `/registrations/${id}/decision`, body);
    return { status: statusCode, code: JSON.parse(text).code };
  },
};

async function send(by: Person, method: 'POST' | 'PATCH', path: string, body: object) {
  const answer = await kit.call(by, method, `/projects/${projectId}${path}`, body);
  return { status: answer.statusCode, code: answer.json().code };
}

const inProject = async (): Promise<number> =>
  (
    await kit.database.pool.query(
      `select ((select count(*) from project_members) + (select count(*) from invites) + (select count(*) from users))::int as n`,
    )
  ).rows[0].n;

describe.each(Object.keys(ways))('%s', (way) => {
  const give = (by: Person, role: string, proof?: object) => ways[way]!(by, role, proof);

  it('as annotator is let in by a program, and without a proof', async () => {
    expect((await give(script, 'annotator')).status).toBeLessThan(300);
    expect((await give(owner, 'annotator')).status).toBeLessThan(300);
  });

  it.each(higher)('as %s only by who is signed in and shows who they are', async (role) => {
    const before = (await inProject()) + (way === 'a new member' ? 3 : 0);
    expect(await give(script, role, own)).toEqual({ status: 403, code: 'session_required' });
    expect(await give(owner, role)).toEqual({ status: 403, code: 'proof_needed' });
    expect(await give(owner, role, { currentPassword: 'something else' })).toMatchObject({
      code: 'wrong_password',
    });
    expect(await inProject(), 'nothing was made').toBe(before);
    expect((await give(owner, role, own)).status).toBeLessThan(300);
  });
});

describe('a role', () => {
  const change = (by: Person, userId: string, body: object) => send(by, 'PATCH', `/members/${userId}`, body);
  const roleOf = async (userId: string): Promise<string> =>
    (await kit.database.pool.query('select role from project_members where user_id = $1', [userId])).rows[0]
      .role;

  it.each([
    ['annotator', 'reviewer'],
    ['annotator', 'researcher'],
    ['reviewer', 'researcher'],
    ['researcher', 'reviewer'],
    ['reviewer', 'admin'],
    ['researcher', 'admin'],
  ] as const)('of %s becomes %s, which may do something new, only with a proof', async (from, role) => {
    const { id } = await kit.addMember(projectId, from);
    expect((await change(script, id, { role, ...own })).code).toBe('session_required');
    expect((await change(owner, id, { role })).code).toBe('proof_needed');
    expect(await roleOf(id)).toBe(from);
    expect((await change(owner, id, { role, ...own })).status).toBe(200);
    expect(await roleOf(id)).toBe(role);
  });

  it.each([
    ['reviewer', 'annotator'],
    ['admin', 'researcher'],
    ['researcher', 'researcher'],
  ] as const)('of %s becomes %s by a program too', async (from, role) => {
    await kit.addMember(projectId, 'admin');
    const { id } = await kit.addMember(projectId, from);
    expect((await change(script, id, { role })).status).toBe(200);
    expect(await roleOf(id)).toBe(role);
  });
});

describe('for good', () => {
  const never = { auditDays: null, addressDays: null, uploadDays: null, exportDays: null, crowdIdDays: null };

  /** What cannot be undone, with what it needs; `ask` sends it as somebody. */
  const ends: Record<string, () => Promise<(by: Person, proof?: object) => ReturnType<TestApp['call']>>> = {
    'a person is erased': async () => {
      const { id, email } = await kit.addPerson();
      return (by, proof) => kit.call(by, 'POST', `/users/${id}/erase`, { email, ...proof });
    },
    'who asked is erased': async () => {
      const person = await kit.addPerson();
      const asked = await kit.call(person, 'POST', '/me/erasure-request', { email: person.email });
      return (by, proof) =>
        kit.call(by, 'POST', `/erasure-requests/${asked.json().id}/decision`, {
          decision: 'erase',
          email: person.email,
          ...proof,
        });
    },
    'the name of a file is erased': async () => {
      const id = kit.services.ids.next();
      await kit.database.pool.query(`insert into users (id, kind, name) values ($1, 'imported', $2)`, [
        id,
        id,
      ]);
      await kit.database.pool.query(
        `insert into imported_annotators (user_id, project_id, external_name, slot)
         select $1::uuid, $2, $1::text, coalesce(max(slot) + 1, 0) from imported_annotators where project_id = $2`,
        [id, projectId],
      );
      return (by, proof) =>
        kit.call(by, 'POST', `/projects/${projectId}/annotators/${id}/erase-name`, { name: id, ...proof });
    },
    'a project is removed': async () => {
      const made = await createProject(kit.database, { comparisons: 1 });
      await kit.database.pool.query(`update projects set deleted_at = now() where id = $1`, [made.projectId]);
      const { rows } = await kit.database.pool.query(`select name from projects where id = $1`, [
        made.projectId,
      ]);
      return (by, proof) =>
        kit.call(by, 'POST', `/trash/${made.projectId}/purge`, { name: rows[0].name, ...proof });
    },
    'less is kept': async () => (by, proof) =>
      kit.call(by, 'PUT', '/retention', { ...never, signInDays: 90, ...proof }),
  };

  it.each(Object.keys(ends))('%s only by who is signed in and shows who they are', async (what) => {
    const ask = await ends[what]!();
    expect((await ask(script, own)).json().code).toBe('session_required');
    expect((await ask(owner)).json().code).toBe('proof_needed');
    expect((await ask(owner, { currentPassword: 'something else' })).json().code).toBe('wrong_password');
    const done = await ask(owner, own);
    expect(done.statusCode, done.body).toBeLessThan(300);
  });
});
