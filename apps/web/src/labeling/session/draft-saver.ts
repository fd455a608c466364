import type { KeptDraft } from '@pairwright/contract/annotate';
import type { Draft } from '@pairwright/contract/judgment';
import { isEmptyDraft } from '@pairwright/domain/judgment/missing';
import { entryOf } from './draft-link.ts';
import type { DraftPlace, Drafts } from './draft-link.ts';
import type { DraftRecord, DraftStore } from '../../device/draft-store.ts';
import type { Entries, Entry } from './entries.ts';

/**
 * How a try to save on the server ended. `closed`: there is a judgment, so that it stays on this device alone until it
 * changes again; `gone`: the assignment is not mine any more.
 */
export type DraftSent =
  | { kind: 'saved'; savedAt: string | null }
  | { kind: 'closed' }
  | { kind: 'gone' }
  | { kind: 'later' };

export interface DraftSaverDeps {
  userId: string;
  projectId: string;
  store: DraftStore;
  entries: Entries;
  send: (assignmentId: string, draft: Draft) => Promise<DraftSent>;
  /** Milliseconds since 1970 on this device. */
  now: () => number;
}

/** After the last change, and at the latest after the first unsent one. */
const quietMs = 800;
const longestWaitMs = 5_000;
const againMs = 15_000;

/**
 * Keeps what is entered and not given: on this device at once, on the server a little later. Nothing ever waits for it;
 * without a network the drafts stay here and go out when it is back.
 */
export class DraftSaver implements Drafts {
  readonly #deps: DraftSaverDeps;
  readonly #records = new Map<string, DraftRecord>();
  readonly #sending = new Set<string>();
  /** Not sent again until they change. */
  readonly #closed = new Set<string>();
  /** Decided which is newer, once for each assignment. */
  readonly #resumed = new Set<string>();
  readonly #listeners = new Set<() => void>();
  /** What the device has not written yet. */
  readonly #unwritten = new Map<string, DraftRecord>();
  /** The device's writes, one after the other. */
  #writes: Promise<void> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #waitingSince: number | null = null;
  #stops: (() => void)[] = [];

  constructor(deps: DraftSaverDeps) {
    this.#deps = deps;
  }

