import type { AuditedOperation, AuditObject } from '@pairwright/contract/audit-actions';

/** A request as far as rules look at it. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** Null before somebody has signed in. */
  readonly actorId: string | null;
  readonly projectId: string | null;
  /** What the operation gave; undefined before it has run. */
  readonly result: unknown;
}

type Find = (call: Call) => string | null;

export interface AuditRule {
  readonly object: AuditObject;
  /** Which one; asked before it has run for what was there, and after it for what is there. */
  readonly id: Find;
  /** `own`: the entry goes into the first transaction of the use case, `around`: the whole use case runs in one. */
  readonly in: 'own' | 'around';
  /** More to say about the change than the object shows. */
  readonly facts?: (call: Call) => Readonly<Record<string, unknown>>;
  /** Who it was, where nobody was signed in before. Null: nobody, and nothing is written. */
  readonly actor?: Find;
  /** Nobody was signed in, and nobody is known to have asked: the entry names no one. */
  readonly isByStranger?: boolean;
  /** Nothing is told of the object, only the facts. */
  readonly isBlind?: boolean;
  /** The project, where the address does not name it. */
  readonly project?: Find;
}

const param =
  (name: string): Find =>
  ({ params }) =>
    params[name] ?? null;
/** By the names on the way to it. */
const made =
  (...names: readonly string[]): Find =>
  ({ result }) => {
    let found = result;
    for (const name of names)
      found =
        typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined;
    return typeof found === 'string' ? found : null;
  };
const theProject: Find = ({ projectId }) => projectId;
const me: Find = ({ actorId }) => actorId;
const given =
  (...names: readonly string[]) =>
  ({ body }: Call) =>
    Object.fromEntries(names.filter((name) => name in body).map((name) => [name, body[name]]));

/** Checked by the compiler: every operation that has an entry has its rule. */
export const auditRules: Readonly<Record<AuditedOperation, AuditRule>> = {
  createOwner: { object: 'account', id: made('me', 'id'), in: 'own', actor: made('me', 'id') },
  signIn: { object: 'session', id: () => null, in: 'own', actor: made('me', 'id') },
  signOut: { object: 'session', id: () => null, in: 'own', actor: made('userId') },
  updateMe: { object: 'account', id: me, in: 'around' },
  changePassword: { object: 'account', id: me, in: 'own', facts: () => ({ password: 'changed' }) },
  createToken: { object: 'token', id: made('id'), in: 'around' },
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

  createInvite: { object: 'invite', id: made('id'), in: 'around' },
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

  changeOwnership: {
    object: 'account',
    id: param('userId'),
    in: 'own',
    facts: given('change'),
  },
  createUser: { object: 'account', id: made('id'), in: 'own' },
  updateUser: {
    object: 'account',
    id: param('userId'),
    in: 'own',
    facts: ({ body }) => (body['password'] === undefined ? {} : { password: 'changed' }),
  },
  // Who it was must not be in its entry.
  eraseUser: {
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
    facts: given('decision'),
  },
  addMember: { object: 'member', id: made('userId'), in: 'own' },
  updateMember: { object: 'member', id: param('userId'), in: 'own' },
  removeMember: { object: 'member', id: param('userId'), in: 'own' },
  updateMemberRouting: { object: 'member', id: param('userId'), in: 'own', facts: given('paused') },
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
  publishQuestion: { object: 'question', id: theProject, in: 'own' },

  // Sent again it changes nothing.
  flagAssignment: {
    object: 'flag',
    id: ({ body }) => (body['id'] as string | undefined) ?? null,
    in: 'own',
    actor: ({ actorId, result }) => (result === false ? null : actorId),
  },
  setRoutingPolicy: { object: 'routing', id: theProject, in: 'around' },
  updateBatchRouting: { object: 'batch', id: param('batchId'), in: 'own' },
  updateComparisonRouting: { object: 'comparison', id: param('comparisonId'), in: 'own' },
  undoRoutingEvent: { object: 'routing_event', id: param('eventId'), in: 'own' },
  setGold: { object: 'gold', id: param('comparisonId'), in: 'own' },
  removeGold: { object: 'gold', id: param('comparisonId'), in: 'own' },
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

  updateMySettings: { object: 'annotator_settings', id: me, in: 'around' },
  correctMyTime: {
    object: 'time_correction',
    id: () => null,
    in: 'around',
    facts: given('day', 'minutes'),
    project: ({ body }) => (body['projectId'] as string | undefined) ?? null,
  },
  writeMyReply: { object: 'reply', id: me, in: 'around' },
};
