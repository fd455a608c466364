import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AuditEntry } from '@pairwright/contract/audit';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { type ChainedEntry, chainFault } from '@pairwright/domain/audit/chain';
import { sha256Hex } from '@pairwright/runtime/hash';
import { createTestApp, PASSWORD, type Person } from '../../test-app.ts';

const kit = await createTestApp();
afterAll(() => kit.close());
let owner: Person;
let admin: Person;
let annotator: Person;
let projectId: string;

beforeAll(async () => {
  ({ projectId } = await createProject(kit.database, { comparisons: 1 }));
  owner = await kit.addPerson({ isOwner: true, name: 'Olga' });
  admin = await kit.addMember(projectId, 'admin');
  annotator = await kit.addMember(projectId, 'annotator');
});

async function entries(person: Person, query = '', of = '/audit'): Promise<AuditEntry[]> {
  const answer = await kit.call(person, 'GET', `${of}${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().items;
}
const project = (): string => `/projects/${projectId}`;
const rename = (person: Person, name: string) => kit.call(person, 'PATCH', project(), { name });

it('tells who changed what, as it was and as it is, and from where', async () => {
  const answer = await rename(admin, 'Renamed');
  expect(answer.statusCode).toBe(200);
  const [entry] = await entries(owner);
  expect(entry).toEqual({
    seq: expect.any(Number),
    occurredAt: expect.stringMatching(/^\d{4}-.*Z$/),
    actor: { id: admin.id, name: 'Somebody' },
    via: 'session',
    action: 'updateProject',
    object: { kind: 'project', id: projectId, name: null },
    project: { id: projectId, name: 'Renamed' },
    requestId: expect.stringMatching(/-/),
    address: '127.0.0.1',
    before: { name: 'Test' },
    after: { name: 'Renamed' },
  });
});

it('keeps names and e-mails of accounts beside the chain, and shows them', async () => {
  const made = await kit.call(owner, 'POST', '/users', {
    email: 'kim@example.org',
    name: 'Kim',
    password: PASSWORD,
  });
  const [entry] = await entries(owner);
  expect(entry).toMatchObject({
    action: 'createUser',
    object: { kind: 'account', id: made.json().id, name: 'Kim' },
    before: null,
    after: { name: 'Kim', email: 'kim@example.org', is_owner: false },
  });
  const chained = await kit.database.db.selectFrom('audit_events').selectAll().execute();
  expect(JSON.stringify(chained)).not.toContain('kim@example.org');
});

it('says by a token, where it was one', async () => {
  const script = await kit.tokenFor(admin, ['manage']);
  await rename(script, 'By a script');
  expect((await entries(owner))[0]).toMatchObject({ via: 'token', actor: { id: admin.id } });
});

it('has no entry of what was refused, whatever it had done by then', async () => {
  const before = (await entries(owner)).length;
  expect((await kit.call(admin, 'PATCH', project(), { state: 'nonsense' })).statusCode).toBe(400);
  expect((await kit.call(annotator, 'PATCH', project(), { name: 'Mine' })).statusCode).toBe(404);
  // The last admin: refused after the row was changed.
  const last = await kit.call(owner, 'PATCH', `${project()}/members/${admin.id}`, { role: 'annotator' });
  expect(last.json().code).toBe('last_admin');
  expect(
    (await kit.call(null, 'POST', '/session', { email: 'no@example.org', password: 'x' })).statusCode,
  ).toBe(401);
  expect((await entries(owner)).length).toBe(before);
});

it('is narrowed by person, action, object and day, and paged', async () => {
  for (const name of ['One', 'Two', 'Three']) await rename(admin, name);
  await rename(owner, 'Four');
  const names = (found: AuditEntry[]) => found.map(({ after }) => after?.['name']);
  expect(names(await entries(owner, `?actorId=${owner.id}&action=updateProject`))).toEqual(['Four']);
  expect(names(await entries(owner, `?objectKind=project&objectId=${projectId}&limit=2`))).toEqual([
    'Four',
    'Three',
  ]);
  const page = (await kit.call(owner, 'GET', '/audit?action=updateProject&limit=2')).json();
  const rest = await kit.call(
    owner,
    'GET',
    `/audit?action=updateProject&limit=200&cursor=${page.nextCursor}`,
  );
  expect(names(rest.json().items).slice(0, 2)).toEqual(['Two', 'One']);
  const today = new Date().toISOString().slice(0, 10);
  expect(await entries(owner, '?to=2020-01-01')).toEqual([]);
  expect((await entries(owner, `?from=2020-01-01&to=${today}`)).length).toBeGreaterThan(3);
  expect((await kit.call(owner, 'GET', '/audit?cursor=abc')).json().code).toBe('invalid_cursor');
  expect((await kit.call(owner, 'GET', '/audit?action=nothing')).json().code).toBe('invalid_request');
});

it('is narrowed by part of a name or an e-mail', async () => {
  const wei = await kit.addPerson({ name: '100% Wei_Zhang' });
  await kit.database.pool.query(
    `insert into project_members (project_id, user_id, role) values ($1, $2, 'admin')`,
    [projectId, wei.id],
  );
  await rename(wei, 'By Wei');
  await rename(owner, 'By Olga');
  const by = async (text: string, person = owner, of = '/audit') =>
    new Set((await entries(person, `?actor=${encodeURIComponent(text)}`, of)).map(({ actor }) => actor?.id));
  for (const text of ['wei_z', '100%', wei.email.toUpperCase(), wei.email.slice(4)])
    expect(await by(text), text).toEqual(new Set([wei.id]));
  // What means something in a pattern means itself.
  for (const text of ['%zz', 'weiXz', '\\\\']) expect(await by(text), text).toEqual(new Set());
  expect((await kit.call(owner, 'GET', '/audit?actor=%20')).json().code).toBe('invalid_request');
  // In a project e-mails of its members are found, and nobody else's.
  expect(await by(wei.email, admin, `${project()}/audit`)).toEqual(new Set([wei.id]));
  expect(await by(owner.email, admin, `${project()}/audit`)).toEqual(new Set());
  expect(await by('olga', admin, `${project()}/audit`)).toEqual(new Set([owner.id]));
});

it('is narrowed by a name that very many have', async () => {
  const { rows } = await kit.database.pool.query<{ id: string }>(
    `insert into users (id, kind, email, name) select gen_random_uuid(), 'person', 'twin' || i || '@example.org', 'Twin ' || i
     from generate_series(1, 150) i returning id`,
  );
  await rename(owner, 'By nobody of them');
  expect(await entries(owner, '?actor=twin')).toEqual([]);
  const twin = await kit.addPerson({ isOwner: true, name: 'Twin of all' });
  await rename(twin, 'By a twin');
  await rename(owner, 'By the owner again');
  const found = await entries(owner, '?actor=twin');
  expect(found.map(({ actor, after }) => [actor?.id, after?.['name']])).toEqual([[twin.id, 'By a twin']]);
  await kit.database.pool.query('update users set is_owner = false where id = $1', [twin.id]);
  expect(rows).toHaveLength(150);
});

it('is narrowed by request id and by address, each found by an index', async () => {
  const from = (remoteAddress: string, name: string) =>
    kit.app.inject({
      method: 'PATCH',
      url: `/api/v1${project()}`,
      headers: { host: 'localhost:80', 'content-type': 'application/json', ...admin.headers },
      payload: JSON.stringify({ name }),
      remoteAddress,
    });
  for (const [at, name] of [
    ['203.0.113.7', 'From seven'],
    ['203.0.113.77', 'From elsewhere'],
    ['203.0.113.7', 'From seven again'],
  ] as const)
    expect((await from(at, name)).statusCode).toBe(200);
  const seven = await entries(owner, '?address=203.0.113.7');
  expect(seven.map(({ after }) => after?.['name'])).toEqual(['From seven again', 'From seven']);
  const [last] = seven;
  expect((await entries(owner, `?requestId=${last!.requestId}`)).map(({ seq }) => seq)).toEqual([last!.seq]);
  expect(await entries(owner, '?address=203.0.113.7&action=signIn')).toEqual([]);
  expect(await entries(owner, '?requestId=none')).toEqual([]);
  const inProject = await entries(admin, '?address=203.0.113.77', `${project()}/audit`);
  expect(inProject.map(({ after }) => after?.['name'])).toEqual(['From elsewhere']);
  for (const query of ['address=%20', 'requestId='])
    expect((await kit.call(owner, 'GET', `/audit?${query}`)).json().code).toBe('invalid_request');
  const { rows } = await kit.database.pool.query(
    `select indexrelid::regclass::text as name from pg_index where indisvalid
     and indexrelid in ('audit_events_request'::regclass, 'audit_private_address'::regclass) order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(['audit_events_request', 'audit_private_address']);
});

