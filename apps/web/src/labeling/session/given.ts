import { isOneKey } from '@pairwright/domain/judgment/form';
import { hasDetails } from '@pairwright/domain/judgment/missing';
import type { Entries, Entry } from './entries.ts';
import type { Deed, SessionState } from './session.ts';

/** What was entered for what is decided by now, so that after an undo it does not have to be entered again. */
export class Given {
  readonly #entries: Entries;
  readonly #given = new Map<string, Entry>();

  constructor(entries: Entries) {
    this.#entries = entries;
  }

  /** What is decided is not entered any more; what is undone is again, unless one press gives all of it anew. */
  follow(deeds: readonly Deed[], before: SessionState): void {
    const last = deeds.at(-1);
    if (last === undefined) return;
    const { kind, assignmentId } = last;
    if (kind === 'judgment' || kind === 'skip') {
      if (this.#entries.has(assignmentId)) this.#given.set(assignmentId, this.#entries.get(assignmentId));
      this.#entries.forget(assignmentId);
      return;
    }
    const form = before.works.get(assignmentId)?.question.form;
    const given = this.#given.get(assignmentId) ?? decidedBefore(before, assignmentId);
    if (given === null || form === undefined) return;
    if (!isOneKey(form) || hasDetails(given.details)) this.#entries.bringBack(assignmentId, given);
  }
}

function decidedBefore({ decisions }: SessionState, assignmentId: string): Entry | null {
  const decision = decisions.get(assignmentId);
  if (decision?.kind !== 'judgment') return null;
  const { answer, details, rationale } = decision;
  return { answer, details, rationale: rationale ?? '' };
}
