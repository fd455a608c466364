import type { SessionState } from './state.ts';

interface Flag {
  readonly id: string;
  readonly assignmentId: string;
  /** The decision before it; undo takes back what came last. */
  readonly after: SessionState['log'][number] | undefined;
}

/** Reports made in this sitting, for undo: each in its turn with the decisions around it. */
export class Raised {
  #flags: readonly Flag[] = [];
  readonly #listeners = new Set<() => void>();

  add(flag: Omit<Flag, 'after'>, state: Pick<SessionState, 'log'>): void {
    this.#set([...this.#flags, { ...flag, after: state.log.at(-1) }]);
  }

  /** Whether a report is what undo takes back next. */
  isLast({ log }: Pick<SessionState, 'log'>): boolean {
    const flag = this.#flags.at(-1);
    return flag !== undefined && flag.after === log.at(-1);
  }

  /** Gives the report that is taken back now; null where something else comes first. */
  take(state: Pick<SessionState, 'log'>): Flag | null {
    const flag = this.#flags.at(-1);
    if (flag === undefined || !this.isLast(state)) return null;
    this.#set(this.#flags.slice(0, -1));
    return flag;
  }

  /** Another one after each change. */
  flags = (): readonly unknown[] => this.#flags;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #set(flags: readonly Flag[]): void {
    this.#flags = flags;
    for (const listener of this.#listeners) listener();
  }
}
