import type { Controller } from './controller.ts';
import type { Entry } from './entries.ts';
import type { Decision } from './session.ts';

/** What was entered for an assignment here, else what was given before. */
export function entryOf(controller: Controller, id: string, decision: Decision | null): Entry {
  if (controller.entries.has(id) || decision?.kind !== 'judgment') return controller.entries.get(id);
  const { answer, details, rationale } = decision;
  return { answer, details, rationale: rationale ?? '' };
}

interface Change {
  by: (entry: Entry) => Entry;
  /** Changes with the same one, one after the other, are one step for undo. */
  merge?: string | undefined;
}

/** Changes what is entered for an assignment. The first change to something given before can be taken back to it. */
export function changeEntry(controller: Controller, id: string, { by, merge }: Change): void {
  const entry = entryOf(controller, id, controller.state().decisions.get(id) ?? null);
  if (!controller.entries.has(id)) controller.entries.load(id, entry);
  controller.entries.change(id, by(entry), merge);
}
