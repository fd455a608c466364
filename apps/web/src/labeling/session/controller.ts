import type { Assignment, FlagReason, SkipReason } from '@pairwright/contract/annotate';
import type { Answer, Submission } from '@pairwright/contract/judgment';
import { v7 as uuid } from 'uuid';
import { api, ApiProblem } from '../../api/client.ts';
import { decidedAssignments } from '../../outbox/action.ts';
import type { Action } from '../../outbox/action.ts';
import type { Outbox } from '../../outbox/outbox.ts';
import type { Question } from '@pairwright/contract/projects';
import { withDefaults } from '@pairwright/domain/judgment/missing';
import { Attention } from './attention.ts';
import { Entries } from './entries.ts';
import type { Entry } from './entries.ts';
import { currentId, emptySession, step } from './session.ts';
import type { Decision, Deed, SessionEvent, SessionState, Work } from './session.ts';
import type { Circumstances } from './circumstances.ts';
import { decisionOf, submissionOf } from './submission.ts';
import type { JudgmentDeed } from './submission.ts';

export interface ControllerDeps {
  projectId: string;
  leaseMinutes: number;
  outbox: Outbox;
  /** An action is kept on this device. */
  onSaved: (action: Action) => void;
}

/** What stands in the way of new work. */
export interface Supply {
  state: 'starting' | 'ready' | 'failed';
  error: unknown;
}

/** Below this many waiting pairs, more are fetched: the one at hand and five behind it. */
const refillBelow = 6;
const refillTo = 10;
const claimLimit = 20;
const lookAgainAfter = 30_000;

/** One sitting at one project: holds the session's state, fetches work, keeps leases, hands deeds to the outbox. */
export class Controller {
  readonly attention = new Attention();
  readonly entries = new Entries();
  readonly #deps: ControllerDeps;
  #state: SessionState = emptySession;
  #supply: Supply = { state: 'starting', error: null };
  #claiming = false;
  #circumstances: Circumstances;
  #historyLoaded = false;
  /** Decided or undone in this tab: other tabs have no say in them. */
  readonly #touched = new Set<string>();
  readonly #listeners = new Set<() => void>();
  #stops: (() => void)[] = [];

  constructor(deps: ControllerDeps, circumstances: Circumstances) {
    this.#deps = deps;
    this.#circumstances = circumstances;
  }

  /** How the pair is being looked at now; recorded with the next judgment. */
  look(change: Partial<Circumstances>): void {
    this.#circumstances = { ...this.#circumstances, ...change };
  }

