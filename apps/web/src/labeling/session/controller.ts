import type { SkipReason } from '@pairwright/contract/annotate';
import type { FlagReason } from '@pairwright/contract/flag-reasons';
import type { Answer, Submission } from '@pairwright/contract/judgment';
import { v7 as uuid } from 'uuid';
import type { Action, OutboxRecord } from '../../outbox/action.ts';
import type { Delivery } from '../../outbox/deliver.ts';
import type { Elsewhere, Outbox } from '../../outbox/outbox.ts';
import { Attention } from './attention.ts';
import type { Circumstances } from './circumstances.ts';
import type { Desk } from './desk.ts';
import { DraftLink } from './draft-link.ts';
import { Entries, type Entry } from './entries.ts';
import { Given } from './given.ts';
import { Holds } from './holds.ts';
import type { Keeper } from './keeper.ts';
import { PartsToCome } from './parts-to-come.ts';
import { actionOf } from './action-of.ts';
import { Past, type UndoTrouble } from './past.ts';
import { Raised } from './raised.ts';
import { currentId, emptySession, step } from './session.ts';
import type { Decision, Deed, SessionEvent, SessionState } from './session.ts';
import { type JudgmentDeed, submissionOf } from './submission.ts';
import { Supplier, type Supply } from './supplier.ts';
import { whenAwake } from '../../device/wake.ts';

export type { Supply } from './supplier.ts';

export interface ControllerDeps {
  projectId: string;
  leaseMinutes: number;
  outbox: Outbox;
  /** An action is kept on this device. */
  onSaved: (action: Action) => void;
  /** Undo did not do what was asked. */
  onUndoTrouble: (trouble: UndoTrouble) => void;
  /** Keeps pairs and undo on this device; comes when it has loaded. */
  keeper: () => Promise<Keeper | null>;
}

/** One sitting at one project: holds the session's state, fetches work, keeps leases, hands deeds to the outbox. */
export class Controller {
  readonly attention = new Attention();
  readonly entries = new Entries();
  readonly holds = new Holds();
  readonly parts = new PartsToCome();
  readonly raised = new Raised();
  readonly drafts = new DraftLink(this.entries);
  #breaks = 0;
  readonly #given = new Given(this.entries);
  readonly #deps: ControllerDeps;
  #state: SessionState = emptySession;
  #circumstances: Circumstances;
  /** Followed from when what it held was taken up. */
  #keeper: Keeper | null = null;
  #loading: Promise<Keeper | null> | null = null;
  #undoing = false;
  #takenUp = false;
  /** Decided or undone in this tab: other tabs have no say in them. */
  readonly #touched = new Set<string>();
  readonly #listeners = new Set<() => void>();
  readonly #supplier: Supplier;
  readonly #past: Past;
  #stops: (() => void)[] = [];

  constructor(deps: ControllerDeps, circumstances: Circumstances) {
    this.#deps = deps;
    this.#circumstances = circumstances;
    const desk: Desk = {
      projectId: deps.projectId,
      outbox: deps.outbox,
      entries: this.entries,
      drafts: this.drafts,
      touched: this.#touched,
      keeper: this.#ownKeeper,
      state: this.state,
      dispatch: (event) => this.dispatch(event),
      tell: () => this.#tell(),
    };
    this.#supplier = new Supplier(desk);
    this.#past = new Past(desk);
  }

  /** How the pair is being looked at now; recorded with the next judgment. */
  look(change: Partial<Circumstances>): void {
    this.#circumstances = { ...this.#circumstances, ...change };
  }

  /** The person takes a break. */
  takeBreak(): void {
    this.#breaks += 1;
  }

  breaks = (): number => this.#breaks;
  circumstances = (): Circumstances => this.#circumstances;
  state = (): SessionState => this.#state;
  supply = (): Supply => this.#supplier.supply();

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins fetching and keeping leases. Returns the way to stop, which gives unread work back. */
  start(): () => void {
    void this.refill();
    const heartbeat = setInterval(() => void this.#supplier.renew(), (this.#deps.leaseMinutes * 60_000) / 3);
    const onOnline = (): void => void this.refill();
    addEventListener('online', onOnline);
    this.#stops = [
      whenAwake((awake) => {
        this.attention.visibility(awake, performance.now());
        if (!awake) return;
        void this.#supplier.renew();
        this.#supplier.lookAgain();
      }),
      () => clearInterval(heartbeat),
      this.#supplier.watch(),
      () => removeEventListener('online', onOnline),
      this.#deps.outbox.onSettled(this.#onSettled),
      this.#deps.outbox.onElsewhere(this.#onElsewhere),
    ];
    return () => this.#stop();
  }

  /** Tells the session what happened, keeps its deeds, fetches more when little is left. */
  dispatch(event: SessionEvent): void {
    const before = this.#state;
    const { state, deeds } = step(before, event);
    if (state === before) return;
    this.#state = state;
    for (const deed of deeds) this.#keep(deed, before);
    this.#given.follow(deeds, before);
    this.#tell();
    if (deeds.length > 0 || event.type === 'gone') void this.refill();
  }

  /** The pair is on the screen since `at`, on the clock of `performance.now()`. It can be judged once all of its form is. */
  painted(id: string, at: number): void {
    this.attention.show(id, at);
    this.parts.whenHere(id, () => this.dispatch({ type: 'painted', id, at: performance.now() }));
  }

