import { z } from 'zod';
import { auditActions, auditObjects } from './audit-actions.ts';
import { endpoint } from './endpoint.ts';
import { count, id, pageOf, pageQuery, personSearch, projectParams, sha256Hex, timestamp } from './shapes.ts';

const tag = 'Audit log';

export const auditAction = z.enum(auditActions);
export const auditObject = z.enum(auditObjects);
export const auditVia = z.enum(['session', 'token', 'public', 'system']);

const changed = z.record(z.string(), z.unknown()).nullable();

export const auditEntry = z.strictObject({
  /** From 1, without gaps. */
  seq: count,
  occurredAt: timestamp,
  /** Null: the system, or, `public`, a stranger. The name is today's; null once the account is erased or removed. */
  actor: z.strictObject({ id, name: z.string().nullable() }).nullable(),
  via: auditVia,
  action: auditAction,
  object: z.strictObject({
    kind: auditObject,
    id: z.string().nullable(),
    /** Of accounts and members, today's. */
    name: z.string().nullable(),
  }),
  project: z.strictObject({ id, name: z.string().nullable() }).nullable(),
  requestId: z.string().nullable(),
  /** Where the request came from; null for the system, and once it is erased. */
  address: z.string().nullable(),
  /** The fields that differ. Null: it was not there before, or is not there any more. */
  before: changed,
  after: changed,
});
export type AuditEntry = z.infer<typeof auditEntry>;

const filters = pageQuery.extend({
  actorId: id.optional(),
  /** In the name or e-mail that who did it has today; in the log of a project e-mails of members only. */
  actor: personSearch.optional(),
  action: auditAction.optional(),
  objectKind: auditObject.optional(),
  objectId: z.string().max(100).optional(),
  /** As the log and the answers of the API have it. */
  requestId: z.string().trim().min(1).max(100).optional(),
  /** Where requests came from, as the log has it; not once it was erased. */
  address: z.string().trim().min(1).max(100).optional(),
  /** Days in UTC, both of them included. */
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
});

export const listAudit = endpoint({
  method: 'GET',
  path: '/audit',
  tag,
  reads: 'replica',
  access: { kind: 'owner', scope: 'manage' },
  summary: 'Who changed what, newest first',
  query: filters.extend({ projectId: id.optional() }),
  response: pageOf(auditEntry),
});

export const listProjectAudit = endpoint({
  method: 'GET',
  path: '/projects/:projectId/audit',
  tag,
  reads: 'replica',
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Who changed what in the project, newest first',
  params: projectParams,
  query: filters,
  response: pageOf(auditEntry),
});

export const auditFault = z.strictObject({
  /** The first entry that does not fit. */
  seq: count,
  fault: z.enum(['gap', 'previous', 'content', 'origin', 'person', 'anchor', 'judgments']),
});

export const auditCheck = z.strictObject({
  checkedAt: timestamp,
  entries: count,
  /** Of the last entry; null while the log is empty. Kept elsewhere, it shows that nothing was cut off. */
  head: z.strictObject({ seq: count, hash: sha256Hex }).nullable(),
  /** Judgments whose seal was checked. */
  judgments: count,
  /** Null: everything fits. */
  fault: auditFault.nullable(),
});
export type AuditCheck = z.infer<typeof auditCheck>;

export const getAuditCheck = endpoint({
  method: 'GET',
  path: '/audit/check',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  summary: 'What the last check of the chain found; the worker checks every night',
  response: z.strictObject({ check: auditCheck.nullable() }),
});

export const downloadAudit = endpoint({
  method: 'GET',
  path: '/audit/export.jsonl',
  tag,
  access: { kind: 'owner', scope: 'manage' },
  stream: 'download',
  summary: 'The whole log as JSON lines, oldest first, with all that is needed to check its chain',
});

export const downloadProjectAudit = endpoint({
  method: 'GET',
  path: '/projects/:projectId/audit/export.jsonl',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  stream: 'download',
  summary:
    'The log of the project as JSON lines, oldest first, each with its hash; entries of elsewhere stand between them in the chain',
  params: projectParams,
});
