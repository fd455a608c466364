import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import type { FactorDemand } from '@pairwright/contract/registrations';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../../test-app.ts';
import { giveSoftPasskey } from './passkey.fixture.ts';

let kit: TestApp;
let owner: Person;
let projectId: string;
beforeAll(async () => {
  kit = await createTestApp();
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  owner = await kit.addPerson({ isOwner: true });
  await giveSoftPasskey(kit, owner.id);
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles');
});

const password = { currentPassword: PASSWORD };
const demand = (of: FactorDemand, person = owner, rest: object = password) =>
  kit.call(person, 'PUT', '/account-settings/second-factor', { of, ...rest });
const refused = { code: 'factor_demanded', status: 401 };
const projects = (person: Person) => kit.call(person, 'GET', '/annotate/projects');

async function setUp(person: Person): Promise<void> {
  const { secret } = (await kit.call(person, 'POST', '/me/totp', password)).json();
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: kit.services.clock.now(),
  });
  expect((await kit.call(person, 'POST', '/me/totp/confirm', { code })).statusCode).toBe(200);
}

describe('a second factor that is demanded', () => {
  it('of everybody: nothing else can be done before, by nobody who has none, and by no token of theirs', async () => {
    const [person, has] = [await kit.addMember(projectId, 'annotator'), await kit.addPerson()];
    const script = await kit.tokenFor(person, ['annotate']);
    await giveSoftPasskey(kit, has.id);
    expect((await demand('everybody')).json()).toEqual({ secondFactor: 'everybody' });
    expect((await projects(person)).json()).toMatchObject(refused);
    expect((await kit.call(script, 'GET', '/annotate/projects')).json()).toMatchObject(refused);
    expect((await projects(has)).statusCode).toBe(200);
    const signedIn = await kit.call(null, 'POST', '/session', { email: person.email, password: PASSWORD });
    expect(signedIn.json()).toMatchObject({ id: person.id, mustAddFactor: true });
    await setUp(person);
    expect((await projects(person)).statusCode).toBe(200);
    expect((await kit.call(script, 'GET', '/annotate/projects')).statusCode).toBe(200);
    expect((await kit.call(person, 'GET', '/me')).json()).toMatchObject({ mustAddFactor: false });
    // Taking the last one away leads there again.
    await kit.call(person, 'POST', '/me/totp/remove', password);
    expect((await projects(person)).json()).toMatchObject(refused);
  });

  it('of owners and admins: of them in whatever project, and of nobody else', async () => {
    const [admin, annotator] = [
      await kit.addMember(projectId, 'admin'),
      await kit.addMember(projectId, 'annotator'),
    ];
    const second = await kit.addPerson({ isOwner: true });
    await demand('managers');
    for (const person of [admin, second]) expect((await projects(person)).json()).toMatchObject(refused);
    expect((await projects(annotator)).statusCode).toBe(200);
    await kit.call(owner, 'PATCH', `/projects/${projectId}/members/${annotator.id}`, {
      role: 'admin',
      currentPassword: PASSWORD,
    });
    expect((await projects(annotator)).json()).toMatchObject(refused);
    await demand('nobody');
    for (const person of [admin, second, annotator]) expect((await projects(person)).statusCode).toBe(200);
  });

  it('begun and not confirmed is none', async () => {
    const person = await kit.addPerson();
    await demand('everybody');
    await kit.call(person, 'POST', '/me/totp', password);
    expect((await projects(person)).json()).toMatchObject(refused);
  });

  it('leaves those without a password to their provider or platform', async () => {
    const person = await kit.addPerson();
    await kit.database.pool.query('update users set password_hash = null where id = $1', [person.id]);
    await demand('everybody');
    expect((await projects(person)).statusCode).toBe(200);
  });

  it('is demanded by an owner who shows who they are, and is written down', async () => {
    await demand('nobody');
    expect((await demand('everybody', owner, {})).json()).toMatchObject({ code: 'proof_needed' });
    expect((await demand('everybody', await kit.addMember(projectId, 'admin'))).json()).toMatchObject({
      code: 'not_found',
    });
    expect((await kit.call(owner, 'GET', '/account-settings')).json()).toEqual({
      registration: 'off',
      secondFactor: 'nobody',
    });
    await demand('managers');
    const { rows } = await kit.database.pool.query(
      `select before, after from audit_events where action = 'demandSecondFactor' order by seq desc limit 1`,
    );
    expect(rows).toEqual([{ before: { value: 'nobody' }, after: { value: 'managers' } }]);
  });

  it('opens only what it takes to set one up, whatever is asked', async () => {
    await demand('everybody');
    const person = await kit.addMember(projectId, 'admin');
    const open: OperationName[] = [];
    const id = '01900000-0000-7000-8000-000000000000';
    for (const name of Object.keys(endpoints) as OperationName[]) {
      const { access, method, path }: Endpoint = endpoints[name];
      if (access.kind === 'public') continue;
      const url = path.replace(':projectId', projectId).replace(/:\w+/g, id);
      // A parameter that nothing takes: whoever is let through is told so, and nothing is changed.
      const { code } = (await kit.call(person, method, `${url}?probe=1`)).json();
      if (code !== 'factor_demanded') open.push(name);
    }
    expect(open.sort()).toEqual([
      'addPasskey',
      'confirmTotp',
      'getMe',
      'getMyFactors',
      'getMyProof',
      'proveByPasskey',
      'startPasskey',
      'startPasskeyProof',
      'startProviderProof',
      'startTotp',
      'updateMe',
    ]);
  });
});
