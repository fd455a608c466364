import type { Executor } from '@pairwright/db/database';
import type { Services } from '../context.ts';
import { findSealingKeys, findStaleCrowdKeys, findStaleTotp } from './sealed-rows.queries.ts';
import { crowdKeys, totpSecrets } from './stored-secrets.ts';

type Sealing = Pick<Services, 'sealer'> & { readonly db: { readonly db: Executor } };

/**
 * Seals with the key in use what lies there plain or was sealed by an older key, row by row; what changes meanwhile is left
 * for the next time. Gives how many of each. Throws a SealError when a key is missing.
 */
export async function sealSecrets({ db: { db }, sealer }: Sealing): Promise<{ totp: number; crowd: number }> {
  const done = { totp: 0, crowd: 0 };
  for (const { userId, stored } of await findStaleTotp(db, sealer.currentPrefix)) {
    const secret = totpSecrets.seal(sealer, userId, totpSecrets.open(sealer, userId, stored));
    const { numUpdatedRows } = await db
      .updateTable('totp_factors')
      .set({ secret })
      .where('user_id', '=', userId)
      .where('secret', '=', stored)
      .executeTakeFirst();
    done.totp += Number(numUpdatedRows);
  }
  for (const { id, stored } of await findStaleCrowdKeys(db, sealer.currentPrefix)) {
    const key = crowdKeys.seal(sealer, id, crowdKeys.open(sealer, id, stored));
    const { numUpdatedRows } = await db
      .updateTable('crowd_links')
      .set({ signing_key: key })
      .where('id', '=', id)
      .where('signing_key', '=', stored)
      .executeTakeFirst();
    done.crowd += Number(numUpdatedRows);
  }
  return done;
}

/** Throws when something is sealed that no key opens: better no start than sign-ins that fail one by one. */
export async function requireSecretKeys({ db: { db }, sealer }: Sealing): Promise<void> {
  const missing = (await findSealingKeys(db)).filter(({ keyId }) => !sealer.hasKey(keyId));
  if (missing.length === 0) return;
  const list = missing.map(({ keyId, rows }) => `${keyId} (${rows} secrets)`).join(', ');
  throw new Error(
    `The database holds secrets sealed with keys that this installation does not have: ${list}. Add these keys to SECRET_KEYS, or restore the file secret-keys of the data folder.`,
  );
}
