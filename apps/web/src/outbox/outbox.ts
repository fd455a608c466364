import { isSessionLost, onSessionChange } from '../api/session.ts';
import type { Action, OutboxRecord } from './action.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { Sender } from './sender.ts';
import { openStore } from './store.ts';
import type { OutboxStore } from './store.ts';

export interface OutboxStatus {
  /** Saved on this device, not yet on the server. */
  waiting: number;
  /** Refused by the server for good, oldest first. */
  refused: readonly OutboxRecord[];
  state: 'idle' | 'sending' | 'retrying' | 'signed_out';
  /** False when this browser forbids lasting storage. */
  durable: boolean;
}

/** What one tab tells the others when it keeps an action. */
export interface Elsewhere {
  projectId: string;
  assignmentId: string;
  kind: Action['kind'];
}

type ElsewhereListener = (action: Elsewhere) => void;
type SettledListener = (record: OutboxRecord, delivery: Delivery) => void;

/** The outbox of one signed-in person in this tab. Other tabs share its store and take turns sending. */
export class Outbox {
  readonly userId: string;
  #status: OutboxStatus = { waiting: 0, refused: [], state: 'idle', durable: true };
  #timer: ReturnType<typeof setTimeout> | null = null;
  #draining = false;
  #again = false;
  readonly #listeners = new Set<() => void>();
  readonly #settled = new Set<SettledListener>();
  readonly #elsewhere = new Set<ElsewhereListener>();
  readonly #ready: Promise<{ store: OutboxStore; sender: Sender }>;
  readonly #channel = new BroadcastChannel('pairwright-outbox');

  constructor(userId: string) {
    this.userId = userId;
    this.#ready = openStore().then((store) => ({ store, sender: this.#makeSender(store) }));
    this.#channel.addEventListener('message', this.#onMessage);
    addEventListener('online', this.#wake);
    document.addEventListener('visibilitychange', this.#wake);
    onSessionChange(this.#wake);
    void this.#refresh();
    this.#wake();
  }

  /** Keeps an action on this device; resolves when it is safe. Sending goes on in the background. */
  async add(action: Action): Promise<void> {
    const { store } = await this.#ready;
    await store.add({ ...action, at: Date.now(), refusal: null });
    const { projectId, assignmentId, kind } = action;
    await this.#changed({ projectId, assignmentId, kind });
    this.#kick();
  }

  async records(): Promise<OutboxRecord[]> {
    return (await this.#ready).store.list(this.userId);
  }

  /** The person has seen a refused action and lets it go. */
  async dismiss(seq: number): Promise<void> {
    await (await this.#ready).store.remove([seq]);
    await this.#changed();
  }

  /** Sends a refused action once more. */
  async resend(seq: number): Promise<void> {
    await (await this.#ready).store.setRefusal(seq, null);
    await this.#changed();
    this.#kick();
  }

  status = (): OutboxStatus => this.#status;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Hears what came of each action this tab sent. */
  onSettled(listener: SettledListener): () => void {
    this.#settled.add(listener);
    return () => this.#settled.delete(listener);
  }

  /** Hears what another tab of this browser did. */
  onElsewhere(listener: ElsewhereListener): () => void {
    this.#elsewhere.add(listener);
    return () => this.#elsewhere.delete(listener);
  }

  #makeSender(store: OutboxStore): Sender {
    return new Sender({
      store,
      userId: this.userId,
      deliver,
      now: () => performance.now(),
      random: Math.random,
      onSettled: (record, delivery) => {
        for (const listener of this.#settled) listener(record, delivery);
        void this.#changed();
      },
    });
  }

  #wake = (): void => {
    if (document.visibilityState === 'hidden' || isSessionLost()) return;
    void this.#ready.then(({ sender }) => {
      sender.forgetWaits();
      this.#kick();
    });
  };

  #kick(): void {
    if (this.#draining) {
      this.#again = true;
      return;
    }
    this.#draining = true;
    void this.#drain().finally(() => {
      this.#draining = false;
      if (!this.#again) return;
      this.#again = false;
      this.#kick();
    });
  }

  async #drain(): Promise<void> {
    const { sender } = await this.#ready;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#set({ state: 'sending' });
    const result = await withLock(() => sender.drain());
    if (result.retryInMs !== null) this.#timer = setTimeout(() => this.#kick(), result.retryInMs + 10);
    this.#set({ state: result.signedOut ? 'signed_out' : result.retryInMs === null ? 'idle' : 'retrying' });
    await this.#refresh();
  }

  #onMessage = (event: MessageEvent<Elsewhere | null>): void => {
    void this.#refresh();
    const action = event.data;
    if (action !== null) for (const listener of this.#elsewhere) listener(action);
  };

  async #changed(action: Elsewhere | null = null): Promise<void> {
    this.#channel.postMessage(action);
    await this.#refresh();
  }

  async #refresh(): Promise<void> {
    const { store } = await this.#ready;
    const records = await store.list(this.userId);
    const refused = records.filter((record) => record.refusal !== null);
    this.#set({ waiting: records.length - refused.length, refused, durable: store.durable });
  }

  #set(change: Partial<OutboxStatus>): void {
    this.#status = { ...this.#status, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** One sender at a time over all tabs, where the browser has locks; else the server's idempotence must do. */
function withLock<T>(work: () => Promise<T>): Promise<T> {
  const locks = (navigator as { locks?: LockManager }).locks;
  return locks === undefined ? work() : locks.request('pairwright-outbox', work);
}

let current: Outbox | null = null;

/** The outbox of the signed-in person; the same one for the life of the page. */
export function outboxOf(userId: string): Outbox {
  if (current?.userId !== userId) current = new Outbox(userId);
  return current;
}
