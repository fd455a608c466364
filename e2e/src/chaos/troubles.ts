import { setTimeout as delay } from 'node:timers/promises';
import type { TestDatabase } from '@pairwright/testkit/test-database';
import type { ApiProcess } from '../support/api-process.ts';
import type { ApiAnnotator } from './api-annotator.ts';
import type { Dice } from './dice.ts';
import type { History } from './history.ts';

export interface Scene {
  /** A connection kept open, since a new one may take long while hundreds work. */
  readonly sql: Pick<TestDatabase['pool'], 'query'>;
  readonly projectId: string;
  /** Who may pause the project and change its target. */
  readonly admin: ApiAnnotator;
  readonly apis: ApiProcess[];
  readonly history: History;
  readonly dice: Dice;
  /** Leases that were ended here, their holders being away. */
  ended: number;
  /** Starts an API process whose clock is wrong by so many milliseconds. */
  startApi(clockSkewMs: number): Promise<ApiProcess>;
}

export type Trouble = (scene: Scene) => Promise<void>;

/** Within which somebody holds a lease to be ended. */
const LEASES_WITHIN_MS = 30_000;

/** What goes wrong or is changed while people work. */
export const troubles = {
  /** A process dies in the middle of whatever it does, and comes back with a clock up to ten minutes wrong. */
  async kill({ apis, dice, startApi }) {
    await delay(dice.below(20));
    const victim = dice.below(apis.length);
    await apis[victim]!.kill();
    apis[victim] = await startApi(dice.between(-600_000, 600_001));
  },
  /** Half of all live leases are over at once, as after a night. */
  async expire(scene) {
    const giveUp = Date.now() + LEASES_WITHIN_MS;
    // Whoever comes back first keeps a lease. That all do so is left to chance only once some have not.
    do {
      await endHalfOfLeases(scene);
      if (scene.ended > 0 && scene.dice.below(2) === 0) return;
      scene.ended += await takeLeasesBack(scene);
    } while (scene.ended === 0 && Date.now() < giveUp);
  },
  async pause(scene) {
    await change(scene, { state: 'paused' });
    await delay(scene.dice.between(50, 200));
    await change(scene, { state: 'active' });
  },
  async raise(scene) {
    await retarget(scene, 4);
  },
  async lower(scene) {
    await retarget(scene, 2);
  },
} satisfies Record<string, Trouble>;
export type TroubleName = keyof typeof troubles;

async function endHalfOfLeases({ sql, projectId, dice }: Scene): Promise<void> {
  await sql.query(
    `update assignments set lease_expires_at = clock_timestamp() - interval '1 second'
     where project_id = $1 and state = 'leased' and abs(hashtext(id::text || $2)) % 2 = 0`,
    [projectId, String(dice.below(1_000_000))],
  );
}

async function takeLeasesBack({ sql }: Scene): Promise<number> {
  const { rows } = await sql.query<{ ended: number }>('select expire_leases(null, 200) as ended');
  return rows[0]?.ended ?? 0;
}

/** All comparisons are to get so many judgments from now on. */
export async function retarget(scene: Scene, target: number): Promise<void> {
  const now = async (): Promise<Date> => {
    const { rows } = await scene.sql.query<{ now: string }>('select clock_timestamp() as now');
    return new Date(rows[0]!.now);
  };
  const from = await now();
  await change(scene, { targetJudgments: target });
  const { targets } = scene.history;
  targets.at(-1)!.until = await now();
  targets.push({ target, from, until: new Date(8.64e15) });
}

async function change(
  { admin, projectId }: Scene,
  body: { state?: 'active' | 'paused'; targetJudgments?: number },
): Promise<void> {
  await admin.untilAnswered((client) => client.call('updateProject', { params: { projectId }, body }));
}
