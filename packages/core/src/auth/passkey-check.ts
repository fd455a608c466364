import { type AuthenticationResponseJSON, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { sql } from 'kysely';
import type { Tx } from '@pairwright/db/transaction';

export interface PasskeyAnswer {
  readonly credential: unknown;
  readonly expectedChallenge: string;
  readonly expectedOrigin: string;
  readonly expectedRPID: string;
}

/** Whose passkey has answered the challenge, and notes its use; null for unknown keys, wrong signatures and disabled people alike. */
export async function checkPasskey(
  db: Tx,
  { credential, ...expected }: PasskeyAnswer,
): Promise<string | null> {
  const response = credential as AuthenticationResponseJSON;
  const key = await db
    .selectFrom('passkeys as k')
    .innerJoin('users as u', 'u.id', 'k.user_id')
    .select(['k.id', 'k.user_id', 'k.public_key', 'k.counter'])
    .where('k.credential_id', '=', response.id)
    .where('u.disabled_at', 'is', null)
    .forUpdate('k')
    .executeTakeFirst();
  if (key === undefined) return null;
  const checked = await verifyAuthenticationResponse({
    response,
    ...expected,
    credential: { id: response.id, publicKey: new Uint8Array(key.public_key), counter: key.counter },
    requireUserVerification: true,
  }).catch(() => null);
  if (checked?.verified !== true) return null;
  await db
    .updateTable('passkeys')
    .set({ counter: checked.authenticationInfo.newCounter, last_used_at: sql<string>`now()` })
    .where('id', '=', key.id)
    .execute();
  return key.user_id;
}
