import { afterAll, beforeAll, expect, it } from 'vitest';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { createTestApp, type TestApp } from '../test-app.ts';
import { furnish, type Furnished } from './furnished.fixture.ts';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';

let kit: TestApp;
let furnished: Furnished;
beforeAll(async () => {
  kit = await createTestApp();
  furnished = await furnish(kit, 'refusals');
});
afterAll(() => kit.close());

const refusals = (): Record<string, unknown>[] =>
  kit.logLines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === 'access_refused');

it('logs who was refused what, by whom it was tried and from where, and no secret', async () => {
  const { projectId } = await createProject(kit.database, { comparisons: 1 });
  const person = await kit.addPerson();
  const script = await kit.tokenFor(person, ['read']);
  kit.logLines.length = 0;
  await kit.call(person, 'GET', '/users');
  await kit.call(person, 'GET', `/projects/${projectId}/members`);
  await kit.call(script, 'GET', '/me/tokens');
  await kit.call(person, 'GET', '/me');
  const from = {
    userId: person.id,
    address: '127.0.0.1',
    requestId: expect.stringMatching(/^[0-9a-f]{12}-/),
  };
  expect(refusals()).toEqual([
    expect.objectContaining({ ...from, operation: 'listUsers', code: 'not_found', via: 'session' }),
    expect.objectContaining({ ...from, operation: 'listMembers', code: 'not_found', projectId }),
    expect.objectContaining({ ...from, operation: 'listTokens', code: 'session_required', via: 'token' }),
  ]);
  const [, secret = ''] = script.headers['authorization']?.split(' ') ?? [];
  expect(secret.length).toBeGreaterThan(20);
  expect(kit.logLines.join('')).not.toContain(secret);
});

/** Figures that are asked for by looking at them; they are worked out from other tables. */
const derived = ['statistics'];

async function digest(): Promise<Map<string, string>> {
  const { rows } = await kit.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  const sums = new Map<string, string>();
  for (const { name } of rows) {
    const { rows: found } = await kit.database.pool.query<{ sum: string }>(
      `select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from "${name}" t`,
    );
    sums.set(name, found[0]?.sum ?? '');
  }
  return sums;
}

it('changes nothing of record by what is asked with GET', async () => {
  const owner = await kit.addPerson({ isOwner: true });
  const before = await digest();
  let answered = 0;
  for (const name of Object.keys(endpoints) as OperationName[]) {
    const { method, path, stream }: Endpoint = endpoints[name];
    if (method !== 'GET' || stream === 'events') continue;
    const url = path.replace(/:(\w+)/g, (_, key: string) => furnished.ids[key] ?? 'train.jsonl');
    if ((await kit.call(owner, 'GET', url)).statusCode === 200) answered += 1;
  }
  expect(answered).toBeGreaterThan(40);
  const after = await digest();
  const changed = [...after].filter(([name, sum]) => before.get(name) !== sum).map(([name]) => name);
  expect(changed.filter((name) => !derived.includes(name))).toEqual([]);
});
