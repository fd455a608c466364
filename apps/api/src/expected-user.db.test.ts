import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectedUserHeader } from '@pairwright/contract/expected-user';
import { createTestApp, type Person, type TestApp } from './test-app.ts';

let kit: TestApp;
let anna: Person;
let bo: Person;

beforeAll(async () => {
  kit = await createTestApp();
  anna = await kit.addPerson();
  bo = await kit.addPerson();
});
afterAll(() => kit.close());

it('a page never acts for somebody who signed in on its browser later', async () => {
  const asked = (whose: string) =>
    kit.app.inject({
      method: 'GET',
      url: '/api/v1/me',
      headers: { host: 'localhost:80', ...bo.headers, [expectedUserHeader]: whose },
    });
  const refused = await asked(anna.id);
  expect(refused.statusCode).toBe(401);
  expect(refused.json()).toMatchObject({ code: 'not_signed_in' });
  const allowed = await asked(bo.id);
  expect(allowed.json()).toMatchObject({ id: bo.id });
});
