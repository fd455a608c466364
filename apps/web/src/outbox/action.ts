import type { BodyOf } from '@pairwright/contract/endpoint';
import type { Endpoints } from '@pairwright/contract/endpoints';
import type { ErrorCode } from '@pairwright/contract/errors';

interface Target {
  userId: string;
  projectId: string;
  assignmentId: string;
}

/** What a person did, as it goes to the server. Never holds prompt or response text. */
export type Action = Target &
  (
    | { kind: 'judgment'; body: BodyOf<Endpoints['submitJudgment']> }
    | { kind: 'retract'; body: BodyOf<Endpoints['retractJudgment']> }
    | { kind: 'skip'; body: BodyOf<Endpoints['skipAssignment']> }
    | { kind: 'unskip' }
    | { kind: 'flag'; body: BodyOf<Endpoints['flagAssignment']> }
    | { kind: 'unflag'; flagId: string }
  );

export interface Refusal {
  code: ErrorCode;
  detail: string | null;
  requestId: string | null;
}

export type OutboxRecord = Action & {
  /** Order of doing on this device, given by the store. */
  seq: number;
  /** Milliseconds since 1970, by this device's clock. */
  at: number;
  /** Set when the server refused for good: the action waits for the person, not for the network. */
  refusal: Refusal | null;
};

export type NewRecord = Action & { at: number; refusal: null };

/**
 * Assignments of a project that are decided here, whatever the server knows yet: the last of
 * judgment, skip and their undoing counts. Refused actions decide nothing.
 */
export function decidedAssignments(records: readonly OutboxRecord[], projectId: string): Set<string> {
  const decided = new Set<string>();
  for (const record of records) {
    if (record.projectId !== projectId || record.refusal !== null) continue;
    if (record.kind === 'judgment' || record.kind === 'skip') decided.add(record.assignmentId);
    if (record.kind === 'retract' || record.kind === 'unskip') decided.delete(record.assignmentId);
  }
  return decided;
}
