import {
  createCipheriv,
  createDecipheriv,
  createHash,
  randomBytes,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { z } from 'zod';
import { OperateError } from '../operate-error.ts';
import { ByteReader } from './byte-reader.ts';

/*
 * The file: one line of magic, one line of JSON with how the key is made, then chunks of AES-256-GCM. The nonce of a chunk is its
 * number and whether it is the last one, so that chunks can neither be moved nor left off; the two lines are authenticated with each.
 */

export const ENCRYPTED_MAGIC = 'PAIRWRIGHT-ENCRYPTED 1\n';
const CHUNK = 256 << 10;
const TAG = 16;
/** 128 MiB of memory and some tenths of a second for each guess. */
const COST = { n: 1 << 17, r: 8, p: 1 };

const lockLine = z.strictObject({
  kdf: z.literal('scrypt'),
  // A file of somebody else must not ask for all memory.
  n: z
    .number()
    .int()
    .min(2)
    .max(1 << 20),
  r: z.number().int().min(1).max(16),
  p: z.number().int().min(1).max(4),
  salt: z.base64(),
  /** Tells a wrong passphrase from a damaged file. */
  check: z.base64(),
  chunk: z
    .number()
    .int()
    .min(1)
    .max(16 << 20),
});
type Lock = z.infer<typeof lockLine>;

interface Key {
  readonly secret: Buffer;
  readonly check: Buffer;
}

async function deriveKey(passphrase: string, lock: Omit<Lock, 'check'>): Promise<Key> {
  const { n: N, r, p } = lock;
  const bytes = await new Promise<Buffer>((resolve, reject) =>
    scrypt(
      passphrase.normalize('NFC'),
      Buffer.from(lock.salt, 'base64'),
      64,
      { N, r, p, maxmem: 256 * N * r },
      (error, key) => (error === null ? resolve(key) : reject(error)),
    ),
  );
  return { secret: bytes.subarray(0, 32), check: createHash('sha256').update(bytes.subarray(32)).digest() };
}

function nonceOf(number: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(number), 3);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

/** The bytes encrypted with a key made of the passphrase; memory for one chunk. */
export async function* encrypted(
  source: AsyncIterable<Uint8Array>,
  passphrase: string,
): AsyncGenerator<Uint8Array> {
  const open = { kdf: 'scrypt' as const, ...COST, salt: randomBytes(16).toString('base64'), chunk: CHUNK };
  const key = await deriveKey(passphrase, open);
  const lock: Lock = { ...open, check: key.check.toString('base64') };
  const front = Buffer.from(`${ENCRYPTED_MAGIC}${JSON.stringify(lock)}\n`);
  const aad = createHash('sha256').update(front).digest();
  yield front;
  const reader = new ByteReader(source);
  for (let number = 0; ; number += 1) {
    const plain = await reader.take(CHUNK);
    const last = await reader.atEnd();
    const cipher = createCipheriv('aes-256-gcm', key.secret, nonceOf(number, last)).setAAD(aad);
    yield Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    if (last) return;
  }
}

const DAMAGED = 'The backup is damaged: its bytes are not those that were encrypted';
const CUT_OFF = 'The backup is cut off: its end is missing. Take another copy.';

/**
 * The bytes that `encrypted` was given. `reader` stands at the magic; whoever stops in the middle closes it. Throws OperateError.
 */
export async function* decrypted(reader: ByteReader, passphrase: string): AsyncGenerator<Uint8Array> {
  try {
    yield* opened(reader, passphrase);
  } finally {
    await reader.leave();
  }
}

async function* opened(reader: ByteReader, passphrase: string): AsyncGenerator<Uint8Array> {
  const magic = await reader.take(ENCRYPTED_MAGIC.length);
  const line = await reader.line(4_096);
  const lock = lockLine.safeParse(line === undefined ? undefined : parseJson(line));
  if (!lock.success || line === undefined)
    throw new OperateError(`${DAMAGED} (at its beginning). Take another copy.`);
  const key = await deriveKey(passphrase, lock.data);
  if (!timingSafeEqual(padded(Buffer.from(lock.data.check, 'base64')), key.check))
    throw new OperateError('The passphrase is wrong for this backup. Give the one it was made with.');
  const aad = createHash('sha256').update(magic).update(line).update('\n').digest();
  for (let number = 0; ; number += 1) {
    const bytes = await reader.take(lock.data.chunk + TAG);
    const last = await reader.atEnd();
    const plain = openChunk(bytes, { key: key.secret, nonce: nonceOf(number, last), aad });
    if (plain === undefined) {
      const whole = last && openChunk(bytes, { key: key.secret, nonce: nonceOf(number, false), aad });
      if (whole !== false && whole !== undefined) throw new OperateError(CUT_OFF);
      throw new OperateError(
        `${DAMAGED} from byte ${number * (lock.data.chunk + TAG)} on${last ? ', or its end is missing' : ''}. Take another copy.`,
      );
    }
    yield plain;
    if (last) return;
  }
}

function openChunk(
  bytes: Buffer,
  { key, nonce, aad }: { key: Buffer; nonce: Buffer; aad: Buffer },
): Buffer | undefined {
  if (bytes.length < TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(aad);
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG));
  const plain = decipher.update(bytes.subarray(0, bytes.length - TAG));
  try {
    return Buffer.concat([plain, decipher.final()]);
  } catch {
    return undefined;
  }
}

function padded(check: Buffer): Buffer {
  return check.length === 32 ? check : Buffer.alloc(32);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
