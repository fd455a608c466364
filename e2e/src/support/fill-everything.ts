import { randomUUID } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { vi } from 'vitest';
import { submission } from '@pairwright/core/annotate/annotate.fixture';
import { openPolicy } from '@pairwright/domain/routing/policy';
import { systemIds } from '@pairwright/runtime/ids';
import { makeKind } from './every-kind.ts';
import { leaveByHand } from './fill-by-hand.ts';
import { frozenVersion } from './frozen-version.ts';
import type { Product } from './product.ts';
import { callAs, importRows, makeToken } from './through-api.ts';
import { visit, type Visitor } from './visitor.ts';

interface Room {
  readonly owner: Visitor;
  readonly browser: Browser;
  readonly product: Product;
  readonly projectId: string;
}

/** Ids by the names that the parts of addresses have. */
export type FilledIds = Readonly<Record<string, string>>;

const x = { en: 'x', 'zh-CN': 'x' };

const toolCall = { id: 'c1', type: 'function', function: { name: 'x', arguments: '{}' } };
/** Each with what a row may say beside its texts, and one with votes of before. */
const rowsWithAllTheirParts = Array.from({ length: 6 }, (_, index) => ({
  prompt_id: `x${index}`,
  category: 'x',
  source: 'x',
  lang: 'en',
  metadata: { x: 'x' },
  messages: [{ role: 'user', content: `x ${index}` }],
  responses: [
    { model: 'a', content: 'x', metadata: { x: 'x' } },
    {
      model: 'b',
      messages: [
        { role: 'assistant', content: null, tool_calls: [toolCall] },
        { role: 'tool', tool_call_id: 'c1', content: 'x' },
        { role: 'assistant', content: 'x' },
      ],
    },
  ],
  ...(index === 3 ? { votes: [{ annotator: 'x', kind: 'human', outcome: 'a', rationale: 'x' }] } : {}),
}));

const asOwner =
  ({ owner, product }: Room) =>
  <T = { id: string }>(method: 'POST' | 'GET' | 'PUT' | 'PATCH', path: string, body?: unknown): Promise<T> =>
    callAs<T>(owner, product, { method, path, ...(body === undefined ? {} : { body }) });

async function idOf({ product }: Room, sql: string, ...values: string[]): Promise<string> {
  const { rows } = await product.database.pool.query<{ id: string }>(sql, values);
  if (rows[0] === undefined) throw new Error(`Nothing was found by: ${sql}`);
  return rows[0].id;
}

/**
 * Gives a project in which its owner has judged everything what people can write in each other place: notes, reasons, replies,
 * settings, links, people, a dataset with versions and files.
 */
export async function fillEverything(room: Room): Promise<FilledIds> {
  const data = await fillData(room);
  await fillTalk(room);
  await fillWork(room);
  const marks = await fillMarks(room);
  return { ...data, ...marks, ...(await fillPeople(room)), ...(await fillInstallation(room)) };
}

async function fillData(room: Room): Promise<FilledIds> {
  const { projectId, owner, product } = room;
  const project = `/projects/${projectId}`;
  const call = asOwner(room);
  const mapping = {
    version: 1,
    prompt: { column: 'q' },
    responses: {
      columns: [
        { column: 'a', model: { name: 'm1' } },
        { column: 'b', model: { name: 'm2' } },
      ],
    },
    votes: [{ kind: 'winner', column: 'w', values: { first: 'a', second: 'b' } }],
  };
  await call('PUT', `${project}/import-mappings`, { name: 'Questions', mapping });
  const filters = { languages: ['en'], categories: ['x'], sources: ['x'], models: ['a', 'b'] };
  const { id: datasetId } = await call('POST', `${project}/datasets`, { name: 'Reward', recipe: {} });
  const versionId = await frozenVersion(owner, product, { projectId, datasetId });
  await call('PATCH', `${project}/datasets/${datasetId}`, { recipe: { filters } });
  const toId = await frozenVersion(owner, product, { projectId, datasetId });
  await call('POST', `${project}/versions/${versionId}/exports`, { format: 'trl-implicit' });
  const report = await call('POST', `${project}/health-reports`, { recipe: { filters } });
  for (const options of [{}, { language: 'en', category: 'x' }])
    await call('POST', `${project}/statistics`, { kind: 'leaderboard', options });
  const done = `select not exists (select from health_reports where state <> 'ready') and not exists (select from exports where state <> 'ready')
    and count(*) filter (where result is not null) = 2 as done from statistics`;
  const isDone = async () => (await product.database.pool.query<{ done: boolean }>(done)).rows[0]!.done;
  await vi.waitUntil(isDone, { timeout: 60_000, interval: 200 });
  const judged = await idOf(
    room,
    'select comparison_id as id from judgments where project_id = $1',
    projectId,
  );
  const annotatorId = await idOf(room, 'select id from users where is_owner');
  const row = { rowId: judged, comparisonId: judged, annotatorId };
  return { datasetId, versionId, toId, reportId: report.id, ...row };
}

