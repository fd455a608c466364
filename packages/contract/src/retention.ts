import { z } from 'zod';
import { passwordAgain } from './auth.ts';
import { endpoint } from './endpoint.ts';
import { count, timestamp } from './shapes.ts';

const tag = 'Retention';

const days = (least: number) => z.number().int().min(least).max(3_650).nullable();

/** After how many days something is removed; null: never. */
export const retentionRules = z.strictObject({
  /** Entries of the audit log. The chain of those that stay remains checkable. */
  auditDays: days(365),
  /** Addresses and browsers in the audit log. */
  addressDays: days(1),
  /** Uploaded files of imports that nothing works on; what was imported stays. */
  uploadDays: days(1),
  /** Files of exports; asking for the export again makes the same bytes. */
  exportDays: days(1),
  /** Sessions and API tokens, counted from their end. */
  signInDays: days(1),
  /** Ids of the people a platform sent, counted from the end of their link; the people and what they did stay. */
  crowdIdDays: days(1),
});
export type RetentionRules = z.infer<typeof retentionRules>;

export const retentionRun = z.strictObject({
  at: timestamp,
  auditEntries: count,
  addresses: count,
  uploads: count,
  exports: count,
  sessions: count,
  tokens: count,
  crowdIds: count,
});
export type RetentionRun = z.infer<typeof retentionRun>;

export const retention = z.strictObject({
  rules: retentionRules,
  /** What the worker removed last; null before its first run. */
  last: retentionRun.nullable(),
});
export type Retention = z.infer<typeof retention>;

export const getRetention = endpoint({
  method: 'GET',
  path: '/retention',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'After how many days the worker removes what, and what it removed last',
  response: retention,
});

export const setRetention = endpoint({
  method: 'PUT',
  path: '/retention',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary: 'Change the rules; the worker follows them every night, and what it removed is gone',
  body: retentionRules.extend({ currentPassword: passwordAgain }),
  response: retention,
  errors: ['wrong_password', 'proof_needed', 'too_many_requests'],
});
