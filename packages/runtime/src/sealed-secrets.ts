import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

const MARK = 'sealed:1:';
const SHAPE = /^sealed:1:([0-9a-f]{16}):([\w-]+)$/;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Length of a key in bytes. */
export const SECRET_KEY_BYTES = 32;

/** A sealed value that cannot be opened. The message names the key that is missing, never the value. */
export class SealError extends Error {
  override readonly name = 'SealError';
}

/**
 * Keeps secrets that must be read again (of authenticator apps, signing keys) unreadable in the database and its backups:
 * AES-256-GCM under keys that are kept elsewhere. The first key seals, every key opens; so a key is changed by putting a
 * new one in front.
 */
export class Sealer {
  readonly #keys: ReadonlyMap<string, Buffer>;
  readonly #current: string;

  /** Keys of 32 bytes, the one that seals first. Throws a TypeError without any or with one of another length. */
  constructor(keys: readonly Buffer[]) {
    if (keys.length === 0 || keys.some((key) => key.length !== SECRET_KEY_BYTES))
      throw new TypeError(`A sealer needs keys of ${SECRET_KEY_BYTES} bytes.`);
    this.#keys = new Map(keys.map((key) => [idOf(key), key]));
    this.#current = [...this.#keys.keys()][0] ?? '';
  }

  /** One with a key that nobody keeps: for databases that are thrown away. */
  static ofOneRun(): Sealer {
    return new Sealer([randomBytes(SECRET_KEY_BYTES)]);
  }

  /** `sealed:1:<key id>:<base64url>`. `about` says what the secret belongs to, like `totp:<user id>`: it opens there only. */
  seal(secret: string | Uint8Array, about: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.#keys.get(this.#current) as Buffer, nonce);
    cipher.setAAD(Buffer.from(about));
    const body = Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    return `${MARK}${this.#current}:${body.toString('base64url')}`;
  }

  /** The secret's bytes. Throws a SealError when it was changed, belongs elsewhere, or no key fits. */
  open(sealed: string, about: string): Buffer {
    const [, id = '', text = ''] = SHAPE.exec(sealed) ?? [];
    const body = Buffer.from(text, 'base64url');
    if (body.length < NONCE_BYTES + TAG_BYTES) throw new SealError('This is no sealed secret.');
    const key = this.#keys.get(id);
    if (key === undefined)
      throw new SealError(
        `No key opens a secret that was sealed with key ${id}: add that key to SECRET_KEYS.`,
      );
    const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(about));
    decipher.setAuthTag(body.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    } catch {
      throw new SealError(`A sealed secret was changed, or does not belong to ${about}.`);
    }
  }

  /** Whether the key with this id is among ours. */
  hasKey(id: string): boolean {
    return this.#keys.has(id);
  }

  /** Whether a stored text was sealed at all; older rows are plain. */
  isSealed(stored: string): boolean {
    return stored.startsWith(MARK);
  }

  /** Whether it should be sealed anew: it is plain, or an older key sealed it. */
  isStale(stored: string): boolean {
    return !stored.startsWith(`${MARK}${this.#current}:`);
  }

  /** What all sealed texts under the first key begin with; for looking for the others in SQL. */
  get currentPrefix(): string {
    return `${MARK}${this.#current}:`;
  }

  toJSON(): string {
    return '[redacted]';
  }

  [inspect.custom](): string {
    return `Sealer { current: ${this.#current} }`;
  }
}

/** Says which key it is and nothing about it. */
function idOf(key: Buffer): string {
  return createHash('sha256').update('pairwright secret key\n').update(key).digest('hex').slice(0, 16);
}
