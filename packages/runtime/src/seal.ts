import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Bytes as they may be stored, and the fingerprint of the key that opens them; null: they are stored as they are. */
export interface Sealed {
  readonly bytes: Buffer;
  readonly key: string | null;
}

/** Seals small secrets for the database (AES-256-GCM): who has only a copy of it has none of them. */
export interface Sealer {
  /** `about` names the row: what is sealed for one opens for no other. */
  seal(secret: Buffer, about: string): Sealed;
  /** Undefined: it was sealed with a key that is not here, or is not what was sealed. */
  open(sealed: Sealed, about: string): Buffer | undefined;
}

const NONCE = 12;
const TAG = 16;

/** Without a key nothing is sealed; what was stored so opens with a key too. */
export function openSealer(secretsKey: string | undefined): Sealer {
  if (secretsKey === undefined)
    return {
      seal: (bytes) => ({ bytes, key: null }),
      open: ({ bytes, key }) => (key === null ? bytes : undefined),
    };
  const key = Buffer.from(hkdfSync('sha256', secretsKey, '', 'pairwright secrets', 32));
  const fingerprint = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return {
    seal(secret, about) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
      const hidden = Buffer.concat([cipher.update(secret), cipher.final()]);
      return { bytes: Buffer.concat([nonce, cipher.getAuthTag(), hidden]), key: fingerprint };
    },
    open({ bytes, key: usedKey }, about) {
      if (usedKey === null) return bytes;
      if (usedKey !== fingerprint || bytes.length < NONCE + TAG) return undefined;
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), {
          authTagLength: TAG,
        })
          .setAAD(Buffer.from(about))
          .setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
        return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}
