import { isSessionLost, onSessionChange } from '../api/session.ts';
import { whenAwake } from '../device/wake.ts';
import type { Action, OutboxRecord } from './action.ts';
import { deliver } from './deliver.ts';
import type { Delivery } from './deliver.ts';
import { Sender } from './sender.ts';
import { inTurn } from './turn.ts';
import { openStore } from './open-store.ts';
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

/** What the server said to something this page sent. */
export interface OutboxReceipt {
  seq: number;
  kind: Action['kind'];
  projectId: string;
  assignmentId: string;
  /** When it was done, and when the server had it: milliseconds since 1970 by this device's clock. */
  at: number;
  receivedAt: number;
  status: 'counted' | 'revised' | 'surplus' | null;
}

const receiptsKept = 30;

type ElsewhereListener = (action: Elsewhere) => void;
type SettledListener = (record: OutboxRecord, delivery: Delivery) => void;

/** The outbox of one signed-in person in this tab. Other tabs share its store and take turns sending. */
export class Outbox {
  readonly userId: string;
  #status: OutboxStatus = { waiting: 0, refused: [], state: 'idle', durable: true };
  #timer: ReturnType<typeof setTimeout> | null = null;
  /** Being written to the disk at this moment. */
  #writing = 0;
  #receipts: readonly OutboxReceipt[] = [];
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
    whenAwake((awake) => {
      if (awake) this.#wake();
    });
    onSessionChange(this.#wake);
    void this.#refresh();
    this.#wake();
  }

  /** Keeps an action on this device; resolves when it is safe. Sending goes on in the background. */
  async add(action: Action): Promise<void> {
    this.#writing += 1;
    this.#set({ waiting: this.#status.waiting + 1 });
    try {
      await (await this.#ready).store.add({ ...action, at: Date.now(), refusal: null });
    } finally {
      this.#writing -= 1;
    }
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

  /** The person asks: nothing waits for its time any longer. */
  sendNow(): void {
    this.#wake();
  }

  /** Sends a refused action once more. */
  async resend(seq: number): Promise<void> {
    await (await this.#ready).store.setRefusal(seq, null);
    await this.#changed();
    this.#kick();
  }

  /** The last receipts of this page, newest first. */
  receipts = (): readonly OutboxReceipt[] => this.#receipts;

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
        if (delivery.kind === 'done') this.#keepReceipt(record, delivery.status);
        if (delivery.kind !== 'later') this.#set({ state: 'sending' });
        for (const listener of this.#settled) listener(record, delivery);
        void this.#changed();
      },
    });
  }

  #keepReceipt(record: OutboxRecord, status: OutboxReceipt['status']): void {
    const { seq, kind, projectId, assignmentId, at } = record;
    const receipt = { seq, kind, projectId, assignmentId, at, receivedAt: Date.now(), status };
    this.#receipts = [receipt, ...this.#receipts].slice(0, receiptsKept);
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
    // Trying again is no answer yet: until one comes, the page goes on saying that nothing gets through.
    if (this.#status.state !== 'retrying') this.#set({ state: 'sending' });
    const result = await inTurn((isMyTurn) => sender.drain(isMyTurn));
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
    this.#set({ waiting: this.#writing + records.length - refused.length, refused, durable: store.durable });
  }

  #set(change: Partial<OutboxStatus>): void {
    this.#status = { ...this.#status, ...change };
    for (const listener of this.#listeners) listener();
  }
}

let current: Outbox | null = null;

/** The outbox of the signed-in person; the same one for the life of the page. */
export function outboxOf(userId: string): Outbox {
  if (current?.userId !== userId) current = new Outbox(userId);
  return current;
}
