import { z } from 'zod';
import { stepLabel } from './judgment.ts';
import { resolutionMethod, resolutionResult } from './resolutions.ts';
import { count, id } from './shapes.ts';
import { type WebhookEvent, webhookEventNames } from './webhook-event-names.ts';

const facts = <Data extends z.ZodRawShape>(data: Data) => z.strictObject(data);

/** Of a failure; its words stand with the row it names. */
const code = z.string().nullable();
const label = {
  comparisonId: id,
  /** `main`, or a question about each response. */
  question: z.string(),
  version: count,
  result: resolutionResult,
  method: resolutionMethod.nullable(),
  /** Why there is none. */
  reason: z.string().nullable(),
  /** Canonical index of the better response, from 0. */
  winner: z.number().int().min(0).nullable(),
  votesUsed: count,
  /** Of thumbs; null where as many say good as not, and of all others. */
  good: z.boolean().nullable(),
  /** Of a response judged step by step; a step without a leading label is null. */
  steps: z.array(stepLabel.nullable()).nullable(),
};
const frozen = { versionId: id, datasetId: id, version: count };
const exported = { exportId: id, versionId: id, format: z.string() };
const report = { reportId: id, versionId: id.nullable() };
const member = { userId: id, role: z.enum(['admin', 'researcher', 'reviewer', 'annotator']) };
const invite = { inviteId: id, role: member.role, uses: count, maxUses: count };
const exclusion = { annotatorId: id, exclusionId: id, scope: z.enum(['all', 'from', 'batch']) };
const exam = { annotatorId: id, attempt: count, correct: count, items: count };
const decision = { comparisonId: id, decisionId: id, outcome: z.string() };
/** Why a webhook sends nothing. */
export const pausedBecause = z.enum(['person', 'failures', 'gone', 'secret', 'error', 'token', 'rights']);
const token = { tokenId: id, userId: id, scopes: z.array(z.string()) };
const erasure = { requestId: id, userId: id };
const dispute = { feedbackId: id, judgmentId: id, annotatorId: id };

/**
 * Every event there is, with the shape of its `data`: ids and small facts, never texts, names or secrets. The database tells
 * them (triggers of `migrations/`, `emit_event`); a test holds the two together.
 */
export const webhookEvents = {
  'comparison.completed': facts({
    comparisonId: id,
    batchId: id,
    judgments: count,
  }),
  'comparison.flagged': facts({
    flagId: id,
    comparisonId: id,
    reason: z.string(),
  }),
  'resolution.changed': facts(label),
  'resolution.contested': facts(label),
  'import.finished': facts({
    importId: id,
    rowsAccepted: count,
    rowsRejected: count,
    comparisonsAdded: count,
  }),
  'import.failed': facts({ importId: id, code }),
  'import.cancelled': facts({ importId: id }),
  'version.frozen': facts({ ...frozen, rows: count, votes: count }),
  'version.failed': facts({ ...frozen, code }),
  'version.cancelled': facts(frozen),
  'export.finished': facts({ ...exported, rows: count.nullable() }),
  'export.failed': facts({ ...exported, code }),
  'export.cancelled': facts(exported),
  'statistics.computed': facts({ statisticsId: id, kind: z.string() }),
  'statistics.failed': facts({
    statisticsId: id,
    kind: z.string(),
    code,
  }),
  'health.computed': facts(report),
  'health.failed': facts({ ...report, code }),
  'health.cancelled': facts(report),
  'project.resumed': facts({}),
  'project.paused': facts({}),
  'project.archived': facts({}),
  'project.completed': facts({}),
  'guidelines.published': facts({ version: count }),
  'question.published': facts({ version: count }),
  'member.added': facts(member),
  'member.changed': facts(member),
  'member.removed': facts(member),
  'invite.created': facts(invite),
  'invite.used': facts(invite),
  'invite.revoked': facts(invite),
  'annotator.paused': facts({ annotatorId: id }),
  'annotator.resumed': facts({ annotatorId: id }),
  'annotator.excluded': facts(exclusion),
  'annotator.restored': facts(exclusion),
  'exam.passed': facts(exam),
  'exam.failed': facts(exam),
  'gold.rule_applied': facts({
    routingEventId: id,
    annotatorId: id,
    action: z.enum(['notify', 'practice', 'pause', 'review']),
  }),
  'review.adjudicated': facts(decision),
  'review.withdrawn': facts(decision),
  'review.sent_back': facts({ comparisonId: id }),
  'dispute.opened': facts(dispute),
  'dispute.answered': facts({ ...dispute, upheld: z.boolean() }),
  'webhook.paused': facts({ webhookId: id, because: pausedBecause }),
  'project.created': facts({}),
  'project.trashed': facts({}),
  'project.restored': facts({}),
  'project.purged': facts({}),
  'account.created': facts({ userId: id }),
  'account.disabled': facts({ userId: id }),
  'account.enabled': facts({ userId: id }),
  'account.erased': facts({ userId: id }),
  'account.owner_changed': facts({ userId: id, isOwner: z.boolean() }),
  'account.factor_removed': facts({ userId: id, factor: z.enum(['authenticator', 'passkey']) }),
  'token.created': facts(token),
  'token.revoked': facts(token),
  'registration.requested': facts({ registrationId: id }),
  'registration.approved': facts({ registrationId: id }),
  'registration.refused': facts({ registrationId: id }),
  'erasure.requested': facts(erasure),
  'erasure.cancelled': facts(erasure),
  'erasure.decided': facts({ ...erasure, decision: z.enum(['done', 'declined']) }),
  'audit.broken': facts({
    seq: count,
    fault: z.string(),
  }),
  'backup.made': facts({ backupId: id, bytes: count, encrypted: z.boolean(), artifactsMissing: count }),
} as const satisfies Record<WebhookEvent, z.ZodType>;

export const webhookEvent = z.enum(webhookEventNames);

/** The body of every request. */
export const webhookBody = z.strictObject({
  /** The same at every try and for every webhook, and in the header `webhook-id`. */
  id,
  type: z.string(),
  /** When it happened: RFC 3339 in UTC with microseconds. */
  timestamp: z.string(),
  /** Null for what is about the installation. */
  projectId: id.nullable(),
  data: z.record(z.string(), z.unknown()),
});
export type WebhookBody = z.infer<typeof webhookBody>;
