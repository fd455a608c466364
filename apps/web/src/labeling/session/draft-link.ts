import type { Assignment, KeptDraft } from '@pairwright/contract/annotate';
import type { Draft } from '@pairwright/contract/judgment';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import type { Entries, Entry } from './entries.ts';

/** What of the draft saver the rest of the workbench knows: it is loaded after the first pair is readable. */
export interface Drafts {
  resume(assignmentId: string, server: KeptDraft | null): void;
  takeOver(assignmentId: string, entry: Entry): void;
  place(assignmentId: string): DraftPlace;
  subscribe(listener: () => void): () => void;
}

/** Where the draft of an assignment is: nowhere yet, on this device, or on the server as well. */
export type DraftPlace = 'none' | 'device' | 'server';

/** Hands claimed drafts to the saver. Until that is there, what the server has is shown, and changes are remembered. */
export class DraftLink {
  readonly #entries: Entries;
  readonly #claimed = new Map<string, KeptDraft | null>();
  readonly #changed = new Set<string>();
  readonly #stopHearing: () => void;
  #drafts: Drafts | null = null;
  readonly #listeners = new Set<() => void>();

  constructor(entries: Entries) {
    this.#entries = entries;
    this.#stopHearing = entries.onChange((id) => this.#changed.add(id));
  }

  /** Takes over the drafts of assignments that came in. */
  claimed(items: readonly Pick<Assignment, 'id' | 'draft'>[]): void {
    for (const { id, draft } of items) {
      if (this.#drafts !== null) this.#drafts.resume(id, draft);
      else if (!this.#claimed.has(id)) {
        this.#claimed.set(id, draft);
        if (draft !== null && !this.#entries.has(id)) this.#entries.load(id, entryOf(draft));
      }
    }
  }

  /** The saver is there: from now on it hears for itself. */
  connect(drafts: Drafts): void {
    this.#stopHearing();
    this.#drafts = drafts;
    for (const id of this.#changed) drafts.takeOver(id, this.#entries.get(id));
    for (const [id, draft] of this.#claimed) drafts.resume(id, draft);
    this.#changed.clear();
    this.#claimed.clear();
    drafts.subscribe(() => {
      for (const listener of this.#listeners) listener();
    });
  }

  place(assignmentId: string): DraftPlace {
    return this.#drafts?.place(assignmentId) ?? 'none';
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

export function entryOf({ answer, details, rationale }: Draft): Entry {
  return { answer: answer ?? null, details: withDefaults(details ?? {}), rationale: rationale ?? '' };
}
