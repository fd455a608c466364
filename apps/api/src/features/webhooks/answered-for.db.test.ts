import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { deliverDue, sweepWebhooks } from '@pairwright/core/webhooks/deliver.service';
import { loopbackSettings, openReceiver } from '@pairwright/core/webhooks/webhooks.fixture';
import { parseAllowList } from '@pairwright/runtime/outgoing/allow-list';
import { createTestApp, PASSWORD, type Person } from '../../test-app.ts';

const kit = await createTestApp({
  outgoing: { openInternet: false, allow: parseAllowList('127.0.0.1') ?? [], plainHttp: true },
});
afterAll(() => kit.close());

let receiver: Awaited<ReturnType<typeof openReceiver>>;
let projectId: string;
let admin: Person;
beforeEach(async () => {
  receiver = await openReceiver();
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  admin = await kit.addMember(projectId, 'admin');
});
afterEach(async () => {
  await receiver.close();
  await kit.database.db.deleteFrom('webhooks').execute();
});

async function ask<T = Record<string, unknown>>(
  ...[person, method, url, body]: [Person, 'GET' | 'POST' | 'PATCH' | 'DELETE', string, unknown?]
): Promise<T> {
  const answer = await kit.call(person, method, url, body);
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return (answer.body === '' ? {} : answer.json()) as T;
}

/** A token as people make it, with its id. */
async function newToken(person: Person, name = 'deploy script'): Promise<{ id: string; script: Person }> {
  const { id, secret } = await ask<{ id: string; secret: string }>(person, 'POST', '/me/tokens', {
    name,
    scopes: ['manage'],
    expiresInDays: 30,
    currentPassword: PASSWORD,
  });
  return { id, script: { ...person, headers: { authorization: `Bearer ${secret}` } } };
}

const make = (person: Person, ofProject: string | null = projectId) =>
  ask<{ id: string }>(person, 'POST', '/webhooks', {
    projectId: ofProject,
    address: receiver.address,
    events: ['guidelines.published'],
  });
let version = 1;
/** Something happens; gives what has arrived at the receiver once everything was sent that may be. */
async function happens(webhookId: string): Promise<number> {
  version += 1;
  await kit.database.db
    .insertInto('guidelines')
    .values({ project_id: projectId, version, markdown: 'x' })
    .execute();
  await deliver(webhookId);
  return receiver.received.length;
}
const deliver = (webhookId: string) =>
  deliverDue(kit.services, loopbackSettings(), { webhookId, signal: new AbortController().signal });
const look = (person: Person, id: string) => ask(person, 'GET', `/webhooks/${id}`);
const run = (text: string, values: unknown[]) => kit.database.pool.query(text, values);

const ends: [string, 'token' | 'rights', (token: string) => Promise<unknown>][] = [
  ['is revoked', 'token', (token) => ask(admin, 'DELETE', `/me/tokens/${token}`)],
  [
    'expires',
    'token',
    (token) => run(`update api_tokens set expires_at = now() - interval '1 second' where id = $1`, [token]),
  ],
  ['is gone altogether', 'token', (token) => run('delete from api_tokens where id = $1', [token])],
  [
    'has an owner who is no admin any more',
    'rights',
    () => run(`update project_members set role = 'researcher' where user_id = $1`, [admin.id]),
  ],
  [
    'has an owner who left the project',
    'rights',
    () => run('delete from project_members where user_id = $1', [admin.id]),
  ],
  [
    'has an owner who is suspended',
    'rights',
    () => run('update users set disabled_at = now() where id = $1', [admin.id]),
  ],
];

