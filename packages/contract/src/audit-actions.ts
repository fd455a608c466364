import type { routes } from './routes.generated.ts';

/** Every operation that is not asked with GET. */
type NotRead = {
  [N in keyof typeof routes]: (typeof routes)[N]['method'] extends 'GET' ? never : N;
}[keyof typeof routes];

/**
 * What of an operation is written down, and where. `entry`: one entry of the audit log for each accepted request.
 * `judgments`: append-only rows of their own, sealed in the audit log block by block. `work`: the state of somebody's own
 * work, kept in rows of its own; it changes no settings and no rights. `nothing`: it only reads.
 */
export type AuditCover = 'entry' | 'judgments' | 'work' | 'nothing';

/** Checked by the compiler: an operation that changes something and stands not here is an error. */
export const auditCover = {
  acknowledgeGuidelines: 'work',
  addMember: 'entry',
  addPasskey: 'entry',
  answerDispute: 'entry',
  answerPractice: 'work',
  beginUpload: 'entry',
  cancelExport: 'entry',
  cancelHealth: 'entry',
  cancelImport: 'entry',
  changePassword: 'entry',
  checkImport: 'entry',
  claimAssignments: 'work',
  computeStatistics: 'entry',
  confirmTotp: 'entry',
  correctMyTime: 'entry',
  createDataset: 'entry',
  createExclusion: 'entry',
  createExportLink: 'entry',
  createInvite: 'entry',
  createOwner: 'entry',
  createPasswordReset: 'entry',
  createProject: 'entry',
  createToken: 'entry',
  createUser: 'entry',
  decideCase: 'entry',
  decideRegistration: 'entry',
  deleteDemo: 'entry',
  deleteMapping: 'entry',
  endExclusion: 'entry',
  endMyOtherSessions: 'entry',
  endMySession: 'entry',
  eraseUser: 'entry',
  finishOidc: 'entry',
  finishUpload: 'entry',
  flagAssignment: 'work',
  freezeDataset: 'entry',
  inspectImport: 'nothing',
  invitePeople: 'entry',
  joinAsNewPerson: 'entry',
  joinByInvite: 'entry',
  lookAtInvite: 'nothing',
  messageMember: 'entry',
  previewExclusion: 'nothing',
  previewRecipe: 'nothing',
  promoteGold: 'entry',
  publishGuidelines: 'entry',
  publishQuestion: 'entry',
  purgeProject: 'entry',
  putUploadPart: 'work',
  readFeedback: 'work',
  refreshResolutions: 'entry',
  releaseAssignments: 'work',
  removeFactors: 'entry',
  removeGold: 'entry',
  removeIdentity: 'entry',
  removeMember: 'entry',
  removePasskey: 'entry',
  removePracticeExample: 'entry',
  removeTotp: 'entry',
  renewAssignments: 'work',
  renewRecoveryCodes: 'entry',
  reopenCase: 'entry',
  replyToFeedback: 'entry',
  requestAccount: 'work',
  requestHealth: 'entry',
  requestPasswordReset: 'work',
  resetPassword: 'entry',
  restoreProject: 'entry',
  retractJudgment: 'judgments',
  revealVotes: 'entry',
  revokeExportLinks: 'entry',
  revokeInvite: 'entry',
  revokeToken: 'entry',
  runImport: 'entry',
  saveDraft: 'work',
  saveMapping: 'entry',
  seeMyExam: 'work',
  sendBack: 'entry',
  sendFeedback: 'entry',
  setGold: 'entry',
  setPracticeExample: 'entry',
  setRetention: 'entry',
  setRoutingPolicy: 'entry',
  settleFeedback: 'entry',
  signIn: 'entry',
  signInByPasskey: 'entry',
  signOut: 'entry',
  skipAssignment: 'work',
  startExport: 'entry',
  startIdentityLink: 'work',
  startOidc: 'work',
  startPasskey: 'work',
  startPasskeySignIn: 'work',
  startTotp: 'work',
  submitJudgment: 'judgments',
  trashProject: 'entry',
  undoRoutingEvent: 'entry',
  unskipAssignment: 'work',
  updateAccountSettings: 'entry',
  updateBatchRouting: 'entry',
  updateComparisonRouting: 'entry',
  updateDataset: 'entry',
  updateMe: 'entry',
  updateMember: 'entry',
  updateMemberRouting: 'entry',
  updateMySettings: 'entry',
  updateProject: 'entry',
  updateReviewSettings: 'entry',
  updateUser: 'entry',
  uploadImport: 'entry',
  writeMyReply: 'entry',
} as const satisfies Record<NotRead, AuditCover>;

type Cover = typeof auditCover;

/** Operations with an entry of their own. */
export type AuditedOperation = { [N in keyof Cover]: Cover[N] extends 'entry' ? N : never }[keyof Cover];

/** What the system does by itself. */
export const systemActions = ['applyRetention', 'sealJudgments'] as const;

export type AuditAction = AuditedOperation | (typeof systemActions)[number];

/** Every action that the log can hold, by name. */
export const auditActions = [
  ...(Object.keys(auditCover) as (keyof Cover)[]).filter((name) => auditCover[name] === 'entry'),
  ...systemActions,
].sort() as AuditAction[];

/** What an action is done to. */
export const auditObjects = [
  'account',
  'account_settings',
  'annotator_settings',
  'batch',
  'comparison',
  'dataset',
  'demo',
  'exclusion',
  'export',
  'feedback',
  'gold',
  'guidelines',
  'health_report',
  'import',
  'invite',
  'judgments',
  'mapping',
  'member',
  'practice_example',
  'project',
  'question',
  'registration',
  'reply',
  'retention',
  'review_case',
  'review_settings',
  'routing',
  'routing_event',
  'session',
  'statistics',
  'time_correction',
  'token',
  'version',
] as const;
export type AuditObject = (typeof auditObjects)[number];