  state = (): SessionState => this.#state;
  supply = (): Supply => this.#supply;

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins fetching and keeping leases. Returns the way to stop, which gives unread work back. */
  start(): () => void {
    void this.refill();
    const heartbeat = setInterval(() => void this.#renew(), (this.#deps.leaseMinutes * 60_000) / 3);
    const lookAgain = setInterval(() => this.#lookAgain(), lookAgainAfter);
    const onOnline = (): void => void this.refill();
    const onVisible = (): void => {
      const visible = document.visibilityState === 'visible';
      this.attention.visibility(visible, performance.now());
      if (!visible) return;
      void this.#renew();
      this.#lookAgain();
    };
    addEventListener('online', onOnline);
    document.addEventListener('visibilitychange', onVisible);
    const stopOutbox = this.#deps.outbox.onSettled(() => {
      if (this.#state.queue.length === 0) void this.refill();
    });
    const stopElsewhere = this.#deps.outbox.onElsewhere(({ projectId, assignmentId, kind }) => {
      const decided = kind === 'judgment' || kind === 'skip';
      if (decided && projectId === this.#deps.projectId && !this.#touched.has(assignmentId)) {
        this.dispatch({ type: 'gone', ids: [assignmentId] });
      }
    });
    this.#stops = [
      stopElsewhere,
      () => clearInterval(heartbeat),
      () => clearInterval(lookAgain),
      () => removeEventListener('online', onOnline),
      () => document.removeEventListener('visibilitychange', onVisible),
      stopOutbox,
    ];
    return () => this.#stop();
  }

  /** Tells the session what happened, keeps its deeds, fetches more when little is left. */
  dispatch(event: SessionEvent): void {
    const before = this.#state;
    const { state, deeds } = step(before, event);
    if (state === before) return;
    this.#state = state;
    for (const deed of deeds) {
      this.#keep(deed, before.undoCount);
      if (deed.kind === 'judgment' || deed.kind === 'skip') this.entries.forget(deed.assignmentId);
    }
    this.#tell();
    if (deeds.length > 0 || event.type === 'gone') void this.refill();
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
    this.dispatch({ type: 'decide', decision, at: how.at, repeat: how.repeat, freshId });
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

  undo(): void {
    this.dispatch({ type: 'undo', freshId: uuid() });
  }

  flag(assignmentId: string, reason: FlagReason, note: string | null): void {
    this.#add({
      ...this.#target(assignmentId),
      kind: 'flag',
      body: { id: uuid(), reason, ...(note === null ? {} : { note }) },
    });
  }

  /** Steps back; before the first decision of this page, asks the server for earlier ones. */
  async back(): Promise<void> {
    const { visiting, trail } = this.#state;
    const atStart = visiting === null ? trail.length === 0 : trail.indexOf(visiting) === 0;
    if (atStart && !this.#historyLoaded) await this.#loadHistory();
    this.dispatch({ type: 'back' });
    await this.#loadVisited();
  }

  async forward(): Promise<void> {
    this.dispatch({ type: 'forward' });
    await this.#loadVisited();
  }

  /** Opens one of my assignments, whatever its state. */
  async revisit(assignmentId: string): Promise<void> {
    const mine = await api.call('getMyAssignment', { params: this.#params(assignmentId) });
    const decision = mine.judgment === null ? null : decisionOf(mine.judgment);
    this.dispatch({ type: 'visit', work: mine, decision });
  }

  /** Fetches work until enough waits. What is decided here but not yet known there is asked past. */
  async refill(): Promise<void> {
    if (this.#claiming || this.#state.queue.length >= refillBelow) return;
    this.#claiming = true;
    try {
      const before = await this.#decidedHere();
      const missing = refillTo - this.#state.queue.length;
      const count = Math.min(claimLimit, this.#state.queue.length + before.size + missing);
      const { items, questions } = await api.call('claimAssignments', {
        params: { projectId: this.#deps.projectId },
        body: { count },
      });
      const decided = new Set([...before, ...(await this.#decidedHere())]);
      this.#supply = { state: 'ready', error: null };
      this.#loadDrafts(items);
      this.dispatch({
        type: 'claimed',
        works: withQuestions(items, questions),
        decided,
        exhausted: items.length < count,
      });
      this.#tell();
    } catch (error) {
      this.#supply = { state: 'failed', error };
      this.#tell();
    } finally {
      this.#claiming = false;
    }
  }

  /** What was entered on another device, or before this page, unless more was entered here. */
  #loadDrafts(items: readonly Assignment[]): void {
    for (const { id, draft } of items) {
      if (draft === null || this.entries.has(id)) continue;
      const { answer, details, rationale } = draft;
      this.entries.load(id, {
        answer: answer ?? null,
        details: withDefaults(details ?? {}),
        rationale: rationale ?? '',
      });
    }
  }

  async #decidedHere(): Promise<Set<string>> {
    return decidedAssignments(await this.#deps.outbox.records(), this.#deps.projectId);
  }

  #lookAgain(): void {
    const wanting = this.#state.exhausted || this.#supply.state === 'failed';
    if (wanting && document.visibilityState === 'visible') void this.refill();
  }

  async #renew(): Promise<void> {
    const assignmentIds = this.#state.queue.slice(0, 50);
    if (assignmentIds.length === 0 || document.visibilityState === 'hidden') return;
    try {
      const { items } = await api.call('renewAssignments', {
        params: this.#project(),
        body: { assignmentIds: [...assignmentIds] },
      });
      const kept = new Set(items.map((item) => item.id));
      const atHand = currentId(this.#state);
      // The pair being read stays: a late judgment is still taken.
      this.dispatch({ type: 'gone', ids: assignmentIds.filter((id) => !kept.has(id) && id !== atHand) });
    } catch (error) {
      // Offline or refused: the leases run on, and late judgments are kept by the server.
      if (!(error instanceof ApiProblem)) return;
    }
  }

  #stop(): void {
    for (const stop of this.#stops) stop();
    const unread = this.#state.queue.slice(1, 51);
    if (unread.length === 0) return;
    // Best effort: leases not given back run out by themselves.
    api
      .call('releaseAssignments', { params: this.#project(), body: { assignmentIds: [...unread] } })
      .catch(() => undefined);
    this.#state = step(this.#state, { type: 'gone', ids: unread }).state;
  }

  #keep(deed: Deed, undoCount: number): void {
    this.#touched.add(deed.assignmentId);
    const target = this.#target(deed.assignmentId);
    if (deed.kind === 'retract')
      this.#add({ ...target, kind: 'retract', body: { id: deed.id, judgmentId: deed.judgmentId } });
    else if (deed.kind === 'unskip') this.#add({ ...target, kind: 'unskip' });
    else if (deed.kind === 'skip') {
      const { reason, note } = deed.decision;
      this.#add({ ...target, kind: 'skip', body: { reason, ...(note === null ? {} : { note }) } });
    } else this.#add({ ...target, kind: 'judgment', body: this.#submission(deed, undoCount) });
  }

  #submission(deed: JudgmentDeed, undoCount: number): Submission {
    const work = this.#state.works.get(deed.assignmentId);
    if (work === undefined)
      throw new Error(`The text of assignment ${deed.assignmentId} was let go of too early.`);
    return submissionOf(deed, {
      work,
      undoCount,
      circumstances: this.#circumstances,
      times: this.attention.read(deed.assignmentId, performance.now()),
    });
  }

  #add(action: Action): void {
    void this.#deps.outbox.add(action).then(() => this.#deps.onSaved(action));
  }

  async #loadHistory(): Promise<void> {
    try {
      const { items } = await api.call('listMyJudgments', { params: this.#project(), query: { limit: 50 } });
      this.#historyLoaded = true;
      const entries = items.flatMap((item) => {
        const decision = decisionOf(item);
        return decision === null ? [] : [{ assignmentId: item.assignmentId, decision }];
      });
      this.dispatch({ type: 'history', entries: entries.reverse() });
    } catch {
      // Offline: there is nothing older to show now; the next try asks again.
    }
  }

  async #loadVisited(): Promise<void> {
    const { visiting, works } = this.#state;
    if (visiting === null || works.has(visiting)) return;
    try {
      await this.revisit(visiting);
    } catch (error) {
      this.#supply = { state: 'failed', error };
      this.#tell();
    }
  }

  #project(): { projectId: string } {
    return { projectId: this.#deps.projectId };
  }

  #params(assignmentId: string): { projectId: string; assignmentId: string } {
    return { projectId: this.#deps.projectId, assignmentId };
  }

  #target(assignmentId: string): { userId: string; projectId: string; assignmentId: string } {
    return { userId: this.#deps.outbox.userId, ...this.#params(assignmentId) };
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Work with the version of the question it was leased under. */
function withQuestions(items: readonly Assignment[], questions: readonly Question[]): Work[] {
  return items.flatMap((item) => {
    const question = questions.find(({ version }) => version === item.questionVersion);
    return question === undefined ? [] : [{ ...item, question }];
  });
}
