import type { Decision, Deed } from './state.ts';

interface Change {
  id: string;
  from: Decision | null;
  to: Decision | null;
}

/** What the server has to hear so that its picture goes from one decision to the other. */
export function deedsBetween({ id: assignmentId, from, to }: Change, freshId: string): Deed[] {
  const deeds: Deed[] = [];
  if (from?.kind === 'skip') deeds.push({ kind: 'unskip', assignmentId });
  // A judgment replaced by another needs no taking back: the new one supersedes it.
  if (from?.kind === 'judgment' && to?.kind !== 'judgment') {
    deeds.push({ kind: 'retract', assignmentId, id: freshId, judgmentId: from.judgmentId });
  }
  if (to?.kind === 'judgment') deeds.push({ kind: 'judgment', assignmentId, decision: to });
  if (to?.kind === 'skip') deeds.push({ kind: 'skip', assignmentId, decision: to });
  return deeds;
}
