import type { ErrorCode } from '@pairwright/contract/errors';
import { expectedUserHeader } from '@pairwright/contract/expected-user';
import { api, ApiProblem, isForLater } from '../api/client.ts';
import type { OutboxRecord } from './action.ts';

/** What came of one attempt to send. */
export type Delivery =
  | { kind: 'done'; status: 'counted' | 'revised' | 'surplus' | null }
  | { kind: 'refused'; code: ErrorCode; detail: string | null; requestId: string | null }
  | { kind: 'signed_out' }
  | { kind: 'later'; retryAfterMs: number | null };

const timeout = 30_000;

/** Sends one action. The server knows each by its UUID, so sending again after a lost answer is safe. */
export async function deliver(record: OutboxRecord): Promise<Delivery> {
  try {
    return { kind: 'done', status: await send(record) };
  } catch (error) {
    return classify(error);
  }
}

async function send(record: OutboxRecord): Promise<'counted' | 'revised' | 'surplus' | null> {
  const params = { projectId: record.projectId, assignmentId: record.assignmentId };
  // Never in somebody else's name, whoever is signed in by now.
  const headers = { [expectedUserHeader]: record.userId };
  const options = { headers, signal: AbortSignal.timeout(timeout) };
  switch (record.kind) {
    case 'judgment':
      return (await api.call('submitJudgment', { params, body: record.body }, options)).status;
    case 'retract':
      await api.call('retractJudgment', { params, body: record.body }, options);
      return null;
    case 'skip':
      await api.call('skipAssignment', { params, body: record.body }, options);
      return null;
    case 'unskip':
      await api.call('unskipAssignment', { params }, options);
      return null;
    case 'flag':
      await api.call('flagAssignment', { params, body: record.body }, options);
      return null;
    case 'unflag':
      await api.call('withdrawFlag', { params: { ...params, flagId: record.flagId } }, options);
      return null;
  }
}

/** Refusals that say "not now" are tried again; those that say "never" go to the person. */
export function classify(error: unknown): Delivery {
  if (!(error instanceof ApiProblem)) return { kind: 'later', retryAfterMs: null };
  const { status, code, detail, requestId, retryAfterSeconds } = error.body;
  if (status === 401) return { kind: 'signed_out' };
  if (isForLater(status)) {
    return { kind: 'later', retryAfterMs: retryAfterSeconds === undefined ? null : retryAfterSeconds * 1000 };
  }
  return { kind: 'refused', code, detail: detail ?? null, requestId: requestId ?? null };
}
