import { Secret, TOTP } from 'otpauth';
import { afterAll, expect, it } from 'vitest';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { openMailer } from '@pairwright/runtime/mail/mailer';
import { createTestApp, PASSWORD, type Person } from '../../test-app.ts';
import { waysIn } from './ways-in.fixture.ts';

const kit = await createTestApp(
  {},
  openMailer({ url: 'console:', from: 'label@example.org', write: () => undefined }),
);
const { db } = kit.database;
afterAll(() => kit.close());
const secrets: string[] = [PASSWORD];
const done = new Set<string>();
const newPassword = 'quite another secret sentence';
const last = async () =>
  (await db.selectFrom('audit_events').select('seq').orderBy('seq', 'desc').executeTakeFirst())?.seq ?? 0;

/** Asks for a change, and sees that it leaves one entry, by whom it was. */
async function act(
  name: OperationName,
  person: Person | null,
  asked: { params?: Record<string, string>; body?: unknown; by?: string | null } = {},
) {
  const before = await last();
  const endpoint: Endpoint = endpoints[name];
  const path = endpoint.path.replace(/:(\w+)/g, (_, key: string) => asked.params?.[key] ?? key);
  const answer = await kit.call(person, endpoint.method, path, asked.body);
  expect(answer.statusCode, `${name} ${answer.body}`).toBeLessThan(300);
  const entries = await db
    .selectFrom('audit_events')
    .select(['action', 'actor_id', 'project_id', 'object_id', 'before', 'after'])
    .where('seq', '>', before)
    .execute();
  expect(
    entries.map(({ action }) => action),
    name,
  ).toEqual([name]);
  expect(entries[0]?.actor_id, name).toBe(asked.by === undefined ? person?.id : asked.by);
  done.add(name);
  return { json: answer.statusCode === 204 ? null : answer.json(), entry: entries[0] };
}

async function projectOf(owner: Person): Promise<void> {
  const { projectId } = await createProject(kit.database, { comparisons: 1 });
  const params = { projectId };
  const asNew = await act('createInvite', owner, { params, body: { role: 'annotator', expiresInDays: 1 } });
  expect(asNew.entry).toMatchObject({ project_id: projectId, before: null, after: { role: 'annotator' } });
  const body = { email: 'new@example.org', name: 'Noa', password: newPassword, locale: 'en' };
  secrets.push(asNew.json.token as string, newPassword);
  await kit.call(null, 'POST', '/invitations/look', { token: asNew.json.token });
  const joining = { token: asNew.json.token, ...body };
  const before = await last();
  const joined = await kit.call(null, 'POST', '/invitations/register', joining);
  expect(joined.statusCode, joined.body).toBe(201);
  const entry = await db.selectFrom('audit_events').selectAll().where('seq', '>', before).execute();
  expect(entry).toMatchObject([
    {
      action: 'joinAsNewPerson',
      actor_id: joined.json().id,
      project_id: projectId,
      after: { role: 'annotator' },
    },
  ]);
  done.add('joinAsNewPerson');
  const asOld = await act('createInvite', owner, {
    params,
    body: { role: 'reviewer', expiresInDays: 1, currentPassword: PASSWORD },
  });
  const somebody = await kit.addPerson();
  const known = await act('joinByInvite', somebody, { body: { token: asOld.json.token } });
  expect(known.entry).toMatchObject({
    project_id: projectId,
    object_id: somebody.id,
    after: { role: 'reviewer' },
  });
  const third = await act('createInvite', owner, { params, body: { role: 'annotator', expiresInDays: 1 } });
  await act('revokeInvite', owner, { params: { projectId, inviteId: third.json.id } });
  const crowd = await act('createCrowdLink', owner, {
    params,
    body: { name: 'Study', signed: false, wanted: 3, maxPeople: 9, expiresInDays: 1 },
  });
  secrets.push(crowd.json.key as string, 'worker-of-a-platform');
  const linkId = crowd.json.id as string;
  const before2 = await last();
  const query = '?PROLIFIC_PID=worker-of-a-platform';
  const entered = await kit.call(null, 'POST', '/crowd/enter', { linkId, query, locale: 'en' });
  expect(entered.statusCode, entered.body).toBeLessThan(300);
  expect(
    await db.selectFrom('audit_events').select(['action', 'after']).where('seq', '>', before2).execute(),
  ).toMatchObject([{ action: 'enterByCrowdLink', after: { role: 'annotator' } }]);
  done.add('enterByCrowdLink');
  await act('closeCrowdLink', owner, { params: { projectId, linkId } });
  const table = { csv: 'email,role\nlea@example.org,annotator\n', expiresInDays: 1 };
  const invited = await act('invitePeople', owner, { params, body: table });
  secrets.push(invited.json.items[0].token as string, 'lea@example.org');
  expect(invited.entry).toMatchObject({ after: { people: 1 } });
}

