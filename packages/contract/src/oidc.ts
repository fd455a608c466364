import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { passwordAgain } from './auth.ts';
import { id, timestamp } from './shapes.ts';

const tag = 'Sign-in';
const own = { kind: 'signed_in', about: 'oneself', scope: 'session_only' } as const;
/** Where the browser goes to be asked who it is. */
export const begunAtProvider = z.strictObject({ url: z.string() });

export const startOidc = endpoint({
  method: 'POST',
  path: '/session/oidc/start',
  tag,
  access: { kind: 'public' },
  summary: 'Begin to sign in by the OpenID Connect provider: go to the address of the answer',
  response: begunAtProvider,
  status: 201,
  errors: ['not_found', 'unavailable'],
});

export const finishOidc = endpoint({
  method: 'POST',
  path: '/session/oidc',
  tag,
  access: { kind: 'public' },
  summary:
    'End a sign-in, the linking of an identity, or the proof of who one is, with the query that the provider sent the browser back with; a sign-in sets the session cookie',
  body: z.strictObject({ query: z.string().max(8_000) }),
  response: z.strictObject({ linked: z.boolean(), proved: z.boolean() }),
  errors: ['not_found', 'provider_refused', 'identity_unlinked', 'identity_taken', 'unavailable'],
});

export const identity = z.strictObject({
  id,
  issuer: z.string(),
  email: z.string().nullable(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type Identity = z.infer<typeof identity>;

export const listIdentities = endpoint({
  method: 'GET',
  path: '/me/identities',
  tag,
  access: own,
  summary: 'Identities at the provider that sign me in',
  response: z.strictObject({ items: z.array(identity) }),
});

export const startIdentityLink = endpoint({
  method: 'POST',
  path: '/me/identities/start',
  tag,
  access: own,
  summary: 'Begin to link an identity to my account: go to the address of the answer',
  body: z.strictObject({ currentPassword: passwordAgain }),
  response: begunAtProvider,
  status: 201,
  errors: ['not_found', 'wrong_password', 'proof_needed', 'too_many_requests', 'unavailable'],
});

export const removeIdentity = endpoint({
  method: 'POST',
  path: '/me/identities/:identityId/remove',
  tag,
  access: own,
  summary: 'Unlink an identity; the last one stays while there is no password',
  params: z.strictObject({ identityId: id }),
  body: z.strictObject({ currentPassword: passwordAgain }),
  errors: ['wrong_state', 'wrong_password', 'proof_needed', 'too_many_requests'],
});
