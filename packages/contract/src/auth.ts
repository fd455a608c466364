import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import type { ErrorCode } from './errors.ts';
import { role, scope } from './access.ts';
import { id, locale, name, timestamp } from './shapes.ts';

const tag = 'Sign-in';
export const email = z
  .email()
  .max(254)
  .transform((value) => value.toLowerCase());
export const password = z.string().min(8, 'at least 8 characters').max(128, 'at most 128 characters');

/** My password again. Left out: this session has shown beforehand who I am, by a passkey or at the provider (`/me/proof`). */
export const passwordAgain = z.string().min(1).max(128).optional();

/** How giving a role can be refused that may do more than annotate, or than the one held: `currentPassword` is asked for then. */
export const proofForRole = [
  'session_required',
  'wrong_password',
  'proof_needed',
  'too_many_requests',
] as const satisfies readonly ErrorCode[];

/** What an owner shows before they change how somebody else gets in. */
export const proofAboutSomebody = z.strictObject({
  /** Typed by who means it: the e-mail of the person. It must be there for another owner. */
  email: email.optional(),
  currentPassword: passwordAgain,
});

export const me = z.strictObject({
  id,
  email: z.string(),
  name: z.string(),
  locale,
  isOwner: z.boolean(),
  isDemo: z.boolean(),
  /** A second factor is demanded of this person, who has none: until then only that can be set up. */
  mustAddFactor: z.boolean(),
  memberships: z.array(
    z.strictObject({
      projectId: id,
      projectName: z.string(),
      role,
      state: z.enum(['active', 'paused', 'archived']),
    }),
  ),
});
export type Me = z.infer<typeof me>;

export const getSetup = endpoint({
  method: 'GET',
  path: '/setup',
  tag,
  access: { kind: 'public' },
  summary: 'Whether the owner account has still to be made, and the demo sign-ins where the demo is loaded',
  response: z.strictObject({
    needsOwner: z.boolean(),
    demoAccounts: z.array(z.strictObject({ email: z.string(), password: z.string(), role: z.string() })),
  }),
});

export const createOwner = endpoint({
  method: 'POST',
  path: '/setup',
  tag,
  access: { kind: 'public' },
  summary: 'Make the owner account; works once',
  body: z.strictObject({ email, name, password, locale: locale.default('en') }),
  response: me,
  status: 201,
  errors: ['already_set_up', 'password_too_common'],
});

export const signIn = endpoint({
  method: 'POST',
  path: '/session',
  tag,
  access: { kind: 'public' },
  summary: 'Sign in; the answer sets the session cookie',
  body: z.strictObject({
    email,
    password: z.string().min(1).max(128),
    /** Six digits of an authenticator app, or a recovery code, when `second_factor_needed` was answered. */
    code: z.string().trim().min(6).max(40).optional(),
  }),
  response: me,
  errors: ['wrong_credentials', 'second_factor_needed', 'wrong_code', 'too_many_requests'],
});

export const signOut = endpoint({
  method: 'DELETE',
  path: '/session',
  tag,
  access: { kind: 'public' },
  summary: 'Sign out; ends this session on the server',
});

export const getMe = endpoint({
  method: 'GET',
  path: '/me',
  tag,
  access: {
    kind: 'signed_in',
    about: { of: 'list', action: 'annotate', joined: true },
    scope: 'read',
    beforeFactor: true,
  },
  summary: 'The signed-in person and their projects',
  response: me,
});

export const updateMe = endpoint({
  method: 'PATCH',
  path: '/me',
  tag,
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only', beforeFactor: true },
  summary: 'Change name or language',
  body: z.strictObject({ name: name.optional(), locale: locale.optional() }),
  response: me,
});

export const changePassword = endpoint({
  method: 'POST',
  path: '/me/password',
  tag,
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  summary: 'Change the password; all other sessions end',
  body: z.strictObject({ currentPassword: z.string().min(1).max(128), newPassword: password }),
  errors: ['wrong_password', 'password_too_common', 'too_many_requests'],
});

/** Projects that one token can be limited to. */
export const MOST_TOKEN_PROJECTS = 50;

export const apiToken = z.strictObject({
  id,
  name: z.string(),
  hint: z.string(),
  scopes: z.array(scope),
  /** Null: for all my projects. The name is null where the project is gone, or not mine any more. */
  projects: z.array(z.strictObject({ id, name: z.string().nullable() })).nullable(),
  createdAt: timestamp,
  expiresAt: timestamp,
  lastUsedAt: timestamp.nullable(),
  revokedAt: timestamp.nullable(),
});
export type ApiToken = z.infer<typeof apiToken>;

export const listTokens = endpoint({
  method: 'GET',
  path: '/me/tokens',
  tag: 'Tokens',
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  summary: 'My API tokens, newest first',
  response: z.strictObject({ items: z.array(apiToken) }),
});

export const createToken = endpoint({
  method: 'POST',
  path: '/me/tokens',
  tag: 'Tokens',
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  summary: 'Make an API token; its secret is in this answer only',
  body: z.strictObject({
    name,
    scopes: z.array(scope).min(1),
    /** Only for these; left out: for all that I may enter, now and later. */
    projectIds: z
      .array(id)
      .min(1)
      .max(MOST_TOKEN_PROJECTS)
      .refine((ids) => new Set(ids).size === ids.length, 'each project once')
      .optional(),
    expiresInDays: z.number().int().min(1).max(365).default(90),
    currentPassword: passwordAgain,
  }),
  response: apiToken.extend({ secret: z.string() }),
  status: 201,
  errors: ['not_found', 'wrong_password', 'proof_needed', 'too_many_requests'],
});

export const revokeToken = endpoint({
  method: 'DELETE',
  path: '/me/tokens/:tokenId',
  tag: 'Tokens',
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  summary: 'Revoke an API token at once',
  params: z.strictObject({ tokenId: id }),
});
