import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { TestApp } from '../../test-app.ts';

/** A passkey in software: a real key, real signatures, and an authenticator that says it saw its person. */
export interface SoftPasskey {
  /** What a browser answers a challenge with. */
  answer(challenge: string, origin: string): object;
}

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest();
const b64 = (bytes: Buffer): string => bytes.toString('base64url');

/** Present and verified. */
const FLAGS = 0x05;

/** Gives the account a passkey for this host, as if it had been added. */
export async function giveSoftPasskey(
  kit: TestApp,
  userId: string,
  host = 'localhost',
): Promise<SoftPasskey> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  await kit.database.db
    .insertInto('passkeys')
    .values({
      id: kit.services.ids.next(),
      user_id: userId,
      credential_id: b64(id),
      public_key: coseKey(Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')),
      counter: 0,
      transports: ['internal'],
      name: 'Soft key',
    })
    .execute();
  return {
    answer(challenge, origin) {
      const client = Buffer.from(JSON.stringify({ type: 'webauthn.get', challenge, origin }));
      const authenticator = Buffer.concat([sha256(host), Buffer.from([FLAGS, 0, 0, 0, 0])]);
      const signature = sign('sha256', Buffer.concat([authenticator, sha256(client)]), privateKey);
      return {
        id: b64(id),
        rawId: b64(id),
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: b64(client),
          authenticatorData: b64(authenticator),
          signature: b64(signature),
        },
      };
    },
  };
}

/** The key as CBOR: kty EC2, alg ES256, crv P-256, x and y of 32 bytes each (RFC 9053). */
function coseKey(x: Buffer, y: Buffer): Buffer {
  return Buffer.concat([Buffer.from('a5010203262001215820', 'hex'), x, Buffer.from('225820', 'hex'), y]);
}
