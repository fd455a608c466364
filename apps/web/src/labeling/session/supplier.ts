import type { Assignment } from '@pairwright/contract/annotate';
import type { Question } from '@pairwright/contract/projects';
import type { NothingNow } from '@pairwright/contract/routing';
import { api, ApiProblem, isUnreachable } from '../../api/client.ts';
import { decidedAssignments } from '../../outbox/action.ts';
import type { Desk } from './desk.ts';
import { currentId } from './session.ts';
import type { Work } from './state.ts';

/** What stands in the way of new work. */
export interface Supply {
  state: 'starting' | 'ready' | 'failed';
  error: unknown;
  /** Why the server had nothing when it was asked last; null when it had something. */
  nothing: NothingNow | null;
}

/** Below this many waiting pairs, more are fetched: the one at hand and five behind it. */
const refillBelow = 6;
const refillTo = 10;
const claimLimit = 20;
const lookAgainAfter = 30_000;

/** Fetches work before it runs out, keeps its leases, and gives it back. */
export class Supplier {
  readonly #desk: Desk;
  #supply: Supply = { state: 'starting', error: null, nothing: null };
  #claiming = false;
  #recalled = false;
  /** Decisions were on their way to the server when it was asked last: it may have more once it has them. */
  #early = false;

  constructor(desk: Desk) {
    this.#desk = desk;
  }

  supply = (): Supply => this.#supply;

  /** The queue is what the server or the device gave, rather than not known yet. */
  get known(): boolean {
    return this.#supply.state === 'ready' || this.#recalled;
  }

  /** Fetches work until enough waits. What is decided here but not yet known there is asked past. */
  async refill(): Promise<void> {
    if (this.#claiming || this.#desk.state().queue.length >= refillBelow) return;
    this.#claiming = true;
    try {
      await this.#claim();
    } catch (error) {
      if (isUnreachable(error)) await this.#recall();
      this.#supply = { state: 'failed', error, nothing: null };
      this.#desk.tell();
    } finally {
      this.#claiming = false;
    }
    await this.#settled();
  }

  /** Asks again now and then where there was nothing, and when decisions have arrived. Returns the way to stop. */
  watch(): () => void {
    const looking = setInterval(() => this.lookAgain(), lookAgainAfter);
    const stop = this.#desk.outbox.subscribe(() => void this.#settled());
    return () => {
      clearInterval(looking);
      stop();
    };
  }

  /** Asks again where the last answer came before the server had all decisions, once it has them, whichever tab sent them. */
  async #settled(): Promise<void> {
    const wanting = (): boolean =>
      this.#early &&
      !this.#claiming &&
      this.#supply.state === 'ready' &&
      this.#desk.state().queue.length === 0;
    if (wanting() && !(await this.#onTheirWay()) && wanting()) await this.refill();
  }

  /** Asks again where there was nothing, or no answer. */
  lookAgain(): void {
    const { exhausted, queue } = this.#desk.state();
    const wanting = exhausted || queue.length === 0 || this.#supply.state === 'failed';
    if (wanting && document.visibilityState === 'visible') void this.refill();
  }

  /** Keeps the leases of what waits; what is somebody else's by now is let go of. */
  async renew(): Promise<void> {
    const assignmentIds = this.#desk.state().queue.slice(0, 50);
    if (assignmentIds.length === 0 || document.visibilityState === 'hidden') return;
    try {
      const { items } = await api.call('renewAssignments', {
        params: this.#project(),
        body: { assignmentIds: [...assignmentIds] },
      });
      const kept = new Set(items.map((item) => item.id));
      const atHand = currentId(this.#desk.state());
      // The pair being read stays: a late judgment is still taken.
      this.#desk.dispatch({
        type: 'gone',
        ids: assignmentIds.filter((id) => !kept.has(id) && id !== atHand),
      });
    } catch (error) {
      // Offline or refused: the leases run on, and late judgments are kept by the server.
      if (!(error instanceof ApiProblem)) return;
    }
  }

  /** Gives back what was not begun. Best effort: leases not given back run out by themselves. */
  release(assignmentIds: readonly string[]): void {
    api
      .call('releaseAssignments', {
        params: this.#project(),
        body: { assignmentIds: [...assignmentIds] },
      })
      .catch(() => undefined);
  }

  failed(error: unknown): void {
    this.#supply = { state: 'failed', error, nothing: null };
    this.#desk.tell();
  }

  async #claim(): Promise<void> {
    const { state, dispatch, touched } = this.#desk;
    const { decisions } = state();
    const wasEarly = await this.#onTheirWay();
    const before = await this.#decidedHere();
    const waiting = state().queue.length;
    const count = Math.min(claimLimit, waiting + before.size + refillTo - waiting);
    const { items, questions, nothing } = await api.call('claimAssignments', {
      params: this.#project(),
      body: { count },
    });
    const decided = new Set([...before, ...(await this.#decidedHere())]);
    this.#early = wasEarly || decisions !== state().decisions || (await this.#onTheirWay());
    this.#supply = { state: 'ready', error: null, nothing };
    const reopened = items
      .map(({ id }) => id)
      .filter((id) => state().decisions.has(id) && !touched.has(id) && !decided.has(id));
    this.#takeDrafts(items, { decided, reopened });
    dispatch({
      type: 'claimed',
      works: withQuestions(items, questions),
      decided,
      exhausted: items.length < count && !this.#early,
      reopened: new Set(reopened),
    });
    this.#desk.tell();
  }

  /** Without the server: the pairs an earlier page had at hand, once. */
  async #recall(): Promise<void> {
    if (this.#recalled || this.known) return;
    const keeper = await this.#desk.keeper();
    const works = (await keeper?.works().catch(() => [])) ?? [];
    this.#recalled = true;
    const decided = await this.#decidedHere();
    this.#takeDrafts(works as (Work & Pick<Assignment, 'draft'>)[], { decided, reopened: [] });
    this.#desk.dispatch({ type: 'claimed', works, decided, exhausted: false });
  }

  /** A server that has not heard of a decision yet still has the draft from before it. */
  #takeDrafts(
    items: readonly Pick<Assignment, 'id' | 'draft'>[],
    { decided, reopened }: { decided: ReadonlySet<string>; reopened: readonly string[] },
  ): void {
    const { decisions } = this.#desk.state();
    const isOpen = (id: string): boolean => !decided.has(id) && (!decisions.has(id) || reopened.includes(id));
    this.#desk.drafts.claimed(items.filter(({ id }) => isOpen(id)));
  }

  async #decidedHere(): Promise<Set<string>> {
    return decidedAssignments(await this.#desk.outbox.records(), this.#desk.projectId);
  }

  /** Whether the server lacks something that was done here in this project, and will get it. */
  async #onTheirWay(): Promise<boolean> {
    const { outbox, projectId } = this.#desk;
    return (await outbox.records()).some(
      (record) => record.projectId === projectId && record.refusal === null,
    );
  }

  #project(): { projectId: string } {
    return { projectId: this.#desk.projectId };
  }
}

/** Work with the version of the question it was leased under. */
function withQuestions(items: readonly Assignment[], questions: readonly Question[]): Work[] {
  return items.flatMap((item) => {
    const question = questions.find(({ version }) => version === item.questionVersion);
    return question === undefined ? [] : [{ ...item, question }];
  });
}