it('shows an admin their project only, and annotators nothing', async () => {
  const mine = await entries(admin, '?limit=200', `${project()}/audit`);
  expect(mine.length).toBeGreaterThan(3);
  expect(new Set(mine.map(({ project: of }) => of?.id))).toEqual(new Set([projectId]));
  expect((await kit.call(admin, 'GET', '/audit')).statusCode).toBe(404);
  for (const path of ['/audit', '/audit/check', '/audit/export.jsonl', `${project()}/audit`])
    expect((await kit.call(annotator, 'GET', path)).statusCode, path).toBe(404);
});

it('is exported whole, so that anybody can check it', async () => {
  const answer = await kit.call(owner, 'GET', '/audit/export.jsonl');
  expect(answer.headers['content-type']).toBe('application/x-ndjson');
  const lines = answer.body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ChainedEntry);
  expect(lines.length).toBeGreaterThan(5);
  for (const [index, line] of lines.entries())
    expect(chainFault(line, lines[index - 1], sha256Hex), `line ${index}`).toBeNull();
});

it('is exported for a project too, each entry as it stands in the chain', async () => {
  const lines = (body: string) =>
    body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ChainedEntry);
  const whole = lines((await kit.call(owner, 'GET', '/audit/export.jsonl')).body);
  const answer = await kit.call(admin, 'GET', `${project()}/audit/export.jsonl`);
  expect(answer.headers['content-disposition']).toContain('audit.jsonl');
  expect(lines(answer.body)).toEqual(whole.filter((entry) => entry.projectId === projectId));
  expect(lines(answer.body).length).toBeGreaterThan(5);
  expect((await kit.call(annotator, 'GET', `${project()}/audit/export.jsonl`)).statusCode).toBe(404);
});

it('tells what the last check found', async () => {
  expect((await kit.call(owner, 'GET', '/audit/check')).json()).toEqual({ check: null });
  const check = await checkAudit(kit.services);
  expect((await kit.call(owner, 'GET', '/audit/check')).json()).toEqual({ check });
});

it('two changes of one thing at once tell of each other', async () => {
  const names = ['A1', 'A2', 'A3', 'A4', 'A5', 'A6'];
  await Promise.all(names.map((name) => rename(admin, name)));
  const found = (await entries(owner, '?limit=6')).reverse();
  for (const [index, { before }] of found.entries())
    if (index > 0) expect(before).toEqual(found[index - 1]?.after);
});
