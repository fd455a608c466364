import type { Page } from 'playwright-core';
import { waitingActions } from './moments.ts';
import type { Product } from './product.ts';

/** Makes everything that the server dates so many hours older, and does what its sweep would have done by then. */
export async function serverAges({ database }: Product, hours: number): Promise<void> {
  const client = await database.pool.connect();
  const ages = (sql: string): Promise<unknown> => client.query(sql, [hours]);
  try {
    await client.query('begin');
    // Judgments take no change; the guard is off for this one.
    await client.query('alter table judgments disable trigger judgments_append_only');
    await ages('update judgments set created_at = created_at - make_interval(hours => $1)');
    await client.query('alter table judgments enable trigger judgments_append_only');
    await ages(
      'update assignments set lease_expires_at = lease_expires_at - make_interval(hours => $1), closed_at = closed_at - make_interval(hours => $1)',
    );
    await ages('update drafts set saved_at = saved_at - make_interval(hours => $1)');
    await client.query('commit');
    await client.query('select expire_leases(null, 1000)');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/**
 * Lets so many seconds pass on the page's clock, a quarter of a minute at a time: what a timer has begun comes to its end
 * before the clock goes on. `each` hears the seconds that are over.
 */
export async function pageWaits(page: Page, seconds: number, each?: (over: number) => void): Promise<void> {
  for (let over = 15; over <= seconds; over += 15) {
    await page.clock.runFor(15_000);
    await outboxAtRest(page);
    each?.(over);
  }
}

/** Whoever sends holds the outbox's lock, and looks into its store when that is done. */
async function outboxAtRest(page: Page): Promise<void> {
  const isFree = (): Promise<boolean> =>
    page.evaluate(async () => {
      const { held = [], pending = [] } = await navigator.locks.query();
      return ![...held, ...pending].some(({ name }) => name === 'pairwright-outbox');
    });
  for (;;) {
    const before = await isFree();
    await waitingActions(page);
    if (before && (await isFree())) return;
  }
}
