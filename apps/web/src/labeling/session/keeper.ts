import { changeWorks, keepFact, keptFact, keptWorks } from '../../device/device-store.ts';
import type { KeptWork } from '../../device/device-store.ts';
import { sedimentOf } from './looking-back.ts';
import type { Sediment } from './looking-back.ts';
import type { SessionState, Work } from './state.ts';

interface Kept {
  order: number;
  work: Work;
}

/** Keeps on the device what a reload must not lose: the pairs at hand, and what can be undone. */
export class Keeper {
  readonly #userId: string;
  readonly #projectId: string;
  #kept = new Map<string, Kept>();
  #found: Promise<Work[]> | null = null;
  #last: SessionState | null = null;
  #writing: Promise<void> = Promise.resolve();

  constructor(userId: string, projectId: string) {
    this.#userId = userId;
    this.#projectId = projectId;
  }

  /** What an earlier page of this person left about the project. */
  async sediment(): Promise<Sediment | null> {
    return (await keptFact(this.#userId, this.#fact())) as Sediment | null;
  }

  /** The pairs an earlier page had at hand, in their order. Comes before anything is followed. */
  works(): Promise<Work[]> {
    this.#found ??= this.#find();
    return this.#found;
  }

  async #find(): Promise<Work[]> {
    const kept = await keptWorks(this.#userId, this.#projectId);
    for (const { id, order, work } of kept) this.#kept.set(id, { order, work: work as Work });
    return kept.map(({ work }) => work as Work);
  }

  /** Takes the session as it is now: what is new is kept, what is decided or given back is let go of. */
  follow(state: SessionState): void {
    const before = this.#last;
    if (before?.queue === state.queue && before.log === state.log && before.decisions === state.decisions)
      return;
    this.#last = state;
    // Texts first: a pair is never kept after its decision was.
    if (before?.queue !== state.queue) this.#followQueue(state);
    if (before?.log !== state.log || before.decisions !== state.decisions)
      this.#write(() => keepFact(this.#userId, this.#fact(), sedimentOf(state)));
  }

  /** Settles when everything said so far is on the device. */
  settled(): Promise<void> {
    return this.#writing;
  }

  #followQueue(state: SessionState): void {
    const wanted = state.queue.flatMap((id) => state.works.get(id) ?? []);
    const before = this.#kept;
    this.#kept = new Map(
      numbered(wanted, before).map(({ work, order }) => [work.id, { order, work }] as const),
    );
    const drop = [...before.keys()].filter((id) => !this.#kept.has(id)).map((id) => this.#key(id));
    const put: KeptWork[] = [...this.#kept]
      .filter(([id, { work }]) => before.get(id)?.work !== work)
      .map(([id, { order, work }]) => ({
        userId: this.#userId,
        projectId: this.#projectId,
        id,
        order,
        work,
      }));
    if (drop.length > 0 || put.length > 0) this.#write(() => changeWorks({ put, drop }));
  }

  #write(write: () => Promise<void>): void {
    // A device that keeps nothing takes nothing away from the work itself.
    this.#writing = this.#writing.then(write).catch(() => undefined);
  }

  #key(id: string): [string, string, string] {
    return [this.#userId, this.#projectId, id];
  }

  #fact(): string {
    return `sitting ${this.#projectId}`;
  }
}

/** Gives each its number in the queue; who has one keeps it, so that a vote does not write every pair again. */
function numbered(works: readonly Work[], before: ReadonlyMap<string, Kept>): Kept[] {
  const orders = [...before.values()].map(({ order }) => order);
  const first = works.findIndex(({ id }) => before.has(id));
  const lowest = Math.min(0, ...orders);
  let highest = Math.max(0, ...orders);
  return works.map((work, index) => {
    const known = before.get(work.id);
    if (known !== undefined) return { order: known.order, work };
    if (index < first) return { order: lowest - (first - index), work };
    highest += 1;
    return { order: highest, work };
  });
}
