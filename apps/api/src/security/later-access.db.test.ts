import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { scopes } from '@pairwright/contract/access';
import type { About, Endpoint, ProjectAction } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestApp, type Person, type TestApp } from '../test-app.ts';
import { furnish, type Furnished } from './furnished.fixture.ts';
import { operationsWithBody, validBody } from './valid-bodies.fixture.ts';

/** Written out by hand, like those of the access matrix: what the contract says must not be what proves it. */
const decided: Partial<Record<OperationName, { action: ProjectAction; of: 'one' | 'any' | 'list' }>> = {
  listWebhooks: { of: 'one', action: 'manage' },
  createWebhook: { of: 'one', action: 'manage' },
  getWebhook: { of: 'one', action: 'manage' },
  updateWebhook: { of: 'one', action: 'manage' },
  rotateWebhookSecret: { of: 'one', action: 'manage' },
  testWebhook: { of: 'one', action: 'manage' },
  listDeliveries: { of: 'one', action: 'manage' },
  getDelivery: { of: 'one', action: 'manage' },
  redeliver: { of: 'one', action: 'manage' },
  redeliverDead: { of: 'one', action: 'manage' },
  deleteWebhook: { of: 'one', action: 'manage' },
  restoreProject: { of: 'one', action: 'manage' },
  correctMyTime: { of: 'one', action: 'annotate' },
  createProject: { of: 'any', action: 'manage' },
  listTrash: { of: 'list', action: 'manage' },
  listProjects: { of: 'list', action: 'view' },
  listMyProjects: { of: 'list', action: 'annotate' },
  getMe: { of: 'list', action: 'annotate' },
};
const mayDo: Record<string, readonly ProjectAction[]> = {
  admin: ['view', 'annotate', 'manage'],
  researcher: ['view', 'annotate'],
  reviewer: ['view', 'annotate'],
  annotator: ['annotate'],
};
const roles = ['admin', 'researcher', 'reviewer', 'annotator'] as const;
const callers = [
  ...roles,
  ...roles.map((role) => `${role} elsewhere`),
  'owner',
  'token of the admin',
  'token of the owner',
  'token elsewhere',
];
/** Where the owner is like anybody else: a member, or not. */
const joined = new Set<OperationName>(['correctMyTime', 'listMyProjects', 'getMe']);
const inTrash = new Set<OperationName>(['restoreProject', 'listTrash']);

function aboutOf(name: OperationName): About | undefined {
  const { access }: Endpoint = endpoints[name];
  return access.kind === 'signed_in' ? access.about : undefined;
}
const operations = (Object.keys(endpoints) as OperationName[]).filter((name) => {
  const about = aboutOf(name);
  return about !== undefined && about !== 'oneself';
});

let kit: TestApp;
let mine: Furnished;
const people: Record<string, Person> = {};
beforeAll(async () => {
  kit = await createTestApp();
  mine = await furnish(kit, 'mine');
  const elsewhere = await furnish(kit, 'elsewhere');
  for (const role of roles) {
    people[role] = await kit.addMember(mine.projectId, role);
    people[`${role} elsewhere`] = await kit.addMember(elsewhere.projectId, role);
  }
  const owner = await kit.addPerson({ isOwner: true });
  people['owner'] = owner;
  // Each for one project, of people whom nothing else keeps out of the other.
  const both = people['admin'] as Person;
  await kit.database.db
    .insertInto('project_members')
    .values({ project_id: elsewhere.projectId, user_id: both.id, role: 'admin' })
    .execute();
  people['token of the admin'] = await kit.tokenFor(both, [...scopes], [mine.projectId]);
  people['token of the owner'] = await kit.tokenFor(owner, [...scopes], [mine.projectId]);
  people['token elsewhere'] = await kit.tokenFor(both, [...scopes], [elsewhere.projectId]);
});
afterAll(() => kit.close());

