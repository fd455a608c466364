import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { count, id, timestamp } from './shapes.ts';

const tag = 'Sessions';

export const session = z.strictObject({
  id,
  /** The browser's and the system's name, as far as the browser tells. */
  browser: z.string().nullable(),
  system: z.string().nullable(),
  /** Where the sign-in came from. */
  address: z.string().nullable(),
  createdAt: timestamp,
  /** To the minute. */
  lastUsedAt: timestamp,
  /** The one that asks. */
  isThis: z.boolean(),
});
export type Session = z.infer<typeof session>;

export const listSessions = endpoint({
  method: 'GET',
  path: '/me/sessions',
  tag,
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  summary: 'Where I am signed in, the last used first',
  response: z.strictObject({ items: z.array(session) }),
});

export const endMySession = endpoint({
  method: 'DELETE',
  path: '/me/sessions/:sessionId',
  tag,
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  summary: 'End one of my sessions at once',
  params: z.strictObject({ sessionId: id }),
});

export const endMyOtherSessions = endpoint({
  method: 'DELETE',
  path: '/me/sessions',
  tag,
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  summary: 'End all my sessions but the one that asks',
  response: z.strictObject({ ended: count }),
});

export const endSessionsOf = endpoint({
  method: 'DELETE',
  path: '/users/:userId/sessions',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'Sign somebody out everywhere; the account and its API tokens stay',
  params: z.strictObject({ userId: id }),
  response: z.strictObject({ ended: count }),
});

export const endAllSessions = endpoint({
  method: 'DELETE',
  path: '/sessions',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary: 'Sign everybody out everywhere, but for the session that asks',
  response: z.strictObject({ ended: count }),
});
