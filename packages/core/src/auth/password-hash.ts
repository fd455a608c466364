import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { createWorkQueue } from './hash-queue.ts';

// The package declares its algorithms as an ambient enum, which single files cannot read.
const ARGON2ID = 2 as Algorithm;

/** Argon2id as the OWASP cheat sheet asks: 19 MiB, two passes, one lane. */
const PARAMETERS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;

/** Each hash takes a processor for some ten milliseconds: sign-ins must not push the votes aside. */
const queue = createWorkQueue(2, 200);

/** What a password is checked against when there is no account, so that both cases do the same work. */
const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$lnAmFIuEkzQWez69CxEdTQ$S0ZEB6Vt5RXghtcWJcajT2d4HtFNJjryl8kqOvvwJag';

/** Hashes a password for storing. */
export function hashPassword(password: string): Promise<string> {
  return queue.run(() => hash(password, PARAMETERS));
}

/** Whether the password fits the hash. Without a hash it does the same work and says no. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const fits = await queue.run(() => verify(stored ?? NOBODY, password));
  return stored !== null && fits;
}

/** Whether the hash was made with other parameters than those of now. */
export function needsRehash(stored: string): boolean {
  return !CURRENT.test(stored);
}
