import type { Proof } from '@pairwright/core/auth/proof.service';
import { readSessionToken } from '../../credentials.ts';
import type { Http } from '../../implement.ts';

/** What comes with a request for something that matters: the password again, or a session that has shown who it is. */
export function proofOf(
  { request }: Http,
  { currentPassword }: { currentPassword?: string | undefined },
): Proof {
  return { currentPassword, sessionToken: readSessionToken(request) };
}
