import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { submission } from '@pairwright/core/annotate/annotate.fixture';
import { plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { plainPair } from '@pairwright/domain/judgment/form';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { systemIds } from '@pairwright/runtime/ids';
import { PASSWORD } from '../test-app.ts';
import { mapping } from './furnished.fixture.ts';

type Ids = Readonly<Record<string, string>>;

const password = PASSWORD;
const answer = { outcome: 'scale', position: 2 };
const words = { en: 'Which is better?', 'zh-CN': '哪个更好？' };
const form = plainPair({ points: 5, allowTie: true, allowBothBad: false, allowCannotJudge: false });
const plan = { pairing: { plan: 'all_pairs' } };
const own = { currentPassword: password };
const person = { email: 'someone@example.org', name: 'Sam', password, locale: 'en' };
const sha256 = '0'.repeat(64);
const rewrite = (ids: Ids) => ({ responseId: ids['responseId'], place: 0, content: 'Better.' });
const credential = { id: 'AAAA', rawId: 'AAAA', type: 'public-key', clientExtensionResults: {} };
const assertion = {
  ...credential,
  response: { clientDataJSON: 'AAAA', authenticatorData: 'AAAA', signature: 'AAAA' },
};
const filtered = (ids: Ids) => ({ ...plainRecipe, filters: { batches: [ids['batchId']] } });
const onlyFor = (ids: Ids) => ({ onlyFor: { members: [ids['userId']], teams: [] } });
const inBatch = ({ annotatorId, batchId }: Ids) => ({ annotatorId, scope: { kind: 'batch', batchId } });

const accounts: Partial<Record<OperationName, (ids: Ids) => object>> = {
  createOwner: () => ({ email: person.email, name: 'Sam', password }),
  signIn: () => ({ email: person.email, password }),
  updateMe: () => ({ name: 'Sam' }),
  changePassword: () => ({ ...own, newPassword: 'quite another sentence' }),
  createToken: () => ({ name: 'laptop', scopes: ['read'], ...own }),
  createUser: () => person,
  setPassword: () => ({ password, ...own }),
  createPasswordReset: () => own,
  removeFactors: () => own,
  updateUser: () => ({ disabled: false }),
  demandSecondFactor: () => ({ of: 'nobody', ...own }),
  changeEmail: () => ({ email: person.email, newEmail: 'new@example.org', ...own }),
  changeOwnership: () => ({ change: 'take_in', email: person.email, ...own }),
  eraseImportedName: () => ({ name: 'lea@elsewhere.example', ...own }),
  eraseUser: () => ({ email: person.email, ...own }),
  requestErasure: () => ({ email: person.email, note: 'Please.' }),
  decideErasureRequest: () => ({ decision: 'decline', reason: 'Not now.' }),
  setRetention: () => ({
    auditDays: 730,
    addressDays: 90,
    uploadDays: 30,
    exportDays: null,
    signInDays: 90,
    crowdIdDays: 180,
    ...own,
  }),
  requestPasswordReset: () => ({ email: person.email }),
  resetPassword: () => ({ token: 'a'.repeat(43), password }),
  startTotp: () => own,
  confirmTotp: () => ({ code: '123456' }),
  removeTotp: () => own,
  renewRecoveryCodes: () => own,
  startPasskey: () => own,
  addPasskey: ({ ceremonyId = systemIds.next() }) => ({
    ceremonyId,
    name: 'phone',
    credential: { ...credential, response: { clientDataJSON: 'AAAA', attestationObject: 'AAAA' } },
  }),
  signInByPasskey: ({ ceremonyId = systemIds.next() }) => ({
    ceremonyId,
    credential: assertion,
  }),
  removePasskey: () => own,
  proveByPasskey: ({ ceremonyId = systemIds.next() }) => ({
    ceremonyId,
    credential: assertion,
  }),
  finishOidc: () => ({ query: '?state=a&code=b' }),
  startIdentityLink: () => own,
  removeIdentity: () => own,
  lookAtInvite: () => ({ token: 'a'.repeat(43) }),
  joinAsNewPerson: () => ({ token: 'a'.repeat(43), ...person }),
  joinByInvite: () => ({ token: 'a'.repeat(43) }),
  updateAccountSettings: () => ({ registration: 'off' }),
  requestAccount: () => person,
  decideRegistration: ({ projectId }) => ({ approve: true, membership: { projectId, role: 'annotator' } }),
  enterByCrowdLink: ({ linkId }) => ({ linkId, query: '?PROLIFIC_PID=a', locale: 'en' }),
  updateMySettings: () => ({ optOut: ['violence'] }),
};

const projects: Partial<Record<OperationName, (ids: Ids) => object>> = {
  addMember: () => ({ email: person.email, role: 'annotator' }),
  updateMember: () => ({ role: 'annotator' }),
  createInvite: () => ({ role: 'annotator', expiresInDays: 1 }),
  invitePeople: () => ({ csv: 'email,role\nlea@example.org,annotator\n', expiresInDays: 1 }),
  createCrowdLink: () => ({ name: 'Study', signed: true, wanted: 1, maxPeople: 9, expiresInDays: 1 }),
  createProject: () => ({ name: 'Helpfulness', template: 'pair_7', language: 'en' }),
  updateProject: () => ({ description: 'About help.' }),
  publishConsentText: () => ({ texts: { en: 'I agree.', 'zh-CN': '我同意。' }, asksAgain: true, basedOn: 0 }),
  acceptConsent: () => ({ version: 1 }),
  publishGuidelines: () => ({ markdown: 'Be fair.', basedOn: 1 }),
  publishQuestion: () => ({ text: words, form, basedOn: 1 }),
  trashProject: () => ({ name: 'Another name' }),
  purgeProject: () => ({ name: 'Another name', ...own }),
  checkImport: () => plan,
  runImport: () => plan,
  inspectImport: () => ({ reading: { by: 'mapping', mapping } }),
  saveMapping: () => ({ name: 'Questions', mapping }),
  fetchImport: () => ({ address: 'https://example.org/rows.jsonl' }),
  beginUpload: () => ({ filename: 'rows.jsonl', sizeBytes: 100 }),
  finishUpload: () => ({ sha256 }),
  setRoutingPolicy: () => openPolicy,
  updateBatchRouting: onlyFor,
  updateComparisonRouting: onlyFor,
  updateMemberRouting: () => ({ skills: ['code'] }),
  messageMember: () => ({ message: 'Hello.' }),
  setGold: () => ({ answer }),
  promoteGold: () => ({ atLeast: 2, most: 1 }),
  setPracticeExample: () => ({ answer, explanation: words }),
  updateReviewSettings: () => ({ method: 'majority', blind: true, reviewers: 1 }),
  decideCase: () => ({
    id: systemIds.next(),
    questionVersion: 1,
    answer,
    confidence: 'high',
    cause: 'ambiguous',
    note: 'See.',
    promoteToGold: false,
  }),
  sendBack: ({ judgmentId }) => ({ judgmentId, message: 'Why?' }),
  reopenCase: () => ({ because: 'It was hasty.' }),
  answerDispute: () => ({ answer: 'I see.', upheld: true }),
  sendFeedback: () => ({ message: 'Why?' }),
  previewExclusion: inBatch,
  createExclusion: (ids) => ({ ...inBatch(ids), reason: 'a test' }),
  endExclusion: () => ({ because: 'it was a test' }),
  computeStatistics: ({ annotatorId }) => ({ kind: 'leaderboard', options: { annotatorId } }),
  previewRecipe: (ids) => ({ recipe: filtered(ids), format: 'trl-implicit' }),
  findRows: () => ({ line: '{"chosen":"x"}' }),
  findLine: () => ({ fileName: 'train.jsonl', line: 1 }),
  createDataset: (ids) => ({ name: 'More', recipe: filtered(ids) }),
  updateDataset: (ids) => ({ recipe: filtered(ids) }),
  startExport: () => ({ format: 'votes' }),
  requestHealth: ({ versionId }) => ({ versionId }),
  createWebhook: ({ projectId }) => ({
    projectId,
    address: 'https://1.1.1.1/hook',
    events: ['import.finished'],
  }),
  updateWebhook: () => ({ description: 'Tells the trainer.' }),
  createExportLink: () => ({ fileName: 'train.jsonl', hours: 1 }),
};

const ofBrowsers: Partial<Record<OperationName, (ids: Ids) => object>> = {
  reportViolations: () => [
    {
      type: 'csp-violation',
      age: 1,
      url: 'http://localhost/',
      user_agent: 'x',
      body: { effectiveDirective: 'script-src-elem', blockedURL: 'inline', lineNumber: 1 },
    },
  ],
};

const work: Partial<Record<OperationName, (ids: Ids) => object>> = {
  claimAssignments: () => ({ count: 1 }),
  renewAssignments: ({ assignmentId }) => ({ assignmentIds: [assignmentId] }),
  releaseAssignments: ({ assignmentId }) => ({ assignmentIds: [assignmentId] }),
  submitJudgment: () => submission(systemIds.next()),
  retractJudgment: ({ judgmentId }) => ({ id: systemIds.next(), judgmentId }),
  skipAssignment: () => ({ reason: 'other', note: 'See.' }),
  flagAssignment: () => ({ id: systemIds.next(), reason: 'other', note: 'See.' }),
  withdrawBatch: () => ({ because: 'A wrong file.' }),
  withdrawComparison: () => ({ because: 'It must not be judged.' }),
  settleFlag: () => ({ state: 'dismissed', note: 'See.' }),
  saveDraft: (ids) => ({ rationale: 'So far.', details: { rewrite: rewrite(ids) } }),
  acknowledgeGuidelines: () => ({ version: 1 }),
  answerPractice: () => ({ answer }),
  readFeedback: ({ feedbackId }) => ({ feedbackIds: [feedbackId] }),
  replyToFeedback: () => ({ reply: 'I see.', disputed: false }),
  correctMyTime: ({ projectId }) => ({ projectId, day: '2026-01-02', minutes: 5, note: 'See.' }),
  writeMyReply: () => ({ text: 'I see.' }),
};

const bodies = { ...accounts, ...projects, ...work, ...ofBrowsers };

/** Operations of the contract that take JSON. */
export const operationsWithBody = (Object.keys(endpoints) as OperationName[]).filter((name) => {
  const definition: Endpoint = endpoints[name];
  return definition.body !== undefined;
});

/** A body that the operation takes, about these ids. Throws for an operation that none is known for. */
export function validBody(name: OperationName, ids: Ids): object {
  const make = bodies[name];
  if (make === undefined) throw new Error(`valid-bodies.fixture.ts knows no body for ${name}.`);
  return make(ids);
}
