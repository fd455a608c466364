import type { Me } from '@pairwright/contract/auth';
import { beHere, keepFact, keptFact, lastPerson } from './device-store.ts';

let turn: Promise<unknown> = Promise.resolve();

/** Keeps an answer of the server on this device, one after the other. Rejects where the browser keeps nothing. */
export async function keep(key: string, answer: unknown): Promise<void> {
  const mine = turn.then(() => keepOne(key, answer));
  turn = mine.catch(() => undefined);
  return mine;
}

async function keepOne(key: string, answer: unknown): Promise<void> {
  if (key.startsWith('["getMe",')) await beHere((answer as Me).id);
  const userId = await lastPerson();
  if (userId !== null) await keepFact(userId, key, answer);
}

/** What the server answered last, or null. */
export async function recall(key: string): Promise<unknown> {
  const userId = await lastPerson();
  return userId === null ? null : keptFact(userId, key);
}
