import { z } from 'zod';
import { passwordAgain } from './auth.ts';
import { endpoint } from './endpoint.ts';
import { id, projectParams } from './shapes.ts';

const tag = 'Personal data';

export const downloadMyData = endpoint({
  method: 'GET',
  path: '/me/data.jsonl',
  tag,
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  stream: 'download',
  summary:
    'Everything that is kept about me, as JSON lines with a `kind` each: account, memberships, sessions, tokens, judgments as I gave them, feedback, time, what the audit log has of me',
});

export const eraseUser = endpoint({
  method: 'POST',
  path: '/users/:userId/erase',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary:
    'Remove who somebody is, for good: name, e-mail, sign-in, tokens, addresses. Judgments stay under a name without meaning',
  params: z.strictObject({ userId: id }),
  body: z.strictObject({
    /** The e-mail of the account, typed by who means it. */
    email: z.string().max(254),
    currentPassword: passwordAgain,
  }),
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'invalid_request', 'too_many_requests'],
});

export const eraseImportedName = endpoint({
  method: 'POST',
  path: '/projects/:projectId/annotators/:userId/erase-name',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'session_only' },
  summary:
    'Remove the name of somebody whose judgments came with a file, for good; the judgments stay under a name without meaning',
  params: projectParams.extend({ userId: id }),
  body: z.strictObject({
    /** The name as it is, typed by who means it. */
    name: z.string().max(400),
    currentPassword: passwordAgain,
  }),
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'invalid_request', 'too_many_requests'],
});
