import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { nextComparisons, type OpenGroup } from '@pairwright/stats/design/next-comparisons';
import { bradleyTerry } from '@pairwright/stats/pairwise/bradley-terry';
import type { Comparisons, Outcome } from '@pairwright/stats/pairwise/comparisons';
import type { Services } from '../../context.ts';
import { chooseOpen, noteOpen, type OpenModels, readOpenModels } from './open-groups.queries.ts';
import { type PairVotes, readPairVotes } from './pair-votes.queries.ts';
import { findDue, measureProject, type Pool, poolSize, writePool } from './pool.queries.ts';

/** Log abilities are taken to be from N(0, 1) before anything is known. */
const PRIOR_SD = 1;

export interface PoolRun {
  readonly projectId: string;
  readonly signal: AbortSignal;
}

/**
 * Finds what is worth judging next in a project, for claims to draw from. The same judgments and comparisons always give
 * the same pool. Safe to run twice.
 */
export async function makePool(
  ctx: Pick<Services, 'db' | 'log'>,
  { projectId, signal }: PoolRun,
): Promise<void> {
  const began = performance.now();
  const found = await inTransaction(ctx.db.db, (db) => findPool(db, { projectId, signal }), {
    isolation: 'repeatable read',
    statementTimeoutMs: 0,
  });
  const tookMs = Math.round(performance.now() - began);
  await inTransaction(ctx.db.db, (db) => writePool(db, { ...found, projectId, tookMs }));
  const { votes, islands, openComparisons, items } = found;
  ctx.log.info(
    { projectId, tookMs, votes, islands, openComparisons, pooled: items.length },
    'the pool to draw comparisons from was made',
  );
}

/** Makes the pool of a project if it is time to. */
export async function makePoolIfDue(ctx: Pick<Services, 'db' | 'log'>, run: PoolRun): Promise<void> {
  for (const projectId of await findDue(ctx.db.db, run.projectId)) await makePool(ctx, { ...run, projectId });
}

/** Has the pools made that it is time for. Gives how many. */
export async function sweepPools({ db, queue }: Pick<Services, 'db' | 'queue'>): Promise<number> {
  const due = await findDue(db.db);
  for (const projectId of due) await queue.enqueue('active.pool', { projectId });
  return due.length;
}

async function findPool(db: Tx, { projectId, signal }: PoolRun): Promise<Omit<Pool, 'projectId' | 'tookMs'>> {
  const measured = await measureProject(db, projectId);
  await noteOpen(db, projectId);
  signal.throwIfAborted();
  const pairVotes = await readPairVotes(db, projectId);
  signal.throwIfAborted();
  const votes = Math.round(pairVotes.reduce((sum, { weight }) => sum + weight, 0));
  const most = poolSize(votes);
  const open = await readOpenModels(db, most);
  const models = [
    ...new Set([
      ...pairVotes.flatMap(({ first, second }) => [first, second]),
      ...open.flatMap((group) => group.models),
    ]),
  ].sort();
  const indexOf = new Map(models.map((model, index) => [model, index]));
  const { fit, connectivity } = bradleyTerry(comparisonsOf(pairVotes, indexOf), { priorSd: PRIOR_SD });
  const groups = open.map((group): OpenGroup => ({
    ...group,
    items: group.models.map((model) => indexOf.get(model)!),
  }));
  const worthwhile = joining(groups, connectivity.islands);
  const picks =
    fit === null
      ? []
      : nextComparisons(worthwhile, { mean: fit.estimate.logAbility, covariance: fit.bread }, most);
  signal.throwIfAborted();
  const items = await comparisonsFor(db, picks, open);
  return { ...measured, votes, islands: connectivity.islands.length, items };
}

/** While votes leave models in islands, only what joins two of them is worth anything, if there is such a thing. */
function joining(groups: readonly OpenGroup[], islands: readonly (readonly number[])[]): OpenGroup[] {
  const islandOf = new Map(islands.flatMap((island, index) => island.map((item) => [item, index] as const)));
  const joins = ({ items }: OpenGroup): boolean => new Set(items.map((item) => islandOf.get(item))).size > 1;
  if (!groups.some((group) => group.open > 0 && joins(group))) return [...groups];
  return groups.map((group) => (joins(group) ? group : { ...group, open: 0 }));
}

async function comparisonsFor(
  db: Tx,
  picks: readonly { readonly group: number; readonly value: number }[],
  open: readonly OpenModels[],
): Promise<Pool['items']> {
  const counts = new Map<number, number>();
  for (const { group } of picks) counts.set(group, (counts.get(group) ?? 0) + 1);
  const groups = [...counts.keys()];
  const chosen = await chooseOpen(
    db,
    groups.map((group) => ({ models: open[group]!.models, n: counts.get(group)! })),
  );
  const left = new Map(groups.map((group, index) => [group, chosen[index]!.values()]));
  return picks.map(({ group, value }) => ({ comparisonId: left.get(group)!.next().value!, value }));
}

function comparisonsOf(votes: readonly PairVotes[], indexOf: ReadonlyMap<string, number>): Comparisons {
  const outcomes = { first: 1, tie: 0, second: -1 } as const satisfies Record<PairVotes['said'], Outcome>;
  return {
    a: Int32Array.from(votes, ({ first }) => indexOf.get(first)!),
    b: Int32Array.from(votes, ({ second }) => indexOf.get(second)!),
    outcome: Int8Array.from(votes, ({ said }) => outcomes[said]),
    count: Float64Array.from(votes, ({ weight }) => weight),
    items: indexOf.size,
  };
}
