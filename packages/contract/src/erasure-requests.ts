import { z } from 'zod';
import { passwordAgain } from './auth.ts';
import { endpoint } from './endpoint.ts';
import { id, pageOf, pageQuery, timestamp } from './shapes.ts';

const tag = 'Personal data';
const mine = { kind: 'signed_in', about: 'oneself', scope: 'session_only' } as const;

const requestParams = z.strictObject({ requestId: id });

export const erasureState = z.enum(['pending', 'done', 'declined', 'cancelled']);

/** What a person may know of their request. */
export const myErasureRequest = z.strictObject({
  id,
  state: erasureState,
  note: z.string(),
  askedAt: timestamp,
  decidedAt: timestamp.nullable(),
  /** Why it was declined; null otherwise. */
  reason: z.string().nullable(),
});
export type MyErasureRequest = z.infer<typeof myErasureRequest>;

export const erasureRequest = myErasureRequest.extend({
  /** As they are now: of who was erased a name without meaning. */
  person: z.strictObject({ id, name: z.string(), email: z.string() }),
  decidedBy: z.string().nullable(),
});
export type ErasureRequest = z.infer<typeof erasureRequest>;

export const getMyErasureRequest = endpoint({
  method: 'GET',
  path: '/me/erasure-request',
  tag,
  access: mine,
  summary: 'My latest request to be erased, and what became of it; null where I never asked',
  response: z.strictObject({ request: myErasureRequest.nullable() }),
});

export const requestErasure = endpoint({
  method: 'POST',
  path: '/me/erasure-request',
  tag,
  access: mine,
  summary: 'Ask that who I am be removed for good; an owner decides, and until then I can take it back',
  body: z.strictObject({
    /** My own e-mail, typed by who means it. */
    email: z.string().max(254),
    note: z.string().trim().max(1000).default(''),
  }),
  response: myErasureRequest,
  status: 201,
  errors: ['wrong_state', 'invalid_request'],
});

export const cancelErasureRequest = endpoint({
  method: 'DELETE',
  path: '/me/erasure-request/:requestId',
  tag,
  access: mine,
  summary: 'Take my request back, as long as nobody has decided it',
  params: requestParams,
  response: myErasureRequest,
  errors: ['wrong_state'],
});

export const listErasureRequests = endpoint({
  method: 'GET',
  path: '/erasure-requests',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'Who asked to be erased, newest first',
  query: pageQuery,
  response: pageOf(erasureRequest),
});

export const decideErasureRequest = endpoint({
  method: 'POST',
  path: '/erasure-requests/:requestId/decision',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary: 'Erase somebody who asked for it, for good, or decline with a reason that they read',
  params: requestParams,
  body: z.discriminatedUnion('decision', [
    z.strictObject({
      decision: z.literal('erase'),
      /** The e-mail of the account, typed by who means it. */
      email: z.string().max(254),
      currentPassword: passwordAgain,
    }),
    z.strictObject({ decision: z.literal('decline'), reason: z.string().trim().min(1).max(1000) }),
  ]),
  response: erasureRequest,
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'invalid_request', 'too_many_requests'],
});
