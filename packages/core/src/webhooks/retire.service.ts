import { sql } from 'kysely';
import { DELIVERY_DAYS } from '@pairwright/contract/webhooks';
import { inTransaction } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';

/**
 * Removes deliveries that are older than they are kept; those that wait so long count as given up first and stay for as long again.
 * Removes webhooks that were deleted and have none left. Gives how many deliveries went.
 */
export async function retireDeliveries({ db, clock }: Pick<Services, 'db' | 'clock'>): Promise<number> {
  const now = new Date(clock.now()).toISOString();
  const before = (days: number) => sql`${now}::timestamptz - make_interval(days => ${days})`;
  return inTransaction(
    db.db,
    async (tx) => {
      await sql`update webhook_deliveries set state = 'dead', done_at = ${now}::timestamptz
        where state = 'waiting' and occurred_at < ${before(DELIVERY_DAYS)}`.execute(tx);
      const gone = await sql`delete from webhook_deliveries d using webhooks w where w.id = d.webhook_id
        and ((d.state in ('delivered', 'dead') and coalesce(d.done_at, d.occurred_at) < ${before(DELIVERY_DAYS)})
          or w.deleted_at < ${before(DELIVERY_DAYS)})`.execute(tx);
      await sql`delete from webhooks w where w.deleted_at < ${before(DELIVERY_DAYS)}`.execute(tx);
      return Number(gone.numAffectedRows ?? 0);
    },
    { statementTimeoutMs: 0 },
  );
}
