import { z } from 'zod';
import { role } from './access.ts';
import { email, password, passwordAgain, proofForRole } from './auth.ts';
import { endpoint } from './endpoint.ts';
import { id, locale, name, pageOf, pageQuery, timestamp } from './shapes.ts';

const tag = 'Registration';

export const registration = z.strictObject({
  id,
  email: z.string(),
  name: z.string(),
  note: z.string(),
  locale,
  state: z.enum(['pending', 'approved', 'refused']),
  createdAt: timestamp,
  decidedAt: timestamp.nullable(),
  decidedBy: z.string().nullable(),
});
export type Registration = z.infer<typeof registration>;

/** `approval`: strangers may ask for an account, and the owner decides. */
export const registrationMode = z.enum(['off', 'approval']);

/** Of whom a second factor is demanded: of nobody, of owners and the admins of projects, or of everybody with a password. */
export const factorDemand = z.enum(['nobody', 'managers', 'everybody']);
export type FactorDemand = z.infer<typeof factorDemand>;

export const getAccountSettings = endpoint({
  method: 'GET',
  path: '/account-settings',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'How people come to accounts here, and what they sign in with',
  response: z.strictObject({ registration: registrationMode, secondFactor: factorDemand }),
});

export const updateAccountSettings = endpoint({
  method: 'PATCH',
  path: '/account-settings',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'Let strangers ask for an account, or no longer',
  body: z.strictObject({ registration: registrationMode }),
  response: z.strictObject({ registration: registrationMode }),
});

export const demandSecondFactor = endpoint({
  method: 'PUT',
  path: '/account-settings/second-factor',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary:
    'Of whom a second factor is demanded; who lacks one can do nothing else before, and their tokens wait with them',
  body: z.strictObject({ of: factorDemand, currentPassword: passwordAgain }),
  response: z.strictObject({ secondFactor: factorDemand }),
  errors: ['wrong_password', 'proof_needed', 'too_many_requests'],
});

export const requestAccount = endpoint({
  method: 'POST',
  path: '/registrations',
  tag,
  access: { kind: 'public' },
  summary:
    'Ask for an account, where that is switched on; the answer is the same whether the e-mail has one already or not',
  body: z.strictObject({ email, name, password, locale, note: z.string().trim().max(1000).default('') }),
  errors: ['not_found', 'password_too_common', 'too_many_requests', 'unavailable'],
});

export const listRegistrations = endpoint({
  method: 'GET',
  path: '/registrations',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'Who asked for an account, newest first',
  query: pageQuery,
  response: pageOf(registration),
});

export const decideRegistration = endpoint({
  method: 'POST',
  path: '/registrations/:registrationId/decision',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'Let somebody in, perhaps into a project at once, or refuse',
  params: z.strictObject({ registrationId: id }),
  body: z.strictObject({
    approve: z.boolean(),
    membership: z.strictObject({ projectId: id, role }).optional(),
    currentPassword: passwordAgain,
  }),
  response: registration,
  errors: ['email_taken', 'wrong_state', ...proofForRole],
});
