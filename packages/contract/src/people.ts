import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { role } from './access.ts';
import { email, password, passwordAgain, proofForRole } from './auth.ts';
import { id, locale, name, pageOf, pageQuery, personSearch, projectParams, timestamp } from './shapes.ts';

const tag = 'People';

export const user = z.strictObject({
  id,
  email: z.string(),
  name: z.string(),
  isOwner: z.boolean(),
  isDemo: z.boolean(),
  createdAt: timestamp,
  disabledAt: timestamp.nullable(),
});
export type User = z.infer<typeof user>;

export const listUsers = endpoint({
  method: 'GET',
  path: '/users',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'All accounts, or those with this in their name or e-mail',
  query: pageQuery.extend({ search: personSearch.optional() }),
  response: pageOf(user),
});

export const createUser = endpoint({
  method: 'POST',
  path: '/users',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'Make an account with a first password',
  body: z.strictObject({ email, name, password, locale: locale.default('en') }),
  response: user,
  status: 201,
  errors: ['email_taken', 'password_too_common'],
});

export const updateUser = endpoint({
  method: 'PATCH',
  path: '/users/:userId',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary: 'Disable or enable an account; when it is disabled its sessions and tokens end',
  params: z.strictObject({ userId: id }),
  body: z.strictObject({ disabled: z.boolean() }),
  response: user,
  errors: ['wrong_state', 'last_owner'],
});

export const changeEmail = endpoint({
  method: 'POST',
  path: '/users/:userId/email',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary:
    'Change the e-mail that somebody signs in with; both addresses get a mail, links for a new password end, sessions stay',
  params: z.strictObject({ userId: id }),
  body: z.strictObject({
    /** Typed by who means it: the e-mail that the account has. */
    email,
    newEmail: email,
    currentPassword: passwordAgain,
  }),
  response: user,
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'email_taken', 'too_many_requests'],
});

/**
 * `hand_over`: the person becomes an owner, and who asks is none any more. `take_in`: the person becomes an owner beside
 * the others. `end`: the person, who may be oneself, is an owner no more.
 */
export const ownershipChange = z.enum(['hand_over', 'take_in', 'end']);
export type OwnershipChange = z.infer<typeof ownershipChange>;

export const changeOwnership = endpoint({
  method: 'POST',
  path: '/users/:userId/ownership',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary:
    'Hand the installation over, take somebody in as owner, or end that; one active owner always stays',
  params: z.strictObject({ userId: id }),
  body: z.strictObject({
    change: ownershipChange,
    /** Typed by who means it: the e-mail of the person. */
    email,
    currentPassword: passwordAgain,
  }),
  response: user,
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'last_owner', 'too_many_requests'],
});

export const member = z.strictObject({
  userId: id,
  email: z.string(),
  name: z.string(),
  role,
  teams: z.array(z.string()),
  createdAt: timestamp,
});
export type Member = z.infer<typeof member>;

export const listMembers = endpoint({
  method: 'GET',
  path: '/projects/:projectId/members',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Who works in the project',
  params: projectParams,
  response: z.strictObject({ items: z.array(member) }),
});

export const addMember = endpoint({
  method: 'POST',
  path: '/projects/:projectId/members',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary:
    'Add a person by e-mail; a new account needs a name and a first password. By an API token: annotators only',
  params: projectParams,
  body: z.strictObject({
    email,
    role,
    newAccount: z.strictObject({ name, password, locale: locale.default('en') }).optional(),
    currentPassword: passwordAgain,
  }),
  response: member,
  status: 201,
  errors: ['not_found', 'member_exists', 'email_taken', 'password_too_common', ...proofForRole],
});

const memberParams = projectParams.extend({ userId: id });

export const updateMember = endpoint({
  method: 'PATCH',
  path: '/projects/:projectId/members/:userId',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Change a role; by an API token: not to one that may do more',
  params: memberParams,
  body: z.strictObject({ role, currentPassword: passwordAgain }),
  response: member,
  errors: ['last_admin', ...proofForRole],
});

export const removeMember = endpoint({
  method: 'DELETE',
  path: '/projects/:projectId/members/:userId',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Remove a person; their judgments stay, their leases are released',
  params: memberParams,
  errors: ['last_admin'],
});
