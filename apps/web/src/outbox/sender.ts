import type { OutboxRecord } from './action.ts';
import type { Delivery } from './deliver.ts';
import type { OutboxStore } from './store.ts';

export interface SenderDeps {
  store: OutboxStore;
  userId: string;
  deliver: (record: OutboxRecord) => Promise<Delivery>;
  /** Milliseconds; only differences matter. */
  now: () => number;
  /** 0..1, for the jitter. */
  random: () => number;
  onSettled: (record: OutboxRecord, delivery: Delivery) => void;
}

export interface DrainResult {
  /** Milliseconds until something may be tried again; null when nothing waits for time. */
  retryInMs: number | null;
  signedOut: boolean;
}

interface Pause {
  failures: number;
  until: number;
}

const firstWait = 1000;
const longestWait = 60_000;

/**
 * Sends what waits: in order within a project, one at a time. A project whose sending fails pauses
 * with growing waits and does not hold up the others.
 */
export class Sender {
  readonly #deps: SenderDeps;
  readonly #pauses = new Map<string, Pause>();

  constructor(deps: SenderDeps) {
    this.#deps = deps;
  }

  /** The network seems back, or the person asked: forget the waits. */
  forgetWaits(): void {
    this.#pauses.clear();
  }

  /** Sends until nothing is left, everything left has to wait, or it is another tab's turn. One drain at a time, over all tabs. */
  async drain(isMyTurn: () => boolean = () => true): Promise<DrainResult> {
    for (;;) {
      if (!isMyTurn()) return { retryInMs: 0, signedOut: false };
      const waiting = (await this.#deps.store.list(this.#deps.userId)).filter(
        (record) => record.refusal === null,
      );
      const next = this.#firstSendable(waiting);
      if (next === undefined) return { retryInMs: this.#nextTry(waiting), signedOut: false };
      if (await this.#cancelledByRefusal(next)) continue;
      const delivery = await this.#deps.deliver(next);
      await this.#settle(next, delivery);
      if (delivery.kind === 'signed_out') return { retryInMs: null, signedOut: true };
    }
  }

  #firstSendable(waiting: readonly OutboxRecord[]): OutboxRecord | undefined {
    const now = this.#deps.now();
    return waiting.find((record) => (this.#pauses.get(record.projectId)?.until ?? 0) <= now);
  }

  #nextTry(waiting: readonly OutboxRecord[]): number | null {
    const untils = waiting.map((record) => this.#pauses.get(record.projectId)?.until ?? 0);
    return untils.length === 0 ? null : Math.max(0, Math.min(...untils) - this.#deps.now());
  }

  /** Undoing a judgment that the server refused: both are settled, there is nothing to undo there. */
  async #cancelledByRefusal(record: OutboxRecord): Promise<boolean> {
    if (record.kind !== 'retract') return false;
    const all = await this.#deps.store.list(this.#deps.userId);
    const refused = all.find(
      (other) => other.kind === 'judgment' && other.body.id === record.body.judgmentId,
    );
    if (refused === undefined || refused.refusal === null) return false;
    await this.#deps.store.remove([refused.seq, record.seq]);
    this.#deps.onSettled(record, { kind: 'done', status: null });
    return true;
  }

  async #settle(record: OutboxRecord, delivery: Delivery): Promise<void> {
    const { store } = this.#deps;
    if (delivery.kind === 'done') {
      this.#pauses.delete(record.projectId);
      await store.remove([record.seq, ...(await this.#replacedBy(record))]);
    } else if (delivery.kind === 'refused') {
      const { code, detail, requestId } = delivery;
      await store.setRefusal(record.seq, { code, detail, requestId });
    } else if (delivery.kind === 'later') {
      this.#pause(record.projectId, delivery.retryAfterMs);
    }
    this.#deps.onSettled(record, delivery);
  }

  /** Refused judgments of the same assignment: another one was accepted in their place. */
  async #replacedBy(record: OutboxRecord): Promise<number[]> {
    if (record.kind !== 'judgment' && record.kind !== 'skip') return [];
    return (await this.#deps.store.list(this.#deps.userId))
      .filter((other) => other.assignmentId === record.assignmentId && other.seq < record.seq)
      .filter((other) => other.refusal !== null && (other.kind === 'judgment' || other.kind === 'skip'))
      .map(({ seq }) => seq);
  }

  #pause(projectId: string, askedFor: number | null): void {
    const failures = (this.#pauses.get(projectId)?.failures ?? 0) + 1;
    const grown = Math.min(longestWait, firstWait * 2 ** (failures - 1));
    // Half fixed, half random: many browsers coming back at once spread out, also where the server named a time.
    const wait = Math.max(askedFor ?? 0, grown / 2) + (grown / 2) * this.#deps.random();
    this.#pauses.set(projectId, { failures, until: this.#deps.now() + wait });
  }
}
