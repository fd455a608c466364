import type { Database } from '@pairwright/db/database';
import type { Ids } from '@pairwright/runtime/ids';
import { type Random, randomFrom } from '@pairwright/stats/numeric/random';
import type { ProjectContext, Services } from '../context.ts';

/** What chance decides in the product, drawn from a seed: two runs give the same, but for ties in a pool, which ids break. */
export interface Seeded {
  /** As this person, on the one connection whose draws are seeded. */
  as(ctx: ProjectContext): ProjectContext;
  /** To be called before each claim: the database draws anew from the seed. */
  reseed(): Promise<void>;
  release(): void;
}

/** Apart from what the world draws, which is then the same for every policy. */
const APART = 0x5eed;

/**
 * The database's `random()` belongs to a connection, so claims and judgments all go over one, which is seeded before each
 * claim. Ids stay unique, because they are made as always but for their last digits: only these decide anything.
 */
export async function seededFrom(services: Services, seed: number): Promise<Seeded> {
  const client = await services.db.pool.connect();
  const random = randomFrom(seed + APART);
  const ids = seededIds(services.ids, random);
  return {
    // Hot paths ask the pool for no more than to run a statement.
    as: (ctx) => ({ ...ctx, ids, db: { ...ctx.db, pool: client as unknown as Database['pool'] } }),
    reseed: async () => {
      await client.query('select setseed($1)', [2 * random() - 1]);
    },
    release: () => client.release(),
  };
}

function seededIds(ids: Ids, random: Random): Ids {
  const digits = (): string =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  return { next: () => ids.next().slice(0, -8) + digits() };
}