/** What people say to each other about work. */
async function fillTalk(room: Room): Promise<void> {
  const { projectId } = room;
  const project = `/projects/${projectId}`;
  const call = asOwner(room);
  const { rows } = await room.product.database.pool.query<{
    id: string;
    comparison: string;
    assignment: string;
  }>(
    `select j.id, j.comparison_id as comparison, j.assignment_id as assignment from judgments j where j.project_id = $1 order by j.id`,
    [projectId],
  );
  const [first, second, third] = rows;
  const feedback = await call('POST', `${project}/judgments/${first!.id}/feedback`, { message: 'x' });
  await call('POST', `/annotate/feedback/${feedback.id}/reply`, { reply: 'x', disputed: true });
  await call('POST', `${project}/feedback/${feedback.id}/answer`, { answer: 'x', upheld: false });
  const flagId = randomUUID();
  await call('POST', `${project}/assignments/${second!.assignment}/flags`, {
    id: flagId,
    reason: 'other',
    note: 'x',
  });
  await call('POST', `${project}/flags/${flagId}/settle`, { state: 'valid', note: 'x' });
  const decision = { questionVersion: 1, answer: { outcome: 'scale', position: 2 }, confidence: 'high' };
  const rest = { cause: 'ambiguous', note: 'x', promoteToGold: false };
  // One person says everything here.
  await call('PUT', `${project}/review/settings`, {
    method: 'majority',
    blind: true,
    reviewers: 1,
    ownWork: true,
  });
  for (const { comparison } of [second!, third!])
    await call('POST', `${project}/review/cases/${comparison}/decision`, {
      id: randomUUID(),
      ...decision,
      ...rest,
    });
  await call('POST', `${project}/review/cases/${third!.comparison}/reopen`, { because: 'x' });
  await call('PATCH', project, { showNumbers: true });
  await call('PUT', `${project}/annotate/numbers/reply`, { text: 'x' });
  const today = new Date().toISOString().slice(0, 10);
  await call('POST', '/annotate/time/corrections', { projectId, day: today, minutes: 5, note: 'x' });
}

/** How work is given out, and what is known of it. */
async function fillWork(room: Room): Promise<void> {
  const { projectId } = room;
  const project = `/projects/${projectId}`;
  const call = asOwner(room);
  const free = (place: number) =>
    idOf(
      room,
      `select c.id from comparisons c where c.project_id = $1 and not exists (select from judgments j where j.comparison_id = c.id)
       order by c.id offset ${place} limit 1`,
      projectId,
    );
  const provenance = { source: 'x', licence: 'x' };
  await importRows(room.owner, room.product, { projectId, rows: rowsWithAllTheirParts, provenance });
  const answer = { outcome: 'scale', position: 2 };
  await call('PUT', `${project}/comparisons/${await free(0)}/gold`, { answer, explanation: x });
  await call('PUT', `${project}/comparisons/${await free(1)}/practice`, { answer, explanation: x });
  await call('POST', `${project}/comparisons/${await free(3)}/withdraw`, { because: 'x' });
  const { pool } = room.product.database;
  // Of a batch of its own: all that is withdrawn with one is on no list.
  await pool.query(
    `insert into batches (id, project_id, name, withdrawn_at, withdrawn_by, withdrawn_because)
     select gen_random_uuid(), $1, 'x', now(), id, 'x' from users where is_owner`,
    [projectId],
  );
  const { rows } = await pool.query<{ version: number }>(
    'select guidelines_version as version from projects where id = $1',
    [projectId],
  );
  const other = { locale: 'zh-CN', markdown: 'x' };
  await call('POST', `${project}/guidelines`, { markdown: 'x', other, basedOn: rows[0]!.version });
  // Those who judge later on agree to nothing here: the text is there, and asks nobody any more.
  const texts = { en: 'x', 'zh-CN': 'x' };
  await call('POST', `${project}/consent`, { texts, asksAgain: false, basedOn: 0 });
  const none = { en: '', 'zh-CN': '' };
  await call('POST', `${project}/consent`, { texts: none, asksAgain: false, basedOn: 1 });
  const onlyFor = { members: [], teams: ['Blue'] };
  await call('PATCH', `${project}/comparisons/${await free(2)}/routing`, { onlyFor });
  const batchId = await idOf(room, 'select id from batches where project_id = $1', projectId);
  await call('PATCH', `${project}/batches/${batchId}/routing`, { skills: ['law'], onlyFor });
  await call('PUT', `${project}/routing`, { ...openPolicy, categorySkills: { x: ['law'] } });
  const annotatorId = await idOf(room, 'select id from users where is_owner');
  const exclusion = await call('POST', `${project}/exclusions`, {
    annotatorId,
    scope: { kind: 'all' },
    reason: 'x x x',
  });
  await call('POST', `${project}/exclusions/${exclusion.id}/end`, { because: 'x x x' });
}

