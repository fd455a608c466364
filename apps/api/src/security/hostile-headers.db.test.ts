import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../test-app.ts';

let kit: TestApp;
let person: Person;
beforeAll(async () => {
  kit = await createTestApp();
  person = await kit.addPerson();
});
afterAll(() => kit.close());

it('what stands in headers and bodies stays inside of its line of the log', async () => {
  const evil = '\u001B[31mred\u001B[0m\t{"level":"error"}\u2028\u0085';
  const forged = 'x\r\n{"level":"info","event":"forged"}';
  await kit.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: {
      host: 'localhost:80',
      origin: 'http://localhost:80',
      'content-type': 'application/json',
      'user-agent': evil,
      'x-forwarded-for': forged,
      'x-request-id': forged,
    },
    payload: JSON.stringify({ email: person.email, password: PASSWORD }),
  });
  await kit.app.inject({ url: `/api/v1/${encodeURIComponent(forged)}`, headers: { 'user-agent': evil } });
  await kit.database.pool.query('alter table users rename column locale to tongue');
  await kit.call(person, 'GET', '/me');
  await kit.database.pool.query('alter table users rename column tongue to locale');
  expect(kit.logLines.length).toBeGreaterThanOrEqual(2);
  for (const line of kit.logLines) {
    for (const control of ['\r', '\n', '\u001B']) expect(line.trimEnd()).not.toContain(control);
    expect(line).not.toContain(PASSWORD);
    expect(line).not.toContain(person.headers['cookie']?.split('=')[1]);
    expect(JSON.parse(line)).toHaveProperty('level');
  }
  expect(kit.logLines.filter((line) => line.includes('"event":"forged"'))).toHaveLength(0);
});

it.each(['x\r\nSet-Cookie: a=b', 'a"; filename="b.html', 'b.html\u0000.jsonl', '../../x', '\u202Elmth.x'])(
  'a file named %j cannot break out of a header of the answer',
  async (name) => {
    const owner = await kit.addPerson({ isOwner: true });
    const made = await kit.call(owner, 'POST', '/projects', {
      name: 'P',
      template: 'pair_7',
      language: 'en',
    });
    const answer = await kit.app.inject({
      method: 'POST',
      url: `/api/v1/projects/${made.json().id}/imports?filename=${encodeURIComponent(name)}`,
      headers: { host: 'localhost:80', ...owner.headers, 'content-type': 'application/x-ndjson' },
      payload: '{}\n',
    });
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(JSON.stringify(answer.headers)).not.toContain('a=b');
  },
);