  /** Takes up what this device keeps, then hears every change. Returns the way to stop, which sends what waits. */
  async start(): Promise<() => void> {
    const { entries, store, userId, projectId } = this.#deps;
    for (const record of await store.list(userId, projectId)) this.#records.set(record.assignmentId, record);
    const flush = (): void => void this.flush();
    const leave = (): void => {
      store.rescue([...this.#unwritten.values()]);
      flush();
    };
    const onHide = (): void => {
      if (document.visibilityState === 'hidden') flush();
    };
    addEventListener('online', flush);
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', onHide);
    this.#stops = [
      entries.onChange((id, entry) => this.#changed(id, entry)),
      entries.onForget((id) => this.#forgotten(id)),
      () => removeEventListener('online', flush),
      () => removeEventListener('pagehide', leave),
      () => document.removeEventListener('visibilitychange', onHide),
    ];
    if (this.#pending().length > 0) this.#schedule(quietMs);
    return () => this.#stop();
  }

  /** The draft of an assignment of mine: the newer one of this device and the server. Entries touched already stay. */
  resume(assignmentId: string, server: KeptDraft | null): void {
    const { entries } = this.#deps;
    if (this.#resumed.has(assignmentId) || entries.canUndo(assignmentId)) return;
    this.#resumed.add(assignmentId);
    const here = this.#records.get(assignmentId);
    if (here !== undefined && isNewer(here, server)) {
      entries.load(assignmentId, entryOf(here.draft));
      return;
    }
    if (here !== undefined) this.#drop(assignmentId);
    if (server === null) return;
    const { savedAt, ...draft } = server;
    this.#keep({
      ...this.#target(assignmentId),
      draft,
      at: Date.parse(savedAt),
      pending: false,
      base: savedAt,
    });
    entries.load(assignmentId, entryOf(draft));
  }

  /** Takes over an entry that was changed before this was started. */
  takeOver(assignmentId: string, entry: Entry): void {
    this.#changed(assignmentId, entry);
  }

  place(assignmentId: string): DraftPlace {
    const record = this.#records.get(assignmentId);
    if (record === undefined || isEmptyDraft(entryOf(record.draft))) return 'none';
    return record.pending ? 'device' : 'server';
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Sends now what the server does not have. Settles when everything has been tried once. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waitingSince = null;
    const results = await Promise.all(this.#pending().map((record) => this.#send(record)));
    if (results.includes('later')) this.#schedule(againMs);
    else if (this.#pending().length > 0) this.#schedule(quietMs);
  }

  /** Settles when this device has written everything down. */
  written(): Promise<void> {
    return this.#writes;
  }

  #changed(assignmentId: string, { answer, details, rationale }: Entry): void {
    this.#closed.delete(assignmentId);
    const base = this.#records.get(assignmentId)?.base ?? null;
    const draft = { answer, details, rationale };
    this.#keep({ ...this.#target(assignmentId), draft, at: this.#deps.now(), pending: true, base });
    this.#waitingSince ??= this.#deps.now();
    const left = Math.max(0, longestWaitMs - (this.#deps.now() - this.#waitingSince));
    this.#schedule(Math.min(quietMs, left));
  }

  #forgotten(assignmentId: string): void {
    this.#resumed.delete(assignmentId);
    if (this.#records.has(assignmentId)) this.#drop(assignmentId);
  }

  async #send(record: DraftRecord): Promise<DraftSent['kind']> {
    const { assignmentId, draft } = record;
    if (this.#sending.has(assignmentId)) return 'saved';
    this.#sending.add(assignmentId);
    const sent = await this.#deps.send(assignmentId, draft).finally(() => this.#sending.delete(assignmentId));
    const now = this.#records.get(assignmentId);
    // Given meanwhile: there is nothing to keep any more.
    if (now === undefined) return sent.kind;
    if (sent.kind === 'gone') this.#drop(assignmentId);
    if (sent.kind === 'closed') this.#closed.add(assignmentId);
    if (sent.kind === 'saved') this.#saved(record, now, sent.savedAt);
    return sent.kind;
  }

  /** What was entered while it was on its way goes out next. */
  #saved(sent: DraftRecord, now: DraftRecord, savedAt: string | null): void {
    const pending = now !== sent;
    if (!pending && isEmptyDraft(entryOf(now.draft))) this.#drop(now.assignmentId);
    else this.#keep({ ...now, pending, base: savedAt });
  }

  #pending(): DraftRecord[] {
    return [...this.#records.values()].filter(
      ({ pending, assignmentId }) => pending && !this.#closed.has(assignmentId),
    );
  }

  #schedule(ms: number): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), ms);
  }

  #keep(record: DraftRecord): void {
    const { assignmentId } = record;
    this.#records.set(assignmentId, record);
    this.#unwritten.set(assignmentId, record);
    this.#write(async () => {
      await this.#deps.store.put(record);
      if (this.#unwritten.get(assignmentId) === record) this.#unwritten.delete(assignmentId);
    });
  }

  #drop(assignmentId: string): void {
    this.#records.delete(assignmentId);
    this.#unwritten.delete(assignmentId);
    this.#write(() => this.#deps.store.remove(this.#deps.userId, assignmentId));
  }

  #write(write: () => Promise<void>): void {
    this.#writes = this.#writes.then(write);
    for (const listener of this.#listeners) listener();
  }

  #target(assignmentId: string): { userId: string; projectId: string; assignmentId: string } {
    return { userId: this.#deps.userId, projectId: this.#deps.projectId, assignmentId };
  }

  #stop(): void {
    for (const stop of this.#stops) stop();
    void this.flush().finally(() => {
      if (this.#timer !== null) clearTimeout(this.#timer);
    });
  }
}

/**
 * Whether what this device keeps is newer than what the server says. Clocks are compared only where both have changed
 * since they last met.
 */
function isNewer(here: DraftRecord, server: KeptDraft | null): boolean {
  if (server === null) return here.pending;
  if (server.savedAt === here.base) return true;
  return here.pending && here.at > Date.parse(server.savedAt);
}
