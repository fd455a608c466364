import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { begunAtProvider } from './oidc.ts';
import { browserOptions, passkeyAssertion } from './second-factors.ts';
import { id, timestamp } from './shapes.ts';

const tag = 'Second factors';
const own = { kind: 'signed_in', about: 'oneself', scope: 'session_only', beforeFactor: true } as const;

const proof = z.strictObject({
  /** Whether I have a password to show. */
  password: z.boolean(),
  /** Whether a passkey of mine could show it. */
  passkey: z.boolean(),
  /** Whether an identity of mine at the provider of this installation could. */
  provider: z.boolean(),
  /** Until when this session needs none of them; null: it does. */
  provedUntil: timestamp.nullable(),
});
export type MyProof = z.infer<typeof proof>;

export const getMyProof = endpoint({
  method: 'GET',
  path: '/me/proof',
  tag,
  access: own,
  summary: 'How I can show again who I am, before something that matters',
  response: proof,
});

export const startPasskeyProof = endpoint({
  method: 'POST',
  path: '/me/proof/passkey/start',
  tag,
  access: own,
  summary: 'Begin to show again who I am, by a passkey',
  response: z.strictObject({ ceremonyId: id, options: browserOptions }),
  status: 201,
  errors: ['wrong_state'],
});

export const proveByPasskey = endpoint({
  method: 'POST',
  path: '/me/proof/passkey',
  tag,
  access: own,
  summary: 'Show by a passkey who I am; counts for this session for five minutes',
  body: z.strictObject({ ceremonyId: id, credential: passkeyAssertion }),
  response: proof,
  errors: ['wrong_code', 'too_many_requests', 'wrong_state'],
});

export const startProviderProof = endpoint({
  method: 'POST',
  path: '/me/proof/provider/start',
  tag,
  access: own,
  summary:
    'Begin to show again who I am, by a fresh sign-in at the provider: go to the address of the answer; its end counts for this session for five minutes',
  response: begunAtProvider,
  status: 201,
  errors: ['not_found', 'wrong_state', 'unavailable'],
});