describe.each(ends)('a webhook whose token %s', (_what, because, end) => {
  it('is paused before it sends anything more, says why, and goes on when another admin takes it over', async () => {
    const other = await kit.addMember(projectId, 'admin');
    const { id: token, script } = await newToken(admin);
    const { id } = await make(script);
    expect(await happens(id)).toBe(1);
    await end(token);
    expect(await happens(id)).toBe(1);
    expect(await look(other, id)).toMatchObject({ state: 'paused', pausedBecause: because, waiting: 1 });
    await ask(other, 'PATCH', `/webhooks/${id}`, { state: 'active' });
    expect(await look(other, id)).toMatchObject({ state: 'active', responsible: { token: null } });
    await deliver(id);
    expect(receiver.received.length).toBe(2);
  });

  it('is paused by the sweep too, once, with nothing to send', async () => {
    const { id: token, script } = await newToken(admin);
    const { id } = await make(script);
    await end(token);
    for (const _ of [1, 2]) await sweepWebhooks(kit.services);
    const { rows } = await run(
      `select via, after from audit_events where object_id = $1 and action = 'pauseWebhook'`,
      [id],
    );
    expect(rows).toEqual([{ via: 'system', after: { state: 'paused', paused_because: because } }]);
  });
});

it('says who answers for it, and by which token', async () => {
  const { script } = await newToken(admin, 'nightly');
  const { id } = await make(script);
  expect(await look(admin, id)).toMatchObject({
    responsible: { name: 'Somebody', token: { name: 'nightly' } },
  });
  const { id: bySession } = await make(admin);
  expect(await look(admin, bySession)).toMatchObject({ responsible: { name: 'Somebody', token: null } });
});

it('outlives other tokens and sessions, and the person who made it as long as they may manage', async () => {
  const { id: token } = await newToken(admin);
  const { id } = await make(admin);
  await ask(admin, 'DELETE', `/me/tokens/${token}`);
  await run('delete from sessions where user_id = $1', [admin.id]);
  expect(await happens(id)).toBe(1);
  await run(`update project_members set role = 'reviewer' where user_id = $1`, [admin.id]);
  expect(await happens(id)).toBe(1);
});

it('hangs on the token that says where it goes or what it tells, and not on one that describes it', async () => {
  const { id } = await make(admin);
  const { id: token, script } = await newToken(admin);
  await ask(script, 'PATCH', `/webhooks/${id}`, { description: 'for the trainer' });
  expect(await look(admin, id)).toMatchObject({ responsible: { token: null } });
  for (const change of [
    { address: `${receiver.address}/else` },
    { events: ['guidelines.published', 'question.published'] },
    { state: 'active' },
  ]) {
    await ask(script, 'PATCH', `/webhooks/${id}`, change);
    expect(await look(admin, id), JSON.stringify(change)).toMatchObject({
      responsible: { token: { name: 'deploy script' } },
    });
    await ask(admin, 'PATCH', `/webhooks/${id}`, { state: 'active' });
    expect(await look(admin, id)).toMatchObject({ responsible: { token: null } });
  }
  await ask(script, 'PATCH', `/webhooks/${id}`, { address: `${receiver.address}/else` });
  await ask(admin, 'DELETE', `/me/tokens/${token}`);
  expect(await happens(id)).toBe(0);
});

it('of the installation goes on while its owner is one, and with a token only of the whole installation', async () => {
  const owner = await kit.addPerson({ isOwner: true });
  const { id: token, script } = await newToken(owner);
  const { id } = await make(script, null);
  expect(await happens(id)).toBe(1);
  await run('update api_tokens set project_ids = array[$2]::uuid[] where id = $1', [token, projectId]);
  expect(await happens(id)).toBe(1);
  expect(await look(owner, id)).toMatchObject({ pausedBecause: 'token' });
  await ask(owner, 'PATCH', `/webhooks/${id}`, { state: 'active' });
  await run('update users set is_owner = false where id = $1', [owner.id]);
  await deliver(id);
  expect(receiver.received.length).toBe(1);
});

it('made before anybody answered for webhooks is answered for by who made it', async () => {
  const { id } = await make(admin);
  await run('update webhooks set responsible_id = null where id = $1', [id]);
  expect(await happens(id)).toBe(1);
  await run(`delete from project_members where user_id = $1`, [admin.id]);
  expect(await happens(id)).toBe(1);
});
