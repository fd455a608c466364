import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createTestApp, PASSWORD, type TestApp } from '../test-app.ts';

/** Real hashes, counted: time says little on a busy machine, the work done says all. */
const work = vi.hoisted(() => ({ done: [] as string[] }));
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof import('@node-rs/argon2')>();
  const parametersOf = (hash: string): string => hash.split('$').slice(1, 4).join(' ');
  return {
    ...real,
    hash: (...given: Parameters<typeof real.hash>) => {
      work.done.push('hash');
      return real.hash(...given);
    },
    verify: (...given: Parameters<typeof real.verify>) => {
      work.done.push(`verify ${parametersOf(String(given[0]))}`);
      return real.verify(...given);
    },
  };
});

let kit: TestApp;
beforeAll(async () => {
  kit = await createTestApp();
});
afterAll(() => kit.close());
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles');
});

async function workOf(email: string, password: string): Promise<{ work: string[]; answer: unknown }> {
  work.done.length = 0;
  const answer = await kit.call(null, 'POST', '/session', { email, password });
  const { requestId: _own, ...rest } = answer.json();
  return { work: [...work.done], answer: { status: answer.statusCode, ...rest } };
}

it('a sign-in does the same work and answers the same for an account, a disabled one, one without a password and none', async () => {
  const person = await kit.addPerson();
  const [disabled, without] = [await kit.addPerson(), await kit.addPerson()];
  await kit.database.pool.query('update users set disabled_at = now() where id = $1', [disabled.id]);
  await kit.database.pool.query('update users set password_hash = null where id = $1', [without.id]);
  const wrong = await workOf(person.email, 'not the password');
  expect(wrong.work).toEqual(['verify argon2id v=19 m=19456,t=2,p=1']);
  expect(wrong.answer).toMatchObject({ status: 401, code: 'wrong_credentials' });
  for (const email of [disabled.email, without.email, 'nobody@example.org'])
    expect(await workOf(email, PASSWORD), email).toEqual(wrong);
});
