import { setTimeout as delay } from 'node:timers/promises';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import { recordSystem } from './record-system.ts';
import {
  blockOfLate,
  closeTime,
  endOfSeal,
  findUnsealed,
  holdSeal,
  type LateSeal,
  moveSeal,
  type Seal,
  sumJudgments,
  sumLate,
  writersOfJudgments,
} from './seals.queries.ts';

/** Votes take milliseconds and parts of an import seconds. What takes longer is left to the next run. */
const PATIENCE_MS = 20_000;
const LOOK_MS = 20;

type Sealing = Pick<Services, 'db'> & { readonly patienceMs?: number };

/**
 * Writes one entry for each block of new judgments, project by project: no vote waits for the log, and none of them can
 * be changed afterwards without being noticed. Gives the number of judgments sealed.
 *
 * First the time is closed, then those are waited for who may not have seen that, then it is sealed: so whatever the clock of
 * the database does, a judgment is in the seal of its time, or came late and is sealed by itself.
 */
export async function sealJudgments(services: Sealing, signal?: AbortSignal): Promise<number> {
  const { db } = services.db;
  const closed: { projectId: string; until: string }[] = [];
  for (const projectId of await findUnsealed(db))
    closed.push({ projectId, until: await closeTime(db, projectId) });
  if (closed.length === 0 || !(await untilSeen(services, signal))) return 0;
  let sealed = 0;
  for (const one of closed) {
    sealed += await repeatedly(() => sealNext(services, one), signal);
    sealed += await repeatedly(() => sealNextLate(services, one.projectId), signal);
  }
  return sealed;
}

/** Waits for everybody who writes judgments now; false: somebody takes too long. */
async function untilSeen(
  { db: { db }, patienceMs = PATIENCE_MS }: Sealing,
  signal?: AbortSignal,
): Promise<boolean> {
  let unaware = await writersOfJudgments(db);
  for (let waited = 0; unaware.length > 0; waited += LOOK_MS) {
    signal?.throwIfAborted();
    if (waited >= patienceMs) return false;
    await delay(LOOK_MS);
    const still = new Set(await writersOfJudgments(db));
    unaware = unaware.filter((id) => still.has(id));
  }
  return true;
}

/** Until it gives null. */
async function repeatedly(step: () => Promise<number | null>, signal?: AbortSignal): Promise<number> {
  for (let sum = 0; ;) {
    signal?.throwIfAborted();
    const more = await step();
    if (more === null) return sum;
    sum += more;
  }
}

async function sealNext(
  { db: database }: Sealing,
  { projectId, until }: { readonly projectId: string; readonly until: string },
): Promise<number | null> {
  return inTransaction(database.db, async (db) => {
    const from = await holdSeal(db, projectId);
    if (from !== null && from >= until) return null;
    const to = await endOfSeal(db, { projectId, from, to: until });
    const sum = await sumJudgments(db, { projectId, from, to });
    await moveSeal(db, projectId, to);
    if (sum.judgments > 0) await record(db, projectId, { from, to, ...sum });
    return sum.judgments;
  });
}

async function sealNextLate({ db: database }: Sealing, projectId: string): Promise<number | null> {
  return inTransaction(database.db, async (db) => {
    await holdSeal(db, projectId);
    const late = await blockOfLate(db, projectId);
    if (late === null) return null;
    const sum = await sumLate(db, { projectId, late });
    await record(db, projectId, { late, ...sum });
    return sum.judgments;
  });
}

function record(db: Tx, projectId: string, after: Seal | LateSeal): Promise<void> {
  return recordSystem(db, {
    action: 'sealJudgments',
    objectKind: 'judgments',
    objectId: null,
    projectId,
    before: null,
    after: { ...after },
  });
}
