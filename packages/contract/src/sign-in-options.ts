import { z } from 'zod';
import { endpoint } from './endpoint.ts';

export const getSignInOptions = endpoint({
  method: 'GET',
  path: '/sign-in-options',
  tag: 'Sign-in',
  access: { kind: 'public' },
  summary: 'What the sign-in page may offer here',
  response: z.strictObject({
    /** Strangers may ask for an account. */
    registration: z.boolean(),
    /** A forgotten password can be reset by mail. */
    resetByMail: z.boolean(),
    /** Pages of this host may use passkeys; null: browsers make none for this installation. */
    passkeyHost: z.string().nullable(),
    /** Name of the OpenID Connect provider that signs people in; null: there is none. */
    provider: z.string().nullable(),
  }),
});
