import type { AuditedOperation } from '@pairwright/contract/audit-actions';
import { type AuditRule, given, made, me, param } from './rule.ts';

/** Of how people come in, what they sign in by, and what opens projects to them. */
export const accessRules = {
  createOwner: { object: 'account', id: made('me', 'id'), in: 'own', actor: made('me', 'id') },
  signIn: { object: 'session', id: () => null, in: 'own', actor: made('me', 'id') },
  signOut: { object: 'session', id: () => null, in: 'own', actor: made('userId') },
  updateMe: { object: 'account', id: me, in: 'around' },
  changePassword: { object: 'account', id: me, in: 'own', facts: () => ({ password: 'changed' }) },
  createToken: { object: 'token', id: made('id'), in: 'own' },
  revokeToken: { object: 'token', id: param('tokenId'), in: 'around' },

  signInByPasskey: {
    object: 'session',
    id: () => null,
    in: 'own',
    actor: made('me', 'id'),
    facts: () => ({ by: 'passkey' }),
  },
  // Of the end of a linking too: somebody comes back from the provider.
  finishOidc: {
    object: 'session',
    id: () => null,
    in: 'own',
    actor: made('userId'),
    facts: ({ result }) => {
      const { kind } = result as { kind: string };
      return { by: 'provider', linked: kind === 'linked', ...(kind === 'proved' ? { proved: true } : {}) };
    },
  },
  proveByPasskey: {
    object: 'session',
    id: () => null,
    in: 'own',
    facts: () => ({ by: 'passkey', proved: true }),
  },
  endMySession: { object: 'session', id: param('sessionId'), in: 'around' },
  endMyOtherSessions: {
    object: 'session',
    id: () => null,
    in: 'around',
    facts: ({ result }) => ({ ended: (result as { ended: number }).ended }),
  },
  endSessionsOf: {
    object: 'account',
    id: param('userId'),
    in: 'around',
    facts: ({ result }) => ({ ended: (result as { ended: number }).ended }),
  },
  endAllSessions: {
    object: 'session',
    id: () => null,
    in: 'around',
    facts: ({ result }) => ({ ended: (result as { ended: number }).ended }),
  },
  confirmTotp: { object: 'account', id: me, in: 'own', facts: () => ({ authenticator: 'added' }) },
  removeTotp: { object: 'account', id: me, in: 'own', facts: () => ({ authenticator: 'removed' }) },
  renewRecoveryCodes: { object: 'account', id: me, in: 'own', facts: () => ({ recovery_codes: 'renewed' }) },
  addPasskey: { object: 'account', id: me, in: 'own', facts: () => ({ passkey: 'added' }) },
  removePasskey: { object: 'account', id: me, in: 'own', facts: () => ({ passkey: 'removed' }) },
  removeIdentity: { object: 'account', id: me, in: 'own', facts: () => ({ identity: 'removed' }) },
  resetPassword: {
    object: 'account',
    id: made('userId'),
    in: 'own',
    actor: made('userId'),
    facts: () => ({ password: 'changed' }),
  },
  // Written only where a link was made, after the answer; by whom nobody knows.
  requestPasswordReset: {
    object: 'account',
    id: made('userId'),
    in: 'own',
    isByStranger: true,
    isBlind: true,
    facts: () => ({ password_link: 'made' }),
  },
  // The same work whether something was kept or not: the log alone tells, by the id.
  requestAccount: { object: 'registration', id: made('id'), in: 'own', isByStranger: true, isBlind: true },
  // As it was and is stands in the part about the person, which is erased with them.
  changeEmail: { object: 'account', id: param('userId'), in: 'own', facts: () => ({ address: 'changed' }) },
  setPassword: {
    object: 'account',
    id: param('userId'),
    in: 'own',
    facts: () => ({ password: 'changed' }),
  },
  createPasswordReset: {
    object: 'account',
    id: param('userId'),
    in: 'own',
    facts: () => ({ password_link: 'made' }),
  },
  removeFactors: {
    object: 'account',
    id: param('userId'),
    in: 'own',
    facts: () => ({ authenticator: 'removed', passkey: 'removed' }),
  },

  createInvite: { object: 'invite', id: made('id'), in: 'own' },
  revokeInvite: { object: 'invite', id: param('inviteId'), in: 'around' },
  invitePeople: {
    object: 'invite',
    id: () => null,
    in: 'own',
    facts: ({ result }) => ({ people: (result as readonly unknown[]).length }),
  },
  joinAsNewPerson: {
    object: 'member',
    id: made('me', 'id'),
    in: 'own',
    actor: made('me', 'id'),
    project: made('projectId'),
  },
  joinByInvite: { object: 'member', id: me, in: 'own', project: made('projectId') },
  createCrowdLink: { object: 'crowd_link', id: made('id'), in: 'around' },
  closeCrowdLink: { object: 'crowd_link', id: param('linkId'), in: 'around' },
  enterByCrowdLink: {
    object: 'member',
    id: made('userId'),
    in: 'own',
    actor: made('userId'),
    project: made('projectId'),
  },
  updateAccountSettings: { object: 'account_settings', id: () => 'registration', in: 'around' },
  demandSecondFactor: { object: 'account_settings', id: () => 'second_factor', in: 'own' },
  decideRegistration: {
    object: 'registration',
    id: param('registrationId'),
    in: 'own',
    facts: given('membership'),
  },
} as const satisfies Partial<Record<AuditedOperation, AuditRule>>;
