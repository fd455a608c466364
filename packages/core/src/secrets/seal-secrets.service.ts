import type { Executor } from '@pairwright/db/database';
import type { Services } from '../context.ts';
import {
  findDatasetKeys,
  findSealingKeys,
  findStaleCrowdKeys,
  findStaleExportKeys,
  findStalePseudonymKeys,
  findStaleTotp,
  findStaleWebhookKeys,
} from './sealed-rows.queries.ts';
import { crowdKeys, exportKeys, pseudonymKeys, totpSecrets, webhookKeys } from './stored-secrets.ts';

type Sealing = Pick<Services, 'sealer'> & { readonly db: { readonly db: Executor } };

export interface Sealed {
  readonly apps: number;
  readonly crowdLinks: number;
  readonly exportLinks: number;
  readonly webhooks: number;
  readonly datasets: number;
  /** Datasets whose key was lost: they stay as they are, and freeze no new versions. */
  readonly lostDatasets: number;
}

/**
 * Seals with the key in use what lies there plain or was sealed by an older key, row by row; what changes meanwhile is left
 * for the next time. Gives how many of each. Throws a SealError when a key of anything but a dataset is missing.
 */
export async function sealSecrets(of: Sealing): Promise<Sealed> {
  return {
    // First: a key that is missing for others must not leave these plain.
    ...(await sealPseudonymKeys(of)),
    apps: await sealApps(of),
    crowdLinks: await sealCrowdKeys(of),
    exportLinks: await sealExportKeys(of),
    webhooks: await sealWebhookKeys(of),
  };
}

async function sealApps({ db: { db }, sealer }: Sealing): Promise<number> {
  let sealed = 0;
  for (const { userId, stored } of await findStaleTotp(db, sealer.currentPrefix)) {
    const secret = totpSecrets.seal(sealer, userId, totpSecrets.open(sealer, userId, stored));
    const { numUpdatedRows } = await db
      .updateTable('totp_factors')
      .set({ secret })
      .where('user_id', '=', userId)
      .where('secret', '=', stored)
      .executeTakeFirst();
    sealed += Number(numUpdatedRows);
  }
  return sealed;
}

async function sealCrowdKeys({ db: { db }, sealer }: Sealing): Promise<number> {
  let sealed = 0;
  for (const { id, stored } of await findStaleCrowdKeys(db, sealer.currentPrefix)) {
    const key = crowdKeys.seal(sealer, id, crowdKeys.open(sealer, id, stored));
    const { numUpdatedRows } = await db
      .updateTable('crowd_links')
      .set({ signing_key: key })
      .where('id', '=', id)
      .where('signing_key', '=', stored)
      .executeTakeFirst();
    sealed += Number(numUpdatedRows);
  }
  return sealed;
}

async function sealExportKeys({ db: { db }, sealer }: Sealing): Promise<number> {
  let sealed = 0;
  for (const { id, stored } of await findStaleExportKeys(db, sealer.currentPrefix)) {
    const key = exportKeys.seal(sealer, id, exportKeys.open(sealer, id, stored));
    const { numUpdatedRows } = await db
      .updateTable('exports')
      .set({ link_key: key })
      .where('id', '=', id)
      .where('link_key', '=', stored)
      .executeTakeFirst();
    sealed += Number(numUpdatedRows);
  }
  return sealed;
}

async function sealWebhookKeys({ db: { db }, sealer }: Sealing): Promise<number> {
  let sealed = 0;
  for (const { id, stored, old } of await findStaleWebhookKeys(db, sealer.currentPrefix)) {
    const anew = (key: Buffer): Buffer => webhookKeys.seal(sealer, id, webhookKeys.open(sealer, id, key));
    const { numUpdatedRows } = await db
      .updateTable('webhooks')
      .set({ secret: anew(stored), old_secret: old === null ? null : anew(old) })
      .where('id', '=', id)
      .where('secret', '=', stored)
      .where((eb) => eb('old_secret', 'is not distinct from', old))
      .executeTakeFirst();
    sealed += Number(numUpdatedRows);
  }
  return sealed;
}

async function sealPseudonymKeys({
  db: { db },
  sealer,
}: Sealing): Promise<Pick<Sealed, 'datasets' | 'lostDatasets'>> {
  const counts = { datasets: 0, lostDatasets: 0 };
  for (const { id, column, stored } of await findStalePseudonymKeys(db, sealer.currentPrefix)) {
    if (pseudonymKeys.isLost(sealer, stored)) {
      counts.lostDatasets += 1;
      continue;
    }
    const key = pseudonymKeys.seal(sealer, id, pseudonymKeys.open(sealer, id, stored));
    const { numUpdatedRows } = await db
      .updateTable('datasets')
      .set({ pseudonym_key: null, sealed_pseudonym_key: key })
      .where('id', '=', id)
      .where(column, '=', stored)
      .executeTakeFirst();
    counts.datasets += Number(numUpdatedRows);
  }
  return counts;
}

/**
 * Says in the log of how many datasets no key here opens the pseudonyms. No reason not to start, as with sign-ins: what was
 * frozen and exported stays, and a backup that was restored without its key can still be worked with.
 */
export async function warnAboutLostKeys({
  db: { db },
  sealer,
  log,
}: Sealing & Pick<Services, 'log'>): Promise<void> {
  for (const { keyId, rows } of await findDatasetKeys(db))
    if (!sealer.hasKey(keyId))
      log.warn({ keyId, datasets: rows }, 'datasets freeze no new versions until this key is in SECRET_KEYS');
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
