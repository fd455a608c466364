import type { AuditedOperation } from '@pairwright/contract/audit-actions';
import type { GoldEffect } from '@pairwright/contract/gold';
import { accessRules } from './access-rules.ts';
import { type AuditRule, given, made, me, param, theProject } from './rule.ts';

/** How many answers to a gold comparison, of how many people, have another grade. */
const regraded: AuditRule['facts'] = ({ result }) => {
  const { answers, people } = result as GoldEffect;
  return answers === 0 ? {} : { regraded_answers: answers, regraded_people: people };
};

/** Checked by the compiler: every operation that has an entry has its rule. */
export const auditRules: Readonly<Record<AuditedOperation, AuditRule>> = {
  ...accessRules,

  changeOwnership: {
    object: 'account',
    id: param('userId'),
    in: 'own',
    facts: given('change'),
  },
  createUser: { object: 'account', id: made('id'), in: 'own' },
  updateUser: { object: 'account', id: param('userId'), in: 'own' },
  // Who it was must not be in its entry.
  eraseUser: {
    object: 'account',
    id: param('userId'),
    in: 'own',
    facts: () => ({ erased: true }),
    isBlind: true,
  },
  eraseImportedName: {
    object: 'account',
    id: param('userId'),
    in: 'own',
    facts: () => ({ erased: true }),
    isBlind: true,
  },
  requestErasure: { object: 'erasure_request', id: made('request', 'id'), in: 'own' },
  cancelErasureRequest: { object: 'erasure_request', id: param('requestId'), in: 'own' },
  decideErasureRequest: {
    object: 'erasure_request',
    id: param('requestId'),
    in: 'own',
    // By the id a restore finds who must be erased again.
    facts: ({ body, result }) => ({
      decision: body['decision'],
      ...(body['decision'] === 'erase' ? { user_id: (result as { person: { id: string } }).person.id } : {}),
    }),
  },
  addMember: { object: 'member', id: made('userId'), in: 'own' },
  updateMember: { object: 'member', id: param('userId'), in: 'own' },
  removeMember: { object: 'member', id: param('userId'), in: 'own' },
  updateMemberRouting: {
    object: 'member',
    id: param('userId'),
    in: 'own',
    facts: given('paused', 'qualification'),
  },
  messageMember: { object: 'member', id: param('userId'), in: 'around' },

  setRetention: { object: 'retention', id: () => 'retention', in: 'own' },

  createProject: { object: 'project', id: made('id'), in: 'own', project: made('id') },
  updateProject: { object: 'project', id: theProject, in: 'own' },
  trashProject: { object: 'project', id: theProject, in: 'own' },
  restoreProject: {
    object: 'project',
    id: param('projectId'),
    in: 'own',
    project: param('projectId'),
  },
  purgeProject: { object: 'project', id: param('projectId'), in: 'own', project: param('projectId') },
  deleteDemo: { object: 'demo', id: () => null, in: 'own' },
  publishGuidelines: { object: 'guidelines', id: theProject, in: 'own' },
  publishConsentText: { object: 'consent_text', id: theProject, in: 'own' },
  acceptConsent: {
    object: 'consent_text',
    id: theProject,
    in: 'own',
    isBlind: true,
    facts: given('version'),
    // Agreed to again it changes nothing.
    actor: ({ actorId, result }) => (result === false ? null : actorId),
  },
  publishQuestion: { object: 'question', id: theProject, in: 'own' },

  // Sent again it changes nothing.
  flagAssignment: {
    object: 'flag',
    id: ({ body }) => (body['id'] as string | undefined) ?? null,
    in: 'own',
    actor: ({ actorId, result }) => (result === false ? null : actorId),
  },
  withdrawFlag: {
    object: 'flag',
    id: param('flagId'),
    in: 'own',
    actor: ({ actorId, result }) => (result === false ? null : actorId),
  },
  settleFlag: { object: 'flag', id: param('flagId'), in: 'own' },
  setRoutingPolicy: { object: 'routing', id: theProject, in: 'around' },
  updateBatchRouting: { object: 'batch', id: param('batchId'), in: 'own' },
  updateComparisonRouting: { object: 'comparison', id: param('comparisonId'), in: 'own' },
  withdrawBatch: { object: 'batch', id: param('batchId'), in: 'own', facts: given('because') },
  returnBatch: { object: 'batch', id: param('batchId'), in: 'own' },
  withdrawComparison: {
    object: 'comparison',
    id: param('comparisonId'),
    in: 'own',
    facts: given('because'),
  },
  returnComparison: { object: 'comparison', id: param('comparisonId'), in: 'own' },
  undoRoutingEvent: { object: 'routing_event', id: param('eventId'), in: 'own' },
  setGold: { object: 'gold', id: param('comparisonId'), in: 'own', facts: regraded },
  removeGold: { object: 'gold', id: param('comparisonId'), in: 'own', facts: regraded },
  promoteGold: {
    object: 'gold',
    id: () => null,
    in: 'own',
    facts: ({ body, result }) => ({ ...body, promoted: (result as { promoted: number }).promoted }),
  },
  setPracticeExample: { object: 'practice_example', id: param('comparisonId'), in: 'own' },
  removePracticeExample: { object: 'practice_example', id: param('comparisonId'), in: 'own' },

  retryFailedJob: { object: 'job', id: param('jobId'), in: 'around' },
  discardFailedJob: { object: 'job', id: param('jobId'), in: 'around' },

  uploadImport: { object: 'import', id: made('id'), in: 'own' },
  fetchImport: {
    object: 'import',
    id: made('id'),
    in: 'own',
    actor: (call) => (call.result === undefined ? null : call.actorId),
  },
  beginUpload: { object: 'import', id: made('importId'), in: 'own' },
  finishUpload: { object: 'import', id: param('importId'), in: 'own' },
  checkImport: { object: 'import', id: param('importId'), in: 'own' },
  runImport: { object: 'import', id: param('importId'), in: 'own' },
  cancelImport: { object: 'import', id: param('importId'), in: 'own' },
  saveMapping: { object: 'mapping', id: made('id'), in: 'around' },
  deleteMapping: { object: 'mapping', id: param('mappingId'), in: 'around' },

  revealVotes: { object: 'review_case', id: param('comparisonId'), in: 'around' },
  decideCase: { object: 'review_case', id: param('comparisonId'), in: 'own' },
  reopenCase: { object: 'review_case', id: param('comparisonId'), in: 'own' },
  sendBack: { object: 'review_case', id: param('comparisonId'), in: 'around' },
  updateReviewSettings: { object: 'review_settings', id: theProject, in: 'own' },
  createExclusion: { object: 'exclusion', id: made('exclusionId'), in: 'own' },
  endExclusion: { object: 'exclusion', id: param('exclusionId'), in: 'own' },
  resumeExclusion: { object: 'exclusion', id: param('exclusionId'), in: 'own' },
  answerDispute: { object: 'feedback', id: param('feedbackId'), in: 'own' },
  sendFeedback: { object: 'feedback', id: made('id'), in: 'around' },
  settleFeedback: { object: 'feedback', id: param('feedbackId'), in: 'around' },
  replyToFeedback: { object: 'feedback', id: param('feedbackId'), in: 'around' },
  refreshResolutions: { object: 'statistics', id: () => null, in: 'around' },
  computeStatistics: { object: 'statistics', id: () => null, in: 'own', facts: given('kind') },

  createDataset: { object: 'dataset', id: made('id'), in: 'own' },
  updateDataset: { object: 'dataset', id: param('datasetId'), in: 'around' },
  freezeDataset: { object: 'version', id: made('id'), in: 'own' },
  cancelFreeze: { object: 'version', id: param('versionId'), in: 'own' },
  startExport: { object: 'export', id: made('id'), in: 'own' },
  cancelExport: { object: 'export', id: param('exportId'), in: 'around' },
  createExportLink: {
    object: 'export',
    id: param('exportId'),
    in: 'around',
    facts: given('fileName', 'hours'),
  },
  revokeExportLinks: { object: 'export', id: param('exportId'), in: 'around' },
  requestHealth: { object: 'health_report', id: made('id'), in: 'own' },
  cancelHealth: { object: 'health_report', id: param('reportId'), in: 'around' },

  createWebhook: { object: 'webhook', id: made('id'), in: 'own', project: made('projectId') },
  updateWebhook: { object: 'webhook', id: param('webhookId'), in: 'own', project: made('projectId') },
  rotateWebhookSecret: {
    object: 'webhook',
    id: param('webhookId'),
    in: 'own',
    project: made('projectId'),
    facts: () => ({ secret: 'changed' }),
  },
  deleteWebhook: { object: 'webhook', id: param('webhookId'), in: 'own', project: made('projectId') },
  testWebhook: { object: 'webhook', id: param('webhookId'), in: 'own', project: made('projectId') },
  redeliver: {
    object: 'webhook',
    id: param('webhookId'),
    in: 'own',
    project: made('projectId'),
    facts: ({ params }) => ({ delivery: params['deliveryId'] }),
  },
  redeliverDead: {
    object: 'webhook',
    id: param('webhookId'),
    in: 'own',
    project: made('projectId'),
    facts: ({ result }) => ({ redelivered: (result as { redelivered: number }).redelivered }),
  },

  updateMySettings: { object: 'annotator_settings', id: me, in: 'own' },
  correctMyTime: {
    object: 'time_correction',
    id: () => null,
    in: 'around',
    facts: given('day', 'minutes'),
    project: ({ body }) => (body['projectId'] as string | undefined) ?? null,
  },
  writeMyReply: { object: 'reply', id: me, in: 'around' },
};