  judge(given: Entry & { answer: Answer }, how: { at: number; repeat: boolean }): void {
    const freshId = uuid();
    const rationale = given.rationale.trim();
    const decision: Decision = {
      kind: 'judgment',
      judgmentId: freshId,
      answer: given.answer,
      details: given.details,
      rationale: rationale === '' ? null : rationale,
    };
    const held = this.holds.of(this.#state.works.get(currentId(this.#state) ?? '') ?? null);
    this.dispatch({ type: 'decide', decision, at: how.at, repeat: how.repeat, freshId, held });
  }

  skip(reason: SkipReason, note: string | null, at: number): void {
    this.dispatch({
      type: 'decide',
      decision: { kind: 'skip', reason, note },
      at,
      repeat: false,
      freshId: uuid(),
    });
  }

  /** Takes the last decision or report back, also one from before a reload. Says so where that is not possible. */
  async undo(): Promise<void> {
    if (this.#undoing) return;
    const flag = this.raised.take(this.#state);
    if (flag !== null) {
      this.#add({ ...this.#target(flag.assignmentId), kind: 'unflag', flagId: flag.id });
      return;
    }
    this.#undoing = true;
    try {
      const trouble = await this.#past.beforeUndo();
      if (trouble === null) this.dispatch({ type: 'undo', freshId: uuid() });
      else this.#deps.onUndoTrouble(trouble);
    } catch (error) {
      this.#supplier.failed(error);
    } finally {
      this.#undoing = false;
    }
  }

  /** What the person reports can be undone; what the page notices by itself is not theirs to take back. */
  flag(assignmentId: string, given: { reason: FlagReason; note: string | null; isOwn: boolean }): void {
    const { reason, note, isOwn } = given;
    const id = uuid();
    const body = { id, reason, ...(note === null ? {} : { note }) };
    this.#add({ ...this.#target(assignmentId), kind: 'flag', body });
    if (isOwn) this.raised.add({ id, assignmentId }, this.#state);
  }

  /** Steps back; before the first decision known here, asks the server for earlier ones. */
  async back(): Promise<void> {
    await this.#past.back().catch((error: unknown) => this.#supplier.failed(error));
  }

  async forward(): Promise<void> {
    await this.#past.forward().catch((error: unknown) => this.#supplier.failed(error));
  }

  /** Opens one of my assignments, whatever its state. Throws what the server said. */
  async revisit(assignmentId: string): Promise<void> {
    await this.#past.revisit(assignmentId);
  }

  /** Fetches work until enough waits. */
  async refill(): Promise<void> {
    await this.#supplier.refill();
  }

  /** Takes up what an earlier page of this sitting left on the device; once, when the first pair is readable. */
  async #takeUp(): Promise<void> {
    if (this.#takenUp) return;
    this.#takenUp = true;
    const keeper = await this.#ownKeeper();
    await keeper?.works().catch(() => []);
    const sediment = (await keeper?.sediment().catch(() => null)) ?? null;
    if (sediment !== null) this.dispatch({ type: 'restored', sediment });
    this.#keeper = keeper;
    this.#follow();
  }

  #onSettled = (record: OutboxRecord, delivery: Delivery): void => {
    if (this.#state.queue.length === 0) void this.refill();
    if (record.projectId !== this.#deps.projectId) return;
    if (delivery.kind !== 'refused' || delivery.code !== 'judgment_locked') return;
    void this.#standAgain(record);
  };

  /** A change came too late: the earlier judgment is shown again, and a mere undo needs no attention after that. */
  async #standAgain({ kind, seq, assignmentId }: OutboxRecord): Promise<void> {
    const why = await this.#past.standAgain(assignmentId).catch(() => null);
    if (why === null || kind !== 'retract') return;
    this.#deps.onUndoTrouble({ kind: 'locked', why });
    await this.#deps.outbox.dismiss(seq);
  }

  #onElsewhere = ({ projectId, assignmentId, kind }: Elsewhere): void => {
    const decided = kind === 'judgment' || kind === 'skip';
    if (decided && projectId === this.#deps.projectId && !this.#touched.has(assignmentId)) {
      this.dispatch({ type: 'gone', ids: [assignmentId] });
    }
  };

  #stop(): void {
    for (const stop of this.#stops) stop();
    const unread = this.#state.queue.slice(1, 51);
    if (unread.length === 0) return;
    this.#supplier.release(unread);
    this.#state = step(this.#state, { type: 'gone', ids: unread }).state;
    this.#follow();
  }

  #keep(deed: Deed, before: SessionState): void {
    this.#touched.add(deed.assignmentId);
    const target = this.#target(deed.assignmentId);
    this.#add(actionOf(deed, target, (judgment) => this.#submission(judgment, before)));
  }

  #submission(deed: JudgmentDeed, { undoCount, ignoredPresses }: SessionState): Submission {
    const work = this.#state.works.get(deed.assignmentId);
    if (work === undefined)
      throw new Error(`The text of assignment ${deed.assignmentId} was let go of too early.`);
    return submissionOf(deed, {
      work,
      undoCount,
      ignoredPresses,
      circumstances: this.#circumstances,
      times: this.attention.read(deed.assignmentId, performance.now()),
    });
  }

  #add(action: Action): void {
    void this.#deps.outbox.add(action).then(() => this.#deps.onSaved(action));
  }

  #target(assignmentId: string): { userId: string; projectId: string; assignmentId: string } {
    return { userId: this.#deps.outbox.userId, projectId: this.#deps.projectId, assignmentId };
  }

  #follow(): void {
    if (this.#supplier.known) this.#keeper?.follow(this.#state);
  }

  #ownKeeper = (): Promise<Keeper | null> => (this.#loading ??= this.#deps.keeper());

  #tell(): void {
    const readable = this.#state.painted !== null || this.#state.queue.length === 0;
    if (this.#supplier.known && readable) void this.#takeUp();
    this.#follow();
    for (const listener of this.#listeners) listener();
  }
}
