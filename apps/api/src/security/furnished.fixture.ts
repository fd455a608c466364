import { Readable } from 'node:stream';
import { expect } from 'vitest';
import { createProject, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { startSession } from '@pairwright/core/auth/session.service';
import { plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { executeExport, executeFreeze } from '@pairwright/core/datasets/execute-jobs';
import { mediaKey } from '@pairwright/core/media/media-key';
import { judgeNext } from '@pairwright/core/review/review.fixture';
import type { InjectOptions } from 'fastify';
import { ORIGIN, PASSWORD, type Person, type TestApp } from '../test-app.ts';

/** A project with one of everything that has an id. */
export interface Furnished {
  readonly projectId: string;
  readonly admin: Person;
  readonly annotator: Person;
  /** By the name that the contract gives the id. */
  readonly ids: Readonly<Record<string, string>>;
}

const job = { signal: new AbortController().signal, lastAttempt: true };
const answer = { outcome: 'scale', position: 2 };
const line = `${JSON.stringify({
  messages: [{ role: 'user', content: 'Q' }],
  responses: [
    { model: 'a', content: 'A' },
    { model: 'b', content: 'B' },
  ],
})}\n`;
export const mapping = {
  version: 1,
  prompt: { column: 'q' },
  responses: {
    columns: [
      { column: 'a', model: { name: 'm1' } },
      { column: 'b', model: { name: 'm2' } },
    ],
  },
};

interface Room {
  readonly kit: TestApp;
  readonly project: TestProject;
  readonly projectId: string;
  readonly admin: Person;
  readonly annotator: Person;
}

/** Makes such a project; `mark` keeps what must be unique in an installation apart. */
export async function furnish(kit: TestApp, mark: string): Promise<Furnished> {
  const project = await createProject(kit.database, { comparisons: 9, target: 2, annotators: 2 });
  const { projectId } = project;
  const admin = await kit.addMember(projectId, 'admin');
  const [first = '', second = ''] = project.annotators.map(({ actor }) => actor.userId);
  await kit.database.db
    .insertInto('project_members')
    .values([first, second].map((id) => ({ project_id: projectId, user_id: id, role: 'annotator' as const })))
    .execute();
  const annotator = await personOf(kit, first);
  const room = { kit, project, projectId, admin, annotator };
  return {
    projectId,
    admin,
    annotator,
    ids: {
      projectId,
      userId: second,
      annotatorId: second,
      ...(await furnishWork(room)),
      ...(await furnishPeople(room, mark)),
      ...(await furnishData(room)),
      ...(await furnishAccount(room, mark)),
    },
  };
}

async function personOf({ database }: TestApp, id: string): Promise<Person> {
  const token = await startSession(database.db, { userId: id, userAgent: undefined, address: undefined });
  return { id, email: `${id}@example.org`, headers: { cookie: `pairwright=${token}`, origin: ORIGIN } };
}

type Asked = [method: InjectOptions['method'], path: string, body?: unknown];

/** Asks within the project and gives the answer's JSON; anything but a success fails the test. */
async function must({ kit, projectId, admin }: Room, ...[method, path, body]: Asked) {
  const answer = await kit.call(admin, method, `/projects/${projectId}${path}`, body);
  expect(answer.statusCode, `${method} ${path} ${answer.body}`).toBeLessThan(300);
  return answer.statusCode === 204 ? null : answer.json();
}

async function one({ kit }: Room, text: string, ...values: string[]): Promise<string> {
  const { rows } = await kit.database.pool.query(text, values);
  expect(rows.length, text).toBeGreaterThan(0);
  return rows[0].id;
}

async function furnishWork(room: Room): Promise<Record<string, string>> {
  const { kit, project, projectId, annotator } = room;
  const judged = await judgeNext(kit.database, project, {
    annotator: 0,
    strength: -3,
    rationale: `because ${projectId}`,
  });
  await judgeNext(kit.database, project, { annotator: 1, strength: 3 });
  const claim = await kit.call(annotator, 'POST', `/projects/${projectId}/assignments/claim`, { count: 1 });
  const [held] = claim.json().items as { id: string }[];
  const flagId = kit.services.ids.next();
  await kit.call(annotator, 'POST', `/projects/${projectId}/assignments/${held?.id}/flags`, {
    id: flagId,
    reason: 'other',
    note: `odd ${projectId}`,
  });
  const [, , , , gold = '', practice = ''] = project.comparisonIds;
  await must(room, 'PUT', `/comparisons/${gold}/gold`, { answer });
  const explanation = { en: 'see', 'zh-CN': '看' };
  await must(room, 'PUT', `/comparisons/${practice}/practice`, { answer, explanation });
  const feedback = await must(room, 'POST', `/judgments/${judged.judgmentId}/feedback`, { message: 'why?' });
  return {
    comparisonId: judged.comparisonId,
    judgmentId: judged.judgmentId,
    rowId: judged.comparisonId,
    assignmentId: held?.id ?? '',
    flagId,
    feedbackId: feedback.id,
    exampleId: await one(room, 'select id from practice_examples where project_id = $1', projectId),
    batchId: await one(room, 'select id from batches where project_id = $1', projectId),
    responseId: await one(
      room,
      'select r.id from responses r join prompts p on p.id = r.prompt_id where p.project_id = $1 limit 1',
      projectId,
    ),
  };
}

async function furnishPeople(room: Room, mark: string): Promise<Record<string, string>> {
  const { kit, project, projectId } = room;
  const second = project.annotators[1]?.actor.userId ?? '';
  await must(room, 'PATCH', `/members/${second}/routing`, { paused: true });
  const invite = await must(room, 'POST', '/invites', { role: 'annotator', expiresInDays: 1 });
  const link = { name: `Study ${mark}`, signed: true, wanted: 1, maxPeople: 9, expiresInDays: 1 };
  const crowd = await must(room, 'POST', '/crowd-links', link);
  const wish = { annotatorId: second, scope: { kind: 'all' }, reason: 'a test' };
  const exclusion = await must(room, 'POST', '/exclusions', wish);
  await must(room, 'POST', '/statistics', { kind: 'overview', options: {} });
  return {
    eventId: await one(
      room,
      `select id from routing_events where project_id = $1 and action = 'pause'`,
      projectId,
    ),
    inviteId: invite.id,
    linkId: crowd.id,
    exclusionId: exclusion.id,
    snapshot: await one(room, 'select id from statistics where project_id = $1', projectId),
    registrationId: await one(
      room,
      `insert into registrations (id, email, name, locale, password_hash) values ($1, $2, 'Sam', 'en', 'x') returning id`,
      kit.services.ids.next(),
      `${mark}@example.org`,
    ),
  };
}

async function furnishData(room: Room): Promise<Record<string, string>> {
  const { kit, projectId, admin } = room;
  const file = await kit.app.inject({
    method: 'POST',
    url: `/api/v1/projects/${projectId}/imports?filename=rows.jsonl`,
    headers: { host: 'localhost:80', ...admin.headers, 'content-type': 'application/x-ndjson' },
    payload: line,
  });
  expect(file.statusCode, file.body).toBe(201);
  const begun = await must(room, 'POST', '/import-uploads', {
    filename: 'rows.jsonl',
    sizeBytes: line.length,
  });
  const saved = await must(room, 'PUT', '/import-mappings', { name: 'Fragen', mapping });
  const dataset = await must(room, 'POST', '/datasets', { name: 'Reward', recipe: plainRecipe });
  const versions: string[] = [];
  for (let i = 0; i < 2; i += 1) {
    const { id } = await must(room, 'POST', `/datasets/${dataset.id}/versions`);
    await executeFreeze(kit.services, { ...job, versionId: id });
    versions.push(id);
  }
  const [versionId = '', toId = ''] = versions;
  const made = await must(room, 'POST', `/versions/${versionId}/exports`, { format: 'trl-implicit' });
  await executeExport(kit.services, { ...job, exportId: made.id });
  const report = await must(room, 'POST', '/health-reports', { recipe: plainRecipe });
  return {
    importId: file.json().id,
    uploadId: begun.importId,
    mappingId: saved.id,
    datasetId: dataset.id,
    versionId,
    toId,
    exportId: made.id,
    reportId: report.id,
    sha256: await addPicture(room),
  };
}

/** A picture that only this project has. */
async function addPicture({ kit, projectId }: Room): Promise<string> {
  const sha256 = Buffer.from(projectId).toString('hex').slice(0, 64).padEnd(64, '0');
  const bytes = Buffer.from('not looked into here');
  const row = { project_id: projectId, sha256, type: 'image/png', width: 1, height: 1 } as const;
  await kit.database.db
    .insertInto('media')
    .values({ ...row, size_bytes: bytes.length })
    .execute();
  await kit.services.artifacts.write(mediaKey(projectId, sha256), Readable.from([bytes]));
  return sha256;
}

async function furnishAccount(room: Room, mark: string): Promise<Record<string, string>> {
  const { kit, admin } = room;
  const token = await kit.call(admin, 'POST', '/me/tokens', {
    name: 'laptop',
    scopes: ['read'],
    currentPassword: PASSWORD,
  });
  expect(token.statusCode, token.body).toBe(201);
  const hook = {
    projectId: room.projectId,
    address: 'https://1.1.1.1/hook',
    events: ['import.finished'],
  };
  const webhook = await kit.call(admin, 'POST', '/webhooks', hook);
  expect(webhook.statusCode, webhook.body).toBe(201);
  const webhookId: string = webhook.json().id;
  await kit.call(admin, 'POST', `/webhooks/${webhookId}/test`);
  return {
    webhookId,
    deliveryId: await one(
      room,
      'select event_id as id from webhook_deliveries where webhook_id = $1 limit 1',
      webhookId,
    ),
    tokenId: token.json().id,
    requestId: await one(
      room,
      'insert into erasure_requests (id, user_id) values ($1, $2) returning id',
      kit.services.ids.next(),
      admin.id,
    ),
    sessionId: await one(room, 'select id from sessions where user_id = $1', admin.id),
    passkeyId: await one(
      room,
      `insert into passkeys (id, user_id, credential_id, public_key, counter, transports, name)
       values ($1, $2, $3, 'k', 0, '{}', 'phone') returning id`,
      kit.services.ids.next(),
      admin.id,
      mark,
    ),
    ceremonyId: await one(
      room,
      `insert into passkey_ceremonies (id, challenge, user_id, expires_at) values ($1, 'c', $2, now() + interval '1 hour') returning id`,
      kit.services.ids.next(),
      admin.id,
    ),
    identityId: await one(
      room,
      `insert into identities (id, issuer, subject, user_id) values ($1, 'https://idp.example', $3, $2) returning id`,
      kit.services.ids.next(),
      admin.id,
      mark,
    ),
  };
}
