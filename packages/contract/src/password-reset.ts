import { z } from 'zod';
import { email, password, proofAboutSomebody } from './auth.ts';
import { endpoint } from './endpoint.ts';
import { id, timestamp } from './shapes.ts';

const tag = 'Sign-in';

export const createPasswordReset = endpoint({
  method: 'POST',
  path: '/users/:userId/password-reset',
  tag: 'People',
  access: { kind: 'owner', scope: 'session_only' },
  summary:
    'Make a one-time link by which somebody else chooses a new password; its token is in this answer only, and earlier links end',
  params: z.strictObject({ userId: id }),
  body: proofAboutSomebody,
  response: z.strictObject({ token: z.string(), expiresAt: timestamp }),
  status: 201,
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'too_many_requests'],
});

export const setPassword = endpoint({
  method: 'POST',
  path: '/users/:userId/password',
  tag: 'People',
  access: { kind: 'owner', scope: 'session_only' },
  summary: 'Set a new password for somebody else; their sessions and tokens end, and they get a mail',
  params: z.strictObject({ userId: id }),
  body: proofAboutSomebody.extend({ password }),
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'password_too_common', 'too_many_requests'],
});

export const requestPasswordReset = endpoint({
  method: 'POST',
  path: '/password-reset/request',
  tag,
  access: { kind: 'public' },
  summary:
    'Ask for a link by mail; the answer is the same, and takes as long, whether the e-mail has an account or not',
  body: z.strictObject({ email }),
  errors: ['not_found', 'too_many_requests'],
});

export const resetPassword = endpoint({
  method: 'POST',
  path: '/password-reset',
  tag,
  access: { kind: 'public' },
  summary: 'Choose a new password by a one-time link; all sessions and API tokens end',
  body: z.strictObject({ token: z.string().min(1).max(100), password }),
  errors: ['invite_over', 'password_too_common', 'too_many_requests'],
});
