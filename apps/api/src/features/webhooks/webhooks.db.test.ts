import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { parseAllowList } from '@pairwright/runtime/outgoing/allow-list';
import { createTestApp, type Person } from '../../test-app.ts';

const kit = await createTestApp({
  outgoing: { openInternet: true, allow: parseAllowList('127.0.0.1:9099') ?? [], plainHttp: true },
});
afterAll(() => kit.close());

const address = 'http://127.0.0.1:9099/hooks';
let projectId: string;
let elsewhere: string;
let owner: Person;
let admin: Person;
let webhookId: string;
const make = (person: Person, change: object = {}) =>
  kit.call(person, 'POST', '/webhooks', { projectId, address, events: ['import.finished'], ...change });

beforeAll(async () => {
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  ({ projectId: elsewhere } = await createProject(kit.database, { comparisons: 1 }));
  owner = await kit.addPerson({ isOwner: true });
  admin = await kit.addMember(projectId, 'admin');
});

it('shows the secret once, and to nobody later', async () => {
  const made = await make(admin, { description: 'tells the trainer' });
  expect(made.statusCode).toBe(201);
  const { secret, id } = made.json();
  webhookId = id;
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(kit.logLines.join()).not.toContain(secret);
  const again = await kit.call(admin, 'GET', `/webhooks/${id}`);
  expect(again.json()).toMatchObject({
    projectId,
    address,
    description: 'tells the trainer',
    state: 'active',
  });
  const list = await kit.call(admin, 'GET', `/webhooks?projectId=${projectId}`);
  expect(list.json().items.map((one: { id: string }) => one.id)).toEqual([id]);
  expect(`${again.body}${list.body}`).not.toContain('secret"');
});

it.each([
  ['http://10.0.0.1/x', 'may open'],
  ['https://169.254.169.254/latest/meta-data/', 'may open'],
  ['https://localhost/x', 'may open'],
  ['https://[::1]/x', 'may open'],
  ['https://2130706433/x', 'may open'],
  ['http://127.0.0.1:9098/x', 'may open'],
  ['https://no-such-name.invalid/x', 'may open'],
  ['ftp://example.org/x', 'https'],
  ['https://u:hunter2@example.org/', 'password'],
  ['nonsense hunter2', 'no address'],
])('refuses %s, and does not repeat it', async (given, words) => {
  for (const answer of [
    await make(admin, { address: given }),
    await kit.call(admin, 'PATCH', `/webhooks/${webhookId}`, { address: given }),
  ]) {
    expect(answer.json()).toMatchObject({ code: 'invalid_request', faults: [{ path: 'body.address' }] });
    expect(answer.json().detail).toContain(words);
    expect(answer.body).not.toContain('hunter2');
  }
});

it('refuses events that are none, twice, missing, or only for the installation', async () => {
  for (const events of [[], ['import.finished', 'import.finished'], ['nothing'], ['account.created']])
    expect((await make(admin, { events })).json().code).toBe('invalid_request');
});

it('is for those who manage the project, and of the installation for the owner', async () => {
  const researcher = await kit.addMember(projectId, 'researcher');
  const stranger = await kit.addMember(elsewhere, 'admin');
  for (const person of [researcher, stranger]) {
    expect((await make(person)).json().code).toBe('not_found');
    expect((await kit.call(person, 'GET', `/webhooks?projectId=${projectId}`)).json().code).toBe('not_found');
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['POST', '/secret'],
      ['POST', '/test'],
      ['POST', '/redeliver'],
      ['GET', '/deliveries'],
      ['GET', `/deliveries/${webhookId}`],
      ['POST', `/deliveries/${webhookId}/redeliver`],
    ] as const)
      expect([path, (await kit.call(person, method, `/webhooks/${webhookId}${path}`)).json().code]).toEqual([
        path,
        'not_found',
      ]);
    expect(
      (await kit.call(person, 'PATCH', `/webhooks/${webhookId}`, { description: 'x' })).json().code,
    ).toBe('not_found');
  }
  expect((await make(admin, { projectId: null })).json().code).toBe('not_found');
  expect((await kit.call(admin, 'GET', '/webhooks')).json().code).toBe('not_found');
  const ofAll = await make(owner, { projectId: null, events: ['account.created'] });
  expect(ofAll.statusCode).toBe(201);
  expect((await kit.call(admin, 'GET', `/webhooks/${ofAll.json().id}`)).json().code).toBe('not_found');
  expect((await kit.call(owner, 'GET', `/webhooks/${webhookId}`)).statusCode).toBe(200);
  const script = await kit.tokenFor(admin, ['read']);
  expect((await kit.call(script, 'GET', `/webhooks/${webhookId}`)).json().code).toBe('scope_missing');
});

it('is sent a test at once, and its deliveries can be read', async () => {
  const { deliveryId } = (await kit.call(admin, 'POST', `/webhooks/${webhookId}/test`)).json();
  expect(kit.enqueued).toContain('webhooks.deliver');
  const list = await kit.call(admin, 'GET', `/webhooks/${webhookId}/deliveries?type=webhook.test`);
  expect(list.json()).toMatchObject({ items: [{ id: deliveryId, state: 'waiting', tries: 0 }] });
  const one = await kit.call(admin, 'GET', `/webhooks/${webhookId}/deliveries/${deliveryId}`);
  expect(JSON.parse(one.json().body)).toMatchObject({ id: deliveryId, type: 'webhook.test', projectId });
  expect((await kit.call(admin, 'GET', `/webhooks/${webhookId}/deliveries?cursor=x`)).json().code).toBe(
    'invalid_cursor',
  );
});
