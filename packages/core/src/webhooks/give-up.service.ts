import { inTransaction } from '@pairwright/db/transaction';
import type { Services } from '../context.ts';
import { describeFailure } from '../system/job-failure.ts';
import { pauseWebhook } from './take.queries.ts';

/**
 * Pauses a webhook whose deliveries cannot even be tried, for a reason that is ours; what waits is kept. Not while the database is
 * away: the sweep goes on by itself when it is back.
 */
export async function giveUpWebhook(
  { db, log }: Pick<Services, 'db' | 'log'>,
  webhookId: string,
  error: unknown,
): Promise<void> {
  if (describeFailure(error).code === 'database_unreachable') return;
  await inTransaction(db.db, (tx) => pauseWebhook(tx, webhookId, 'error'));
  log.error({ err: error, webhookId, because: 'error' }, 'a webhook was paused');
}
