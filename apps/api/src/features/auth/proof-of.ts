import type { Proof } from '@pairwright/core/auth/proof.service';
import type { AboutSomebody } from '@pairwright/core/people/access-of-others';
import { readSessionToken } from '../../credentials.ts';
import type { Http } from '../../implement.ts';

/** What comes with a request for something that matters: the password again, or a session that has shown who it is. */
export function proofOf(
  { request }: Http,
  { currentPassword }: { currentPassword?: string | undefined },
): Proof {
  return { currentPassword, sessionToken: readSessionToken(request) };
}

/** The same with whom it is about. */
export function aboutSomebody(
  http: Http,
  {
    params,
    body,
  }: {
    params: { userId: string };
    body: { email?: string | undefined; currentPassword?: string | undefined };
  },
): AboutSomebody {
  return { userId: params.userId, email: body.email, proof: proofOf(http, body) };
}