/** As before what was let through: the webhook there, its delivery at rest, the project where the operation looks for it. */
beforeEach(async () => {
  const { pool } = kit.database;
  await pool.query(`update webhooks set deleted_at = null`);
  await pool.query(`update webhook_deliveries set state = 'dead', done_at = now()`);
  await pool.query(`update projects set deleted_at = null, deleted_by = null`);
});

async function ask(name: OperationName, caller: string, ids: Readonly<Record<string, string>>) {
  if (inTrash.has(name))
    await kit.database.pool.query('update projects set deleted_at = now() where id = $1', [mine.projectId]);
  const { method, path, query }: Endpoint = endpoints[name];
  const filled = path.replaceAll(/:(\w+)/g, (_, key: string) => ids[key] ?? '');
  const asksForProject = name === 'listWebhooks' && query !== undefined;
  const body = operationsWithBody.includes(name) ? validBody(name, ids) : undefined;
  return kit.call(
    people[caller] ?? null,
    method,
    `${filled}${asksForProject ? `?projectId=${ids['projectId']}` : ''}`,
    body,
  );
}

/** By the table above: whether the project is open to them for this. */
function isOpen(name: OperationName, caller: string): boolean {
  const rule = decided[name];
  if (rule === undefined) throw new Error(`This table does not say what ${name} needs.`);
  if (caller === 'owner' || caller === 'token of the owner')
    return !joined.has(name) && !isLimited(name, caller);
  if (caller.startsWith('token')) return caller === 'token of the admin' && !isLimited(name, caller);
  const [role = '', place] = caller.split(' ');
  return mayDo[role]?.includes(rule.action) === true && (place === undefined || rule.of === 'any');
}

/** A project that a token is for makes no other. */
const isLimited = (name: OperationName, caller: string): boolean =>
  caller.startsWith('token') && decided[name]?.of === 'any';

const told = ({ statusCode, body }: LightMyRequestResponse) => ({
  statusCode,
  body: body.replace(/"requestId":"[^"]+"/, ''),
});

it('is asked of every operation whose use case decides', () => {
  const declared = operations.map((name) => {
    const { of, action } = aboutOf(name) as Exclude<About, 'oneself'>;
    return [name, { of, action }];
  });
  expect(Object.fromEntries(declared)).toEqual(decided);
});

describe.each(callers)('%s', (caller) => {
  it.each(operations.filter((name) => decided[name]?.of !== 'list'))('%s', async (name) => {
    const answer = await ask(name, caller, mine.ids);
    if (isOpen(name, caller)) return expect(answer.statusCode, answer.body).toBeLessThan(300);
    expect(answer.json().code, answer.body).toBe(isLimited(name, caller) ? 'scope_missing' : 'not_found');
    if (decided[name]?.of === 'any') return;
    const none = Object.fromEntries(Object.keys(mine.ids).map((key) => [key, systemIds.next()]));
    expect(told(answer), 'and like of one that does not exist').toEqual(told(await ask(name, caller, none)));
  });

  it.each(operations.filter((name) => decided[name]?.of === 'list'))('%s', async (name) => {
    const answer = await ask(name, caller, mine.ids);
    expect(answer.statusCode, answer.body).toBe(200);
    expect(answer.body.includes(mine.projectId)).toBe(isOpen(name, caller));
  });
});

describe('what belongs to the installation', () => {
  it.each(callers)('%s', async (caller) => {
    const answer = await kit.call(people[caller] ?? null, 'GET', '/webhooks');
    expect(answer.statusCode).toBe(caller === 'owner' ? 200 : 404);
  });
});

describe('a project in the trash', () => {
  it.each(['createWebhook', 'listWebhooks', 'getWebhook', 'correctMyTime', 'createProject'] as const)(
    '%s',
    async (name) => {
      await kit.database.pool.query('update projects set deleted_at = now()');
      expect((await ask(name, 'admin', mine.ids)).statusCode).toBe(404);
    },
  );
});
