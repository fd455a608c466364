import type { LockReason } from '@pairwright/contract/annotate';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import { api, isUnreachable } from '../../api/client.ts';
import type { OutboxRecord } from '../../outbox/action.ts';
import type { Desk } from './desk.ts';
import { undoDepth } from './looking-back.ts';
import type { Standing } from './looking-back.ts';
import type { Decision } from './state.ts';
import { decisionOf } from './submission.ts';

/** Why undo did not take the last decision back. */
export type UndoTrouble = { kind: 'locked'; why: LockReason } | { kind: 'no_answer' } | { kind: 'changed' };

/** Looks back: earlier judgments by page, the text of each when it is wanted, and what the server holds about it. */
export class Past {
  readonly #desk: Desk;
  /** Undefined: not asked yet; null: there is nothing older. */
  #cursor: string | null | undefined;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  /** One step back; before the first decision known here, asks the server for earlier ones. */
  async back(): Promise<void> {
    const { visiting, trail } = this.#desk.state();
    const atStart = visiting === null ? trail.length === 0 : trail.indexOf(visiting) === 0;
    if (atStart) await this.#loadOlder();
    this.#desk.dispatch({ type: 'back' });
    await this.loadVisited();
  }

  async forward(): Promise<void> {
    this.#desk.dispatch({ type: 'forward' });
    await this.loadVisited();
  }

  /** Opens one of my assignments, whatever its state, with what was entered for it. Throws what the server said. */
  async revisit(assignmentId: string): Promise<void> {
    const { work, decision, lock } = await this.#standing(assignmentId);
    if (lock !== null) this.#desk.dispatch({ type: 'stands', standing: { work, decision, lock } });
    await this.#takeUpRefused(assignmentId);
    this.#desk.dispatch({ type: 'visit', work, decision });
  }

  /**
   * Makes sure that the last decision can be undone: loads its text if an earlier page of this sitting made it, and asks
   * whether it may still change. Gives the trouble, or null.
   */
  async beforeUndo(): Promise<UndoTrouble | null> {
    const { log, works, decisions } = this.#desk.state();
    const id = log.at(-1)?.assignmentId;
    if (id === undefined || works.has(id)) return null;
    try {
      const pending = (await this.#desk.outbox.records()).some((record) => record.assignmentId === id);
      const held = await this.#standing(id);
      if (held.lock !== null) {
        this.#desk.dispatch({ type: 'stands', standing: held });
        return { kind: 'locked', why: held.lock };
      }
      if (!pending && !sameDecision(held.decision, decisions.get(id) ?? null)) {
        this.#desk.dispatch({ type: 'stands', standing: held });
        return { kind: 'changed' };
      }
      this.#desk.dispatch({ type: 'text', work: held.work });
      return null;
    } catch (error) {
      if (isUnreachable(error)) return { kind: 'no_answer' };
      throw error;
    }
  }

  /** The server refused a change because the earlier judgment is locked: that one stands again. */
  async standAgain(assignmentId: string): Promise<LockReason | null> {
    const held = await this.#standing(assignmentId);
    this.#desk.dispatch({ type: 'stands', standing: held });
    return held.lock;
  }

  async loadVisited(): Promise<void> {
    const { visiting, works } = this.#desk.state();
    if (visiting !== null && !works.has(visiting)) await this.revisit(visiting);
  }

  async #standing(assignmentId: string): Promise<Standing> {
    const params = { projectId: this.#desk.projectId, assignmentId };
    const mine = await api.call('getMyAssignment', { params });
    const { judgment } = mine;
    return {
      work: mine,
      decision: judgment === null ? this.#skipKnown(assignmentId, mine.state) : decisionOf(judgment),
      lock: judgment?.lockedBecause ?? null,
    };
  }

  /** The server does not give the reason of a skip back; this device may know it. */
  #skipKnown(assignmentId: string, state: string): Decision | null {
    const known = this.#desk.state().decisions.get(assignmentId);
    return state === 'skipped' && known?.kind === 'skip' ? known : null;
  }

  /** A judgment that the server refused is entered again, to be mended and given. */
  async #takeUpRefused(assignmentId: string): Promise<void> {
    const { entries, outbox } = this.#desk;
    if (entries.has(assignmentId)) return;
    const refused = (await outbox.records()).findLast(
      (record): record is OutboxRecord & { kind: 'judgment' } =>
        record.assignmentId === assignmentId && record.kind === 'judgment' && record.refusal !== null,
    );
    if (refused === undefined) return;
    const { answer, details, rationale } = refused.body;
    entries.load(assignmentId, {
      answer,
      details: withDefaults(details ?? {}),
      rationale: rationale ?? '',
    });
  }

  async #loadOlder(): Promise<void> {
    if (this.#cursor === null) return;
    const cursor = this.#cursor === undefined ? {} : { cursor: this.#cursor };
    try {
      const { items, nextCursor } = await api.call('listMyJudgments', {
        params: { projectId: this.#desk.projectId },
        query: { limit: undoDepth, ...cursor },
      });
      this.#cursor = nextCursor;
      const entries = items.flatMap((item) => {
        const decision = decisionOf(item);
        const { assignmentId, lockedBecause: lock } = item;
        return decision === null ? [] : [{ assignmentId, decision, lock }];
      });
      this.#desk.dispatch({ type: 'history', entries: entries.reverse() });
    } catch {
      // Offline: there is nothing older to show now; the next try asks again.
    }
  }
}

function sameDecision(a: Decision | null, b: Decision | null): boolean {
  if (a?.kind === 'judgment' && b?.kind === 'judgment') return a.judgmentId === b.judgmentId;
  return a?.kind === b?.kind;
}
