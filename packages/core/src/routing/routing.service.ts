import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import type { ResponseOf } from '@pairwright/contract/endpoint';
import { Problem } from '@pairwright/contract/errors';
import {
  type ComparisonRouting,
  type getRouting as getRoutingEndpoint,
  type Reservation,
  routingPolicy,
  type RoutingPolicy,
} from '@pairwright/contract/routing';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import { openPolicy } from '@pairwright/domain/routing/policy';
import type { ProjectContext } from '../context.ts';
import { readPool } from './active/pool.queries.ts';
import {
  ensurePolicy,
  findComparisonRouting,
  findBatches,
  findPolicy,
  findRoutedMembers,
  moveBatch,
  moveComparison,
  tokensOf,
  writePolicy,
} from './policy.queries.ts';

/** Re-ranking a million comparisons takes longer than an ordinary statement may. */
const LONG = { statementTimeoutMs: 0 };

/** The policy of the project, with its batches and members. */
export async function getRouting(ctx: ProjectContext): Promise<ResponseOf<typeof getRoutingEndpoint>> {
  const { db } = ctx.db;
  const [policy, pool, batches, members] = await Promise.all([
    findPolicy(db, ctx.projectId),
    readPool(db, ctx.projectId),
    findBatches(db, ctx.projectId),
    findRoutedMembers(db, ctx.projectId),
  ]);
  return { policy, pool: (policy?.active ?? null) === null ? null : pool, batches, members };
}

export type NewPolicy = RoutingPolicy & {
  /** What it was made from; left out: whatever is in force is replaced. */
  readonly basedOn?: RoutingPolicy | null | undefined;
};

/**
 * Sets the policy as a whole. It holds from the next claim on; what people hold they keep. Throws Problem wrong_state when another
 * policy is in force than the one it was made from.
 */
export async function setRoutingPolicy(ctx: ProjectContext, input: NewPolicy): Promise<RoutingPolicy> {
  const { basedOn, ...policy } = input;
  await inTransaction(ctx.db.db, async (db) => {
    if (basedOn !== undefined) await refuseStale(db, ctx.projectId, [basedOn ?? openPolicy, policy]);
    await writePolicy(db, ctx.projectId, policy);
  });
  return policy;
}

/** Of two leads who save at once, the second is told, unless both say the same; the lock makes them come one after the other. */
async function refuseStale(db: Tx, projectId: string, fine: readonly RoutingPolicy[]): Promise<void> {
  const row = await db
    .selectFrom('projects')
    .select('routing')
    .where('id', '=', projectId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  // Read as the page read it: what was stored before a part existed has that part's default.
  const inForce = routingPolicy.parse(row?.routing ?? openPolicy);
  if (fine.some((policy) => isDeepStrictEqual(inForce, policy))) return;
  throw new Problem('wrong_state', {
    detail:
      'The routing policy was changed since the one this is based on. Load it again, bring your change into it, and save again.',
  });
}

export interface BatchRouting {
  readonly batchId: string;
  readonly round?: number | undefined;
  readonly priority?: number | undefined;
  readonly skills?: string[] | undefined;
  readonly onlyFor?: Reservation | undefined;
}

/** Changes a batch; what is left out stays. Throws Problem not_found. */
export async function updateBatchRouting(ctx: ProjectContext, input: BatchRouting): Promise<void> {
  const { batchId, round, priority, skills, onlyFor } = input;
  await inTransaction(
    ctx.db.db,
    async (db) => {
      const before = await db
        .selectFrom('batches')
        .select('priority')
        .where('id', '=', batchId)
        .where('project_id', '=', ctx.projectId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (before === undefined) throw new Problem('not_found');
      await db
        .updateTable('batches')
        .set({
          priority: priority ?? before.priority,
          ...(round === undefined ? {} : { round, round_changed_at: sql<string>`clock_timestamp()` }),
          ...(skills === undefined ? {} : { skills }),
          ...(onlyFor === undefined ? {} : { only_for: tokensOf(onlyFor) }),
        })
        .where('id', '=', batchId)
        .execute();
      if (skills !== undefined || onlyFor !== undefined) await ensurePolicy(db, ctx.projectId);
      if (priority !== undefined && priority !== before.priority)
        await moveBatch(db, { projectId: ctx.projectId, batchId, from: before.priority, to: priority });
    },
    LONG,
  );
}

/** Priority of one comparison, and whom it is for. Throws Problem not_found. */
export async function getComparisonRouting(
  ctx: ProjectContext,
  input: { comparisonId: string },
): Promise<ComparisonRouting> {
  const found = await findComparisonRouting(ctx.db.db, { projectId: ctx.projectId, ...input });
  if (found === undefined) throw new Problem('not_found');
  return found;
}

export interface ComparisonChange {
  readonly comparisonId: string;
  readonly priority?: number | null | undefined;
  readonly onlyFor?: Reservation | undefined;
}

/** Changes one comparison; what is left out stays. Throws Problem not_found. */
export async function updateComparisonRouting(ctx: ProjectContext, input: ComparisonChange): Promise<void> {
  const { comparisonId, priority, onlyFor } = input;
  await inTransaction(ctx.db.db, async (db) => {
    const found = await db
      .selectFrom('comparisons')
      .select('id')
      .where('id', '=', comparisonId)
      .where('project_id', '=', ctx.projectId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (found === undefined) throw new Problem('not_found');
    if (onlyFor !== undefined) {
      await ensurePolicy(db, ctx.projectId);
      await db
        .updateTable('comparisons')
        .set({ only_for: tokensOf(onlyFor) })
        .where('id', '=', comparisonId)
        .execute();
    }
    if (priority !== undefined)
      await moveComparison(db, { projectId: ctx.projectId, comparisonId, priority });
  });
}
