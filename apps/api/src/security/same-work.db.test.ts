import type * as Argon2 from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { PASSWORD, type TestApp } from '../test-app.ts';

/** Real hashes, counted: time says little on a busy machine, the work done says all. */
const done: string[] = [];

function countHashes(real: typeof Argon2): typeof Argon2 {
  const parametersOf = (hash: string): string => hash.split('$').slice(1, 4).join(' ');
  return {
    ...real,
    hash: (...given) => {
      done.push('hash');
      return real.hash(...given);
    },
    verify: (...given) => {
      done.push(`verify ${parametersOf(String(given[0]))}`);
      return real.verify(...given);
    },
  };
}

let kit: TestApp;
beforeAll(async () => {
  // Loaded anew, as files before this one have loaded it with what does not count; and again for those after it.
  vi.resetModules();
  vi.doMock('@node-rs/argon2', async (original) => countHashes(await original<typeof Argon2>()));
  const { createTestApp } = await import('../test-app.ts');
  kit = await createTestApp();
});
afterAll(async () => {
  await kit.close();
  vi.doUnmock('@node-rs/argon2');
  vi.resetModules();
});
beforeEach(async () => {
  await kit.database.pool.query('delete from throttles');
});

async function workOf(email: string, password: string): Promise<{ work: string[]; answer: unknown }> {
  done.length = 0;
  const answer = await kit.call(null, 'POST', '/session', { email, password });
  const { requestId: _own, ...rest } = answer.json();
  return { work: [...done], answer: { status: answer.statusCode, ...rest } };
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
