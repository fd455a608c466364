import type { LifeCycleTable } from './lifecycle.ts';

/** `open` is a place nobody holds: it has no row. The others are the states of an assignment. */
export const assignmentStates = ['open', 'leased', 'submitted', 'skipped', 'expired', 'released'] as const;
export type AssignmentState = (typeof assignmentStates)[number];

export const assignmentEvents = [
  'claim',
  'renew',
  'submit',
  'retract',
  'skip',
  'unskip',
  'release',
  'expire',
] as const;
export type AssignmentEvent = (typeof assignmentEvents)[number];

export type AssignmentRefusal =
  | 'not_claimed'
  | 'already_claimed'
  | 'already_submitted'
  | 'nothing_to_retract'
  | 'not_skipped'
  | 'skipped'
  | 'lease_ended';

/**
 * The life of an assignment. A submit is accepted wherever the assignment is known: work that comes
 * late (the lease expired, was released or skipped meanwhile) is kept. `submit` on `submitted`
 * replaces the earlier judgment. `expire` and `release` touch a live lease only.
 */
export const assignmentTable = {
  open: {
    claim: { to: 'leased' },
    renew: { refuse: 'not_claimed' },
    submit: { refuse: 'not_claimed' },
    retract: { refuse: 'not_claimed' },
    skip: { refuse: 'not_claimed' },
    unskip: { refuse: 'not_claimed' },
    release: { refuse: 'not_claimed' },
    expire: { refuse: 'not_claimed' },
  },
  leased: {
    claim: { refuse: 'already_claimed' },
    renew: { to: 'leased' },
    submit: { to: 'submitted' },
    retract: { refuse: 'nothing_to_retract' },
    skip: { to: 'skipped' },
    unskip: { refuse: 'not_skipped' },
    release: { to: 'released' },
    expire: { to: 'expired' },
  },
  submitted: {
    claim: { refuse: 'already_claimed' },
    renew: { refuse: 'already_submitted' },
    submit: { to: 'submitted' },
    retract: { to: 'leased' },
    skip: { refuse: 'already_submitted' },
    unskip: { refuse: 'not_skipped' },
    release: { refuse: 'already_submitted' },
    expire: { refuse: 'already_submitted' },
  },
  skipped: {
    claim: { refuse: 'already_claimed' },
    renew: { refuse: 'skipped' },
    submit: { to: 'submitted' },
    retract: { refuse: 'nothing_to_retract' },
    skip: { to: 'skipped' },
    unskip: { to: 'leased' },
    release: { refuse: 'skipped' },
    expire: { refuse: 'skipped' },
  },
  expired: {
    claim: { to: 'leased' },
    renew: { refuse: 'lease_ended' },
    submit: { to: 'submitted' },
    retract: { refuse: 'nothing_to_retract' },
    skip: { to: 'skipped' },
    unskip: { refuse: 'not_skipped' },
    release: { refuse: 'lease_ended' },
    expire: { refuse: 'lease_ended' },
  },
  released: {
    claim: { to: 'leased' },
    renew: { refuse: 'lease_ended' },
    submit: { to: 'submitted' },
    retract: { refuse: 'nothing_to_retract' },
    skip: { to: 'skipped' },
    unskip: { refuse: 'not_skipped' },
    release: { refuse: 'lease_ended' },
    expire: { refuse: 'lease_ended' },
  },
} as const satisfies LifeCycleTable<AssignmentState, AssignmentEvent, AssignmentRefusal>;

export type AssignmentStep =
  | { readonly ok: true; readonly state: AssignmentState }
  | { readonly ok: false; readonly reason: AssignmentRefusal };

/** What an event does to an assignment in this state. */
export function transition(state: AssignmentState, event: AssignmentEvent): AssignmentStep {
  const cell: { to: AssignmentState } | { refuse: AssignmentRefusal } = assignmentTable[state][event];
  return 'to' in cell ? { ok: true, state: cell.to } : { ok: false, reason: cell.refuse };
}

/** The counters of a comparison: live leases, judgments that count, and how many it wants. */
export interface Places {
  readonly leased: number;
  readonly judged: number;
  readonly target: number;
}

/** Whether a comparison may be given to one more annotator. */
export function hasRoom(places: Places): boolean {
  return places.leased + places.judged < places.target;
}

/** Where an assignment stands before the event, for the counters. */
export interface Standing {
  readonly state: AssignmentState;
  /** True when its judgment is one of `judged`; false for a surplus one or none. */
  readonly counted: boolean;
}

export type Placing =
  | {
      readonly ok: true;
      readonly state: AssignmentState;
      readonly counted: boolean;
      readonly surplus: boolean;
      readonly leasedBy: -1 | 0 | 1;
      readonly judgedBy: -1 | 0 | 1;
    }
  | { readonly ok: false; readonly reason: AssignmentRefusal | 'no_room' };

/**
 * An event with its effect on the comparison's counters (`leasedBy`, `judgedBy` are added to them).
 * - claim needs room; so at no time do claims alone bring leased + judged above the target.
 * - submit on a lease counts while judged < target: the lease holds its place. A late one, without a
 *   lease, counts when a place is free: leased + judged < target. A judgment that counts goes on to
 *   count when it is replaced. Every other one is kept as surplus.
 * - retract and unskip lease again even without room: a person may always take a slip back. The
 *   comparison then holds one lease over its target, and whichever comes last is the surplus.
 */
export function place(places: Places, standing: Standing, event: AssignmentEvent): Placing {
  const step = transition(standing.state, event);
  if (!step.ok) return step;
  if (event === 'claim' && !hasRoom(places)) return { ok: false, reason: 'no_room' };
  const wasLeased = standing.state === 'leased' ? 1 : 0;
  const wasCounted = standing.counted ? 1 : 0;
  const isLeased = step.state === 'leased' ? 1 : 0;
  const mayCount = standing.counted || (wasLeased === 1 ? places.judged < places.target : hasRoom(places));
  const counted = step.state === 'submitted' && mayCount;
  return {
    ok: true,
    state: step.state,
    counted,
    surplus: step.state === 'submitted' && !mayCount,
    leasedBy: (isLeased - wasLeased) as -1 | 0 | 1,
    judgedBy: ((counted ? 1 : 0) - wasCounted) as -1 | 0 | 1,
  };
}
