import type { Executor } from '@pairwright/db/database';
import { credentialHash } from './credentials.ts';
import { noteProof, type Proof } from './proof.service.ts';
import { startSession } from './session.service.ts';

/** A session of somebody who has just shown again who they are. */
export async function provedSession(db: Executor, userId: string): Promise<Proof> {
  const sessionToken = await startSession(db, { userId, userAgent: 'test', address: '127.0.0.1' });
  await noteProof(db, { userId, sessionHash: credentialHash(sessionToken) });
  return { currentPassword: undefined, sessionToken };
}