/** Marks and a better answer in one's own words, something skipped, something begun. */
async function fillMarks(room: Room): Promise<FilledIds> {
  const { owner, product } = room;
  const marksId = await makeKind(owner, product, { kind: 'marks', count: 6, name: 'Marks' });
  const project = `/projects/${marksId}`;
  const call = asOwner(room);
  const { items } = await call<{
    items: { id: string; responses: { messages: { content: string }[] }[] }[];
  }>('POST', `${project}/assignments/claim`, { count: 3 });
  const [judged, skipped, begun] = items;
  const quote = judged!.responses[0]!.messages[0]!.content.slice(0, 5);
  const span = { place: 0, message: 0, start: 0, end: 5, quote, label: 'wrong', note: 'x' };
  const rewrite = { responseId: systemIds.next(), place: 0, content: 'A better answer' };
  await call('POST', `${project}/assignments/${judged!.id}/judgment`, {
    ...submission(systemIds.next(), { details: { spans: [span], rewrite } }),
  });
  await call('POST', `${project}/assignments/${skipped!.id}/skip`, { reason: 'other', note: 'x' });
  await call('PUT', `${project}/assignments/${begun!.id}/draft`, {
    rationale: 'x',
    details: { rewrite },
  });
  return { marksId };
}

async function fillPeople(room: Room): Promise<FilledIds> {
  const { projectId, browser, product } = room;
  const project = `/projects/${projectId}`;
  const call = asOwner(room);
  const invite = await call<{ token: string }>('POST', `${project}/invites`, {
    role: 'annotator',
    note: 'x',
    teams: ['Blue'],
    expiresInDays: 1,
  });
  await call('POST', `${project}/invites/table`, {
    csv: 'email,role,note\nlea@example.org,annotator,x\n',
    expiresInDays: 1,
  });
  const newAccount = { name: 'Ann', password: 'a long enough secret' };
  const member = await call<{ userId: string }>('POST', `${project}/members`, {
    email: 'ann@example.org',
    role: 'annotator',
    newAccount,
  });
  await call('PATCH', `${project}/members/${member.userId}/routing`, {
    languages: ['en'],
    skills: ['law'],
    teams: ['Blue'],
  });
  const ownId = await idOf(room, 'select id from users where is_owner');
  for (const userId of [member.userId, ownId])
    await call('POST', `${project}/members/${userId}/message`, { message: 'x' });
  await askToBeErased(room, newAccount.password);
  const link = await call('POST', `${project}/crowd-links`, {
    name: 'Study',
    signed: false,
    wanted: 1,
    maxPeople: 9,
    completionCode: 'x',
    returnUrl: 'https://example.org/done',
    screenOutCode: 'y',
    screenOutUrl: 'https://example.org/out',
    expiresInDays: 1,
  });
  const worker = await visit(browser, product);
  await callAs(worker, product, {
    method: 'POST',
    path: '/crowd/enter',
    body: { linkId: link.id, query: '?PROLIFIC_PID=worker-1', locale: 'en' },
  });
  await worker.context.close();
  return { linkId: link.id, inviteToken: invite.token };
}

/** Declined once, and asked again. */
async function askToBeErased(room: Room, password: string): Promise<void> {
  const { browser, product } = room;
  const email = 'ann@example.org';
  const ann = await visit(browser, product);
  const post = <T>(path: string, body: unknown) => callAs<T>(ann, product, { method: 'POST', path, body });
  await post('/session', { email, password });
  const asked = await post<{ id: string }>('/me/erasure-request', { email, note: 'x' });
  const decision = { decision: 'decline', reason: 'x' };
  await asOwner(room)('POST', `/erasure-requests/${asked.id}/decision`, decision);
  await post('/me/erasure-request', { email, note: 'x' });
  await ann.context.close();
}

async function fillInstallation(room: Room): Promise<FilledIds> {
  const { projectId, browser, product } = room;
  const call = asOwner(room);
  const hook = { projectId, address: 'https://8.8.8.8/hooks', description: 'x', events: ['import.failed'] };
  const { id: webhookId } = await call('POST', '/webhooks', hook);
  await call('POST', '/webhooks', { ...hook, projectId: null });
  const away = { name: 'Away', template: 'pair_7', language: 'en' };
  const { id: awayId } = await call('POST', '/projects', away);
  await call('POST', `/projects/${awayId}/trash`, { name: away.name });
  await makeToken(room.owner, product, { name: 'laptop', scopes: ['read'] });
  await call('PATCH', '/account-settings', { registration: 'approval' });
  const stranger = await visit(browser, product);
  const asked = { email: 'sam@example.org', name: 'Sam', password: 'quite another sentence', locale: 'en' };
  await callAs(stranger, product, { method: 'POST', path: '/registrations', body: { ...asked, note: 'x' } });
  await stranger.context.close();
  await leaveByHand(room.product, webhookId);
  return { webhookId };
}
