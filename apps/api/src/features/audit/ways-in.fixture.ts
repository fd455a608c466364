import type { AuditedOperation } from '@pairwright/contract/audit-actions';

/** Operations by which people come in; their entries have a test of their own. */
export const waysIn = [
  'closeCrowdLink',
  'confirmTotp',
  'createCrowdLink',
  'createInvite',
  'createPasswordReset',
  'decideRegistration',
  'endMyOtherSessions',
  'endMySession',
  'endAllSessions',
  'endSessionsOf',
  'enterByCrowdLink',
  'invitePeople',
  'joinAsNewPerson',
  'joinByInvite',
  'removeFactors',
  'removeIdentity',
  'removePasskey',
  'removeTotp',
  'renewRecoveryCodes',
  'requestAccount',
  'requestPasswordReset',
  'resetPassword',
  'revokeInvite',
  'setPassword',
  'updateAccountSettings',
] as const satisfies readonly AuditedOperation[];

/** They need a provider or an authenticator: the tests of these look for their entries. */
export const byDevice = [
  'addPasskey',
  'finishOidc',
  'proveByPasskey',
  'signInByPasskey',
] as const satisfies readonly AuditedOperation[];
