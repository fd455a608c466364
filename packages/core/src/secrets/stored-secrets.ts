import type { Sealer } from '@pairwright/runtime/sealed-secrets';

// What was stored by versions before sealing lies there plain until the night's job has sealed it.

/** The secret of somebody's authenticator app. */
export const totpSecrets = {
  seal: (sealer: Sealer, userId: string, secret: string): string => sealer.seal(secret, `totp:${userId}`),
  open: (sealer: Sealer, userId: string, stored: string): string =>
    sealer.isSealed(stored) ? sealer.open(stored, `totp:${userId}`).toString() : stored,
};

/** The key that signs what comes and goes by a crowd link. */
export const crowdKeys = keysOf('crowd');

/** The secret that signs what a webhook is sent. */
export const webhookKeys = keysOf('webhook');

/** The key that signs the links of an export. */
export const exportKeys = keysOf('export');

/** The key that makes the annotators' names in the exports of a dataset. */
export const pseudonymKeys = keysOf('pseudonyms');

function keysOf(kind: string) {
  return {
    seal: (sealer: Sealer, id: string, key: Buffer): Buffer => Buffer.from(sealer.seal(key, `${kind}:${id}`)),
    open: (sealer: Sealer, id: string, stored: Buffer): Buffer => {
      const text = stored.toString('latin1');
      return sealer.isSealed(text) ? sealer.open(text, `${kind}:${id}`) : stored;
    },
    /** Whether it is sealed by a key that is not among ours. */
    isLost: (sealer: Sealer, stored: Buffer): boolean => {
      const text = stored.toString('latin1');
      return sealer.isSealed(text) && !sealer.hasKey(text.split(':')[2] ?? '');
    },
  };
}