async function accountsOf(owner: Person): Promise<void> {
  await act('updateAccountSettings', owner, { body: { registration: 'approval' } });
  const stranger = { email: 'sam@example.org', name: 'Sam', password: newPassword, locale: 'en' };
  const first = await act('requestAccount', null, { body: stranger, by: null });
  expect(first.entry).toMatchObject({ before: null, after: null, object_id: expect.stringMatching(/-/) });
  // Asked before: the same work, and nothing was kept.
  const again = await act('requestAccount', null, { body: stranger, by: null });
  expect(again.entry?.object_id).toBeNull();
  secrets.push(stranger.email);
  const { items } = (await kit.call(owner, 'GET', '/registrations')).json();
  const params = { registrationId: items[0].id as string };
  await act('decideRegistration', owner, { params, body: { approve: true } });
  const person = await kit.addPerson();
  await askForLink(person);
  const of = { params: { userId: person.id }, body: { currentPassword: PASSWORD } };
  const set = await act('setPassword', owner, { ...of, body: { ...of.body, password: newPassword } });
  expect(set.entry).toMatchObject({ object_id: person.id, after: { password: 'changed' } });
  const link = await act('createPasswordReset', owner, of);
  secrets.push(link.json.token as string);
  const body = { token: link.json.token, password: newPassword };
  const reset = await act('resetPassword', null, { body, by: person.id });
  expect(reset.entry).toMatchObject({ object_id: person.id, after: { password: 'changed' } });
}

/** Written after the answer, and only where there is somebody to write to. */
async function askForLink(person: Person): Promise<void> {
  const before = await last();
  for (const email of ['nobody@example.org', person.email]) {
    const asked = await kit.call(null, 'POST', '/password-reset/request', { email });
    expect(asked.statusCode, asked.body).toBeLessThan(300);
  }
  const written = () =>
    db
      .selectFrom('audit_events')
      .select(['action', 'actor_id', 'via', 'object_id', 'after'])
      .where('seq', '>', before)
      .execute();
  await expect.poll(async () => (await written()).length).toBe(1);
  expect(await written()).toEqual([
    {
      action: 'requestPasswordReset',
      actor_id: null,
      via: 'public',
      object_id: person.id,
      after: { password_link: 'made' },
    },
  ]);
  done.add('requestPasswordReset');
}

async function factorsOf(owner: Person): Promise<void> {
  const person = await kit.addPerson();
  const own = { body: { currentPassword: PASSWORD } };
  const { secret } = (await kit.call(person, 'POST', '/me/totp', own.body)).json();
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  const codes = await act('confirmTotp', person, { body: { code } });
  const renewed = await act('renewRecoveryCodes', person, own);
  secrets.push(secret, codes.json.recoveryCodes[0], renewed.json.recoveryCodes[0]);
  await act('removeTotp', person, own);
  const [passkey, identity] = [kit.services.ids.next(), kit.services.ids.next()];
  await kit.database.pool.query(
    `insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name) values ($1, $2, 'c', 'k', 0, '{}', 'phone')`,
    [passkey, person.id],
  );
  await kit.database.pool.query(
    `insert into identities (id, issuer, subject, user_id) values ($1, 'https://idp.example', 's', $2)`,
    [identity, person.id],
  );
  await act('removePasskey', person, { params: { passkeyId: passkey }, ...own });
  await act('removeIdentity', person, { params: { identityId: identity }, ...own });
  await kit.call(null, 'POST', '/session', { email: person.email, password: PASSWORD });
  const { items } = (await kit.call(person, 'GET', '/me/sessions')).json();
  const other = items.find(({ isThis }: { isThis: boolean }) => !isThis);
  await act('endMySession', person, { params: { sessionId: other.id } });
  await act('endMyOtherSessions', person);
  const ended = await act('endSessionsOf', owner, { params: { userId: person.id } });
  expect(ended.entry).toMatchObject({ object_id: person.id, after: { ended: 1 } });
  await act('endAllSessions', owner);
  await act('removeFactors', owner, {
    params: { userId: person.id },
    body: { currentPassword: PASSWORD },
  });
}

it('every way in leaves its entry, and no secret or e-mail of a stranger in the log', async () => {
  const owner = await kit.addPerson({ isOwner: true });
  await projectOf(owner);
  await accountsOf(owner);
  await factorsOf(owner);
  expect([...done].sort()).toEqual([...waysIn].sort());
  const { rows } = await kit.database.pool.query(
    'select (select json_agg(e) from audit_events e) as events, (select json_agg(p) from audit_private p) as private',
  );
  const log = JSON.stringify(rows);
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(5);
    expect(log, secret).not.toContain(secret);
  }
  expect(await checkAudit(kit.services)).toMatchObject({ fault: null });
});
