import { createHash } from 'node:crypto';
import { afterAll, expect, it } from 'vitest';
import { auditCover } from '@pairwright/contract/audit-actions';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints } from '@pairwright/contract/endpoints';
import { createProject } from '@pairwright/core/annotate/annotate.fixture';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { startSession } from '@pairwright/core/auth/session.service';
import { plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { executeExport, executeFreeze } from '@pairwright/core/datasets/execute-jobs';
import { judgeNext } from '@pairwright/core/review/review.fixture';
import { plainPair } from '@pairwright/domain/judgment/form';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { createTestApp, ORIGIN, PASSWORD, type Person } from '../../test-app.ts';
import { actingOn } from './acting.fixture.ts';
import { byDevice, waysIn } from './ways-in.fixture.ts';

const kit = await createTestApp();
const { db } = kit.database;
afterAll(() => kit.close());

const job = { signal: new AbortController().signal, lastAttempt: true };
const bytes = Buffer.from(
  `${JSON.stringify({
    messages: [{ role: 'user', content: 'Q' }],
    responses: [
      { model: 'a', content: 'an answer of zebrafish' },
      { model: 'b', content: 'B' },
    ],
  })}\n`,
);
/** Words that must not be in the log: passwords, secrets of tokens, texts. */
const secrets = [PASSWORD, 'another long password', 'zebrafish'];
const { act, last, done } = actingOn(kit, bytes);

const as = (id: string, token: string): Person => ({
  id,
  email: '',
  headers: { cookie: `pairwright=${token}`, origin: ORIGIN },
});

async function makeOwner(): Promise<Person> {
  const account = { email: 'owner@example.org', password: PASSWORD };
  const made = await act('createOwner', null, { body: { ...account, name: 'The owner' } });
  const { cookies } = await act('signIn', null, { body: account });
  let owner = as(made.json.id, cookies[0]?.value ?? '');
  secrets.push(cookies[0]?.value ?? '');
  await act('updateMe', owner, { body: { name: 'Owner of it all' } });
  const changed = await act('changePassword', owner, {
    body: { currentPassword: PASSWORD, newPassword: 'another long password' },
  });
  // Where a new password begins the session anew.
  const renewed = changed.cookies[0]?.value;
  if (renewed !== undefined) owner = as(made.json.id, renewed);
  await act('updateMySettings', owner, { body: { optOut: ['violence'] } });
  const token = await act('createToken', owner, {
    body: { name: 'laptop', scopes: ['read'], currentPassword: 'another long password' },
  });
  secrets.push(token.json.secret as string);
  await act('revokeToken', owner, { params: { tokenId: token.json.id } });
  return owner;
}

async function changePeople(owner: Person): Promise<void> {
  // In the course of this test the password has changed.
  const currentPassword = 'another long password';
  await act('setRetention', owner, {
    body: {
      auditDays: 730,
      addressDays: 90,
      uploadDays: 30,
      exportDays: null,
      signInDays: 90,
      crowdIdDays: 180,
      currentPassword,
    },
  });
  const email = 'ann@example.org';
  const made = await act('createUser', owner, { body: { email, name: 'Ann', password: PASSWORD } });
  const userId = made.json.id as string;
  const project = await act('createProject', owner, {
    body: { name: 'Helpfulness', template: 'pair_7', language: 'en' },
  });
  const projectId = project.json.id as string;
  const params = { projectId, userId };
  await act('updateProject', owner, { params, body: { name: 'Harmlessness' } });
  await act('publishGuidelines', owner, { params, body: { markdown: 'Be fair.', basedOn: 1 } });
  const texts = { en: 'I agree.', 'zh-CN': '我同意。' };
  await act('publishConsentText', owner, { params, body: { texts, asksAgain: false, basedOn: 0 } });
  const agreed = await act('acceptConsent', owner, { params, body: { version: 1 } });
  expect(agreed.entry).toMatchObject({ before: null, after: { version: 1 } });
  const form = plainPair({ points: 5, allowTie: true, allowBothBad: false, allowCannotJudge: false });
  const text = { en: 'Which is better?', 'zh-CN': '哪个更好？' };
  await act('publishQuestion', owner, { params, body: { text, form, basedOn: 1 } });
  await act('addMember', owner, { params, body: { email, role: 'annotator' } });
  await act('updateMember', owner, { params, body: { role: 'reviewer', currentPassword } });
  await act('messageMember', owner, { params, body: { message: 'about a zebrafish' } });
  await act('updateMemberRouting', owner, { params, body: { paused: true } });
  const events = await kit.call(owner, 'GET', `/projects/${projectId}/routing/events`);
  const pause = events.json().items.find(({ action }: { action: string }) => action === 'pause');
  await act('undoRoutingEvent', owner, { params: { projectId, eventId: pause.id } });
  await act('removeMember', owner, { params });
  const imported = await importedAnnotator(projectId);
  const erased = await act('eraseImportedName', owner, {
    params: { projectId, userId: imported },
    body: { name: 'lea@elsewhere.example', currentPassword },
  });
  expect(erased.entry).toMatchObject({ object_id: imported, before: null, after: { erased: true } });
  await act('trashProject', owner, { params, body: { name: 'Harmlessness' } });
  await act('restoreProject', owner, { params });
  await act('trashProject', owner, { params, body: { name: 'Harmlessness' } });
  await act('purgeProject', owner, { params, body: { name: 'Harmlessness', currentPassword } });
  const proof = { email, currentPassword };
  await act('changeOwnership', owner, { params, body: { change: 'take_in', ...proof } });
  await act('changeOwnership', owner, { params, body: { change: 'end', ...proof } });
  const newEmail = 'ann@elsewhere.example';
  await act('changeEmail', owner, { params, body: { ...proof, newEmail } });
  await act('changeEmail', owner, { params, body: { email: newEmail, newEmail: email, currentPassword } });
  await act('demandSecondFactor', owner, { body: { of: 'nobody', currentPassword } });
  await askToBeErased(owner);
  await act('updateUser', owner, { params, body: { disabled: true } });
  await act('eraseUser', owner, { params, body: { email, currentPassword } });
}

async function importedAnnotator(projectId: string): Promise<string> {
  const id = kit.services.ids.next();
  const name = 'lea@elsewhere.example';
  await db.insertInto('users').values({ id, kind: 'imported', name }).execute();
  await db
    .insertInto('imported_annotators')
    .values({ user_id: id, project_id: projectId, external_name: name, slot: 0 })
    .execute();
  secrets.push(name);
  return id;
}

async function askToBeErased(owner: Person): Promise<void> {
  const person = await kit.addPerson();
  const { email } = person;
  const asked = await act('requestErasure', person, { body: { email, note: 'a zebrafish' } });
  const params = { requestId: asked.json.id as string };
  expect(asked.entry).toMatchObject({ object_id: params.requestId, before: null });
  const back = await act('cancelErasureRequest', person, { params });
  expect(back.entry).toMatchObject({ before: { state: 'pending' }, after: { state: 'cancelled' } });
  const again = await act('requestErasure', person, { body: { email } });
  const decided = await act('decideErasureRequest', owner, {
    params: { requestId: again.json.id as string },
    body: { decision: 'decline', reason: 'a zebrafish' },
  });
  expect(decided.entry?.after).toEqual({ state: 'declined', decision: 'decline' });
}

/** The queue itself is the real one in the test of its pages. */
async function changeWebhooks(owner: Person, projectId: string): Promise<void> {
  const made = await act('createWebhook', owner, {
    // A number: nothing has to be looked up.
    body: { projectId, address: 'https://8.8.8.8/hooks?token=narwhal', events: ['import.finished'] },
  });
  expect(made.entry).toMatchObject({ project_id: projectId, object_id: made.json.id });
  const webhookId = made.json.id as string;
  const params = { webhookId };
  const renewed = await act('rotateWebhookSecret', owner, { params });
  secrets.push('narwhal', made.json.secret as string, renewed.json.secret as string);
  await act('updateWebhook', owner, { params, body: { state: 'paused' } });
  const { json } = await act('testWebhook', owner, { params });
  await db.updateTable('webhook_deliveries').set({ state: 'dead' }).execute();
  await act('redeliver', owner, { params: { webhookId, deliveryId: json.deliveryId } });
  await act('redeliverDead', owner, { params });
  const removed = await act('deleteWebhook', owner, { params });
  expect(removed.entry).toMatchObject({ project_id: projectId });
}

async function changeJobs(owner: Person): Promise<void> {
  const failed = {
    lane: 'work',
    id: '7',
    name: 'leases.sweep',
    payload: {},
    reason: '',
    attempts: 1,
  } as const;
  Object.assign(kit.services.queue, {
    failedJobs: async () => [{ ...failed, failedAt: new Date() }],
    retryFailed: async () => true,
    discardFailed: async () => true,
  });
  const params = { lane: 'work', jobId: failed.id };
  await act('retryFailedJob', owner, { params });
  await act('discardFailedJob', owner, { params });
}

async function changeWork(owner: Person): Promise<string> {
  const project = await createProject(kit.database, { comparisons: 6, target: 2, annotators: 2 });
  const { projectId, comparisonIds } = project;
  const given = [];
  for (const [first, second] of [
    [-3, 3],
    [2, 2],
    [1, 1],
  ] as const) {
    given.push(
      await judgeNext(kit.database, project, { annotator: 0, strength: first, rationale: 'zebrafish' }),
    );
    await judgeNext(kit.database, project, { annotator: 1, strength: second });
  }
  const annotatorId = project.annotators[0]?.actor.userId ?? '';
  await db
    .insertInto('project_members')
    .values({ project_id: projectId, user_id: annotatorId, role: 'annotator' })
    .execute();
  const annotator = as(
    annotatorId,
    await startSession(db, { userId: annotatorId, userAgent: undefined, address: undefined }),
  );
  const params = { projectId };
  const batch = await db
    .selectFrom('batches')
    .select('id')
    .where('project_id', '=', projectId)
    .executeTakeFirstOrThrow();
  await act('setRoutingPolicy', owner, { params, body: openPolicy });
  await act('updateBatchRouting', owner, { params: { projectId, batchId: batch.id }, body: { priority: 2 } });
  const free = { projectId, comparisonId: comparisonIds[4] ?? '' };
  await withdrawAndReturn(owner, projectId, free.comparisonId);
  await act('updateComparisonRouting', owner, { params: free, body: { priority: 1 } });
  const answer = { outcome: 'scale', position: 2 };
  await act('setGold', owner, { params: free, body: { answer } });
  await act('removeGold', owner, { params: free });
  const explanation = { en: 'a zebrafish', 'zh-CN': '斑马鱼' };
  await act('setPracticeExample', owner, { params: free, body: { answer, explanation } });
  await act('removePracticeExample', owner, { params: free });
  await act('promoteGold', owner, { params, body: { atLeast: 2, most: 1 } });

  const settings = { method: 'majority', blind: true, reviewers: 1 };
  await act('updateReviewSettings', owner, { params, body: settings });
  const comparisonId = given[0]?.comparisonId ?? '';
  const judgmentId = given[0]?.judgmentId ?? '';
  const at = { projectId, comparisonId };
  await act('revealVotes', owner, { params: at });
  await act('sendBack', owner, { params: at, body: { judgmentId, message: 'a zebrafish?' } });
  const decision = { id: kit.services.ids.next(), questionVersion: 1, answer, confidence: 'high' };
  const rest = { cause: 'ambiguous', note: 'zebrafish', promoteToGold: false };
  await act('decideCase', owner, { params: at, body: { ...decision, ...rest } });
  await act('reopenCase', owner, { params: at, body: { because: 'zebrafish' } });
  const sent = await act('sendFeedback', owner, {
    params: { projectId, judgmentId },
    body: { message: 'zebrafish' },
  });
  const feedbackId = sent.json.id as string;
  await act('replyToFeedback', annotator, {
    params: { feedbackId },
    body: { reply: 'no zebrafish', disputed: true },
  });
  await act('answerDispute', owner, {
    params: { projectId, feedbackId },
    body: { answer: 'zebrafish', upheld: false },
  });
  await act('settleFeedback', owner, { params: { projectId, feedbackId } });
  await act('correctMyTime', annotator, {
    body: { projectId, day: '2026-01-02', minutes: 5, note: 'a zebrafish' },
  });
  await flagOnce(owner, annotator, projectId);
  await act('updateProject', owner, { params, body: { showNumbers: true } });
  await act('writeMyReply', annotator, { params, body: { text: 'zebrafish' } });
  await act('computeStatistics', owner, { params, body: { kind: 'overview', options: {} } });
  await act('refreshResolutions', owner, { params });
  const wish = { annotatorId, scope: { kind: 'all' } };
  const excluded = await act('createExclusion', owner, { params, body: { ...wish, reason: 'a test' } });
  const failure = JSON.stringify({ code: 'internal', message: 'It stopped.' });
  await db.updateTable('exclusions').set({ error: failure }).where('id', '=', excluded.json.id).execute();
  await act('resumeExclusion', owner, { params: { projectId, exclusionId: excluded.json.id } });
  await act('endExclusion', owner, {
    params: { projectId, exclusionId: excluded.json.id },
    body: { because: 'it was a test' },
  });
  return projectId;
}

/** Sent again, as a browser does whose answer was lost, it is no change. */
async function flagOnce(owner: Person, annotator: Person, projectId: string): Promise<void> {
  const { id: assignmentId, comparison_id: comparisonId } = await db
    .selectFrom('assignments')
    .select(['id', 'comparison_id'])
    .where('annotator_id', '=', annotator.id)
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const body = { id: kit.services.ids.next(), reason: 'other', note: 'a zebrafish' };
  const { entry } = await act('flagAssignment', annotator, { params: { projectId, assignmentId }, body });
  expect(entry).toMatchObject({ object_id: body.id, project_id: projectId, after: { reason: 'other' } });
  const before = await last();
  const path = `/projects/${projectId}/assignments/${assignmentId}/flags`;
  expect((await kit.call(annotator, 'POST', path, body)).statusCode).toBe(204);
  expect(await last()).toBe(before);
  const of = { projectId, flagId: body.id };
  // Whoever reviews its comparison blind settles no report of it before they have the votes shown.
  await act('revealVotes', owner, { params: { projectId, comparisonId } });
  const settled = await act('settleFlag', owner, {
    params: of,
    body: { state: 'valid', note: 'a zebrafish' },
  });
  expect(settled.entry).toMatchObject({ before: { state: 'open' }, after: { state: 'valid' } });
  await act('settleFlag', owner, { params: of, body: { state: 'open' } });
  const mine = { projectId, assignmentId, flagId: body.id };
  const { entry: back } = await act('withdrawFlag', annotator, { params: mine });
  expect(back).toMatchObject({ object_id: body.id, after: { state: 'withdrawn' } });
  const after = await last();
  expect((await kit.call(annotator, 'POST', `${path}/${body.id}/withdraw`)).statusCode).toBe(204);
  expect(await last()).toBe(after);
}

/** Of a batch and a comparison of their own. */
async function withdrawAndReturn(owner: Person, projectId: string, comparisonId: string): Promise<void> {
  const batchId = kit.services.ids.next();
  await db.insertInto('batches').values({ id: batchId, project_id: projectId, name: 'wrong' }).execute();
  const of = { projectId, batchId };
  const { entry } = await act('withdrawBatch', owner, { params: of, body: { because: 'a wrong file' } });
  expect(entry).toMatchObject({ object_id: batchId, project_id: projectId });
  await act('returnBatch', owner, { params: of });
  const params = { projectId, comparisonId };
  await act('withdrawComparison', owner, { params, body: { because: 'must not be judged' } });
  await act('returnComparison', owner, { params });
}

async function changeData(owner: Person, projectId: string): Promise<void> {
  const params = { projectId };
  const file = await act('uploadImport', owner, { params, query: '?filename=rows.jsonl' });
  const of = { projectId, importId: file.json.id as string };
  await act('checkImport', owner, { params: of, body: { pairing: { plan: 'all_pairs' } } });
  await act('cancelImport', owner, { params: of });
  const begun = await act('beginUpload', owner, {
    params,
    body: { filename: 'rows.jsonl', sizeBytes: bytes.length },
  });
  const parts = { projectId, importId: begun.json.importId as string };
  await act('putUploadPart', owner, { params: parts, query: '?offset=0' });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await act('finishUpload', owner, { params: parts, body: { sha256 } });
  await act('runImport', owner, { params: parts, body: { pairing: { plan: 'all_pairs' } } });
  await act('fetchImport', owner, {
    params,
    body: { address: 'https://example.org/rows.jsonl?key=zebrafish' },
  });
  const mapping = {
    version: 1,
    prompt: { column: 'q' },
    responses: {
      columns: [
        { column: 'a', model: { name: 'm1' } },
        { column: 'b', model: { name: 'm2' } },
      ],
    },
  };
  const saved = await act('saveMapping', owner, { params, body: { name: 'Fragen', mapping } });
  await act('deleteMapping', owner, { params: { projectId, mappingId: saved.json.id } });

  const dataset = await act('createDataset', owner, {
    params,
    body: { name: 'Reward', recipe: plainRecipe },
  });
  const datasetId = dataset.json.id as string;
  await act('updateDataset', owner, { params: { projectId, datasetId }, body: { name: 'Rewards' } });
  const frozen = await act('freezeDataset', owner, { params: { projectId, datasetId } });
  const versionId = frozen.json.id as string;
  await executeFreeze(kit.services, { ...job, versionId });
  const unwanted = await act('freezeDataset', owner, { params: { projectId, datasetId } });
  await act('cancelFreeze', owner, { params: { projectId, versionId: unwanted.json.id } });
  const wanted = (format: string) =>
    act('startExport', owner, { params: { projectId, versionId }, body: { format } });
  const stopped = await wanted('votes');
  await act('cancelExport', owner, { params: { projectId, exportId: stopped.json.id } });
  const exported = await wanted('trl-implicit');
  const exportId = exported.json.id as string;
  await executeExport(kit.services, { ...job, exportId });
  const link = await act('createExportLink', owner, {
    params: { projectId, exportId },
    body: { fileName: 'train.jsonl', hours: 1 },
  });
  secrets.push((link.json.path as string).split('/')[4] ?? '');
  await act('revokeExportLinks', owner, { params: { projectId, exportId } });
  const report = await act('requestHealth', owner, { params, body: { recipe: plainRecipe } });
  await act('cancelHealth', owner, { params: { projectId, reportId: report.json.id } });
}

it('the cover names every operation that is no GET, and only those', () => {
  const mutating = Object.entries(endpoints as Record<string, Endpoint>)
    .filter(([, { method }]) => method !== 'GET')
    .map(([name]) => name);
  expect(Object.keys(auditCover).sort()).toEqual(mutating.sort());
});

it('each of them leaves its entry, and no secret or text in the log', async () => {
  const owner = await makeOwner();
  await changePeople(owner);
  await changeJobs(owner);
  const projectId = await changeWork(owner);
  await changeData(owner, projectId);
  await changeWebhooks(owner, projectId);
  await kit.addPerson({ isDemo: true });
  await act('deleteDemo', owner);
  await act('signOut', owner);

  const wanted = Object.entries(auditCover).filter(([, cover]) => cover === 'entry');
  expect([...done, ...waysIn, ...byDevice].sort()).toEqual(wanted.map(([name]) => name).sort());
  const { rows } = await kit.database.pool.query(
    'select (select json_agg(e) from audit_events e) as events, (select json_agg(p) from audit_private p) as private',
  );
  const log = JSON.stringify(rows);
  expect(log).toContain('owner@example.org');
  expect(log).not.toContain('ann@example.org');
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(5);
    expect(log, secret).not.toContain(secret);
  }
  expect(await checkAudit(kit.services)).toMatchObject({ fault: null });
  // Nothing had to be tried again because the log got in its way.
  expect(kit.logLines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
});
