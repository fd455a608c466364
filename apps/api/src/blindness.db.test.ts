import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { createProject, submission } from '@pairwright/core/annotate/annotate.fixture';
import { mediaKey } from '@pairwright/core/media/media-key';
import { createTestApp, type Person, type TestApp } from './test-app.ts';

/** A policy in which nothing is switched on. */
const openPolicy = {
  languageMatch: false,
  categorySkills: {},
  caps: { perHour: null, perDay: null, perProject: null },
  cooldown: null,
  gold: null,
  repeats: null,
  adaptive: null,
  active: null,
  qualification: null,
};
/** Every secret has this word in it, wherever it is put. */
const WORD = 'zebrafish';
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const PICTURE = createHash('sha256').update(PIXEL).digest('hex');

let kit: TestApp;
let projectId: string;
let comparisonIds: string[];
let annotator: Person;
const seen: { operation: string; status: number; text: string }[] = [];

beforeAll(async () => {
  kit = await createTestApp();
  ({ projectId, comparisonIds } = await createProject(kit.database, { comparisons: 8, target: 3 }));
  annotator = await kit.addMember(projectId, 'annotator');
  await hideSecrets();
});
afterAll(() => kit.close());

async function hideSecrets(): Promise<void> {
  const { db, pool } = kit.database;
  const importId = kit.services.ids.next();
  await db
    .insertInto('imports')
    .values({
      id: importId,
      project_id: projectId,
      filename: `${WORD}.jsonl`,
      artifact_key: WORD,
      state: 'succeeded',
    })
    .execute();
  await db
    .updateTable('batches')
    .set({ name: WORD, import_id: importId })
    .where('project_id', '=', projectId)
    .execute();
  await pool.query(`update responses set model = $1 || '-' || id, metadata = $2`, [
    WORD,
    JSON.stringify({ temperature: WORD }),
  ]);
  await pool.query(`update prompts set external_id = $1 || id, category = $1, source = $1, metadata = $2`, [
    WORD,
    JSON.stringify({ gold: WORD }),
  ]);
  const media = { project_id: projectId, sha256: PICTURE, type: 'image/png', width: 1, height: 1 } as const;
  await db
    .insertInto('media')
    .values({ ...media, size_bytes: PIXEL.length })
    .execute();
  await kit.services.artifacts.write(mediaKey(projectId, PICTURE), Readable.from([PIXEL]));
  // What an import kept of a picture beyond the contract stays here, its file's name above all.
  const { project_id: _project, ...shown } = media;
  const messages = JSON.stringify([
    { role: 'user', content: 'Q', images: [{ ...shown, name: WORD, file: `${WORD}.png` }] },
  ]);
  await pool.query('update prompts set messages = $1 where project_id = $2', [messages, projectId]);
  await pool.query('update comparisons set metadata = $1', [JSON.stringify({ gold: WORD })]);
  // Somebody else was here before: their name, words and flags are nobody's business.
  const other = await kit.addMember(projectId, 'annotator');
  await db
    .updateTable('users')
    .set({ name: `Colleague ${WORD}` })
    .where('id', '=', other.id)
    .execute();
  const { items } = (
    await kit.call(other, 'POST', `/projects/${projectId}/assignments/claim`, { count: 8 })
  ).json();
  for (const { id } of items) {
    const sent = await kit.call(other, 'POST', `/projects/${projectId}/assignments/${id}/judgment`, {
      ...submission(kit.services.ids.next()),
      rationale: WORD,
    });
    expect(sent.statusCode).toBe(200);
    await kit.call(other, 'POST', `/projects/${projectId}/assignments/${id}/flags`, {
      id: kit.services.ids.next(),
      reason: 'other',
      note: WORD,
    });
  }
}

async function call(
  name: OperationName,
  params: Record<string, string> = {},
  body?: unknown,
): Promise<ReturnType<typeof JSON.parse>> {
  const endpoint: Endpoint = endpoints[name];
  const url = endpoint.path.replace(
    /:(\w+)/g,
    (_match, key: string) => ({ projectId, ...params })[key] ?? '',
  );
  const answer = await kit.call(annotator, endpoint.method, url, body);
  seen.push({
    operation: name,
    status: answer.statusCode,
    text: `${url} ${JSON.stringify(answer.headers)} ${answer.body}`,
  });
  const isJson = String(answer.headers['content-type']).includes('json');
  return isJson ? JSON.parse(answer.body) : undefined;
}

/** An exam whose known answer and explanation nobody is told, before it, in it and after it. */
async function sitExam(admin: Awaited<ReturnType<typeof kit.addMember>>): Promise<void> {
  await kit.call(admin, 'PUT', `/projects/${projectId}/comparisons/${comparisonIds[6]}/gold`, {
    // Those who prefer a side are never right, whichever is shown first.
    answer: { outcome: 'tie' },
    explanation: { en: WORD, 'zh-CN': WORD },
    exam: true,
  });
  const qualification = { passPercent: 100, attempts: 1, validDays: null, tellAnswers: false };
  const set = await kit.call(admin, 'PUT', `/projects/${projectId}/routing`, {
    ...openPolicy,
    qualification,
  });
  expect(set.statusCode).toBe(200);
  await call('getMyExam');
  for (;;) {
    const { items } = await call('claimAssignments', {}, { count: 5 });
    if (items.length === 0) break;
    for (const item of items) await call('submitJudgment', { assignmentId: item.id }, submission(id()));
  }
  const { last, answers } = await call('getMyExam');
  expect({ finished: last?.finishedAt !== null, passed: last?.passed, answers }).toEqual({
    finished: true,
    passed: false,
    answers: null,
  });
  await call('seeMyExam');
}

const id = (): string => kit.services.ids.next();

it('shows an annotator nothing that could tell who wrote a response or what others said', async () => {
  await call('listMyProjects');
  await call('getMyProject');
  const { items } = await call('claimAssignments', {}, { count: 5 });
  expect(items).toHaveLength(5);
  const [first, second, third] = items.map((item: { id: string }) => ({ assignmentId: item.id }));
  expect(items[0].prompt[0].images).toEqual([{ sha256: PICTURE, type: 'image/png', width: 1, height: 1 }]);
  await call('getMedia', { sha256: PICTURE });
  await call('getMedia', { sha256: PICTURE.replaceAll('a', 'b') });
  await call('getMyAssignment', first);
  await call('saveDraft', first, { answer: { outcome: 'scale', position: 2 }, rationale: 'so far' });
  await call('claimAssignments', {}, { count: 5 });
  await call('acknowledgeGuidelines', {}, { version: 1 });
  await kit.database.pool.query(
    `with text as (insert into consent_texts (project_id, version, text_en, text_zh, asks_again) values ($1, 1, 'I agree.', '', true))
     update projects set consent_version = 1, consent_from = 1 where id = $1`,
    [projectId],
  );
  await call('getMyProject');
  await call('acceptConsent', {}, { version: 1 });
  const judgmentId = id();
  await call('submitJudgment', first, submission(judgmentId));
  await call('submitJudgment', first, submission(judgmentId));
  await call('submitJudgment', first, { ...submission(judgmentId), activeMs: 1 });
  await call('submitJudgment', second, { ...submission(id()), answer: { outcome: 'cannot_judge' } });
  await call('getMyAssignment', first);
  await call('listMyJudgments');
  await call('retractJudgment', first, { id: id(), judgmentId });
  await call('renewAssignments', {}, { assignmentIds: [second?.assignmentId] });
  await call('skipAssignment', second, { reason: 'too_long' });
  await call('unskipAssignment', second);
  const flagId = id();
  await call('flagAssignment', third, { id: flagId, reason: 'reveals_model' });
  await call('withdrawFlag', { assignmentId: third?.assignmentId, flagId });
  await call('releaseAssignments', {}, { assignmentIds: [third?.assignmentId] });
  const admin = await kit.addMember(projectId, 'admin');
  await kit.call(admin, 'PUT', `/projects/${projectId}/comparisons/${comparisonIds[7]}/practice`, {
    answer: { outcome: 'scale', position: 1 },
    explanation: { en: 'The first one is right.', 'zh-CN': '第一个是对的。' },
  });
  const again = id();
  await call('submitJudgment', first, submission(again));
  await kit.call(admin, 'POST', `/projects/${projectId}/judgments/${again}/feedback`, {
    message: 'Look at the second sentence.',
  });
  await call('listPractice');
  const [example] = (await call('listPractice')).items;
  await call('answerPractice', { exampleId: example.id }, { answer: { outcome: 'scale', position: 2 } });
  await call('listPractice');
  await call('getMySettings');
  await call('updateMySettings', {}, { optOut: ['violence'] });
  const [told] = (await call('listMyFeedback')).items;
  await call('readFeedback', {}, { feedbackIds: [told.id] });
  await call('replyToFeedback', { feedbackId: told.id }, { reply: 'I see.', disputed: true });
  await call('getMyEarnings');
  await call('getMyNumbers');
  await kit.call(admin, 'PATCH', `/projects/${projectId}`, { showNumbers: true });
  await call('writeMyReply', {}, { text: 'I read slowly.' });
  await call('getMyNumbers');
  await call('getMyTime');
  await call('correctMyTime', {}, { projectId, day: '2026-01-31', minutes: 5, note: 'A break' });
  await sitExam(admin);
  await call('getMe');
  await call('listProjects');
  await call('getProject');
  await call('listComparisons');
  await call('submitJudgment', { assignmentId: id() }, submission(id()));

  for (const { operation, text } of seen) expect(text, operation).not.toContain(WORD);
  // What was walked is all that annotators reach in a project, and each was answered well at least once.
  const reachable = Object.entries(endpoints as Record<string, Endpoint>)
    .filter(
      ([, { access }]) =>
        (access.kind === 'project' && access.action === 'annotate') ||
        (access.kind === 'signed_in' && access.scope === 'annotate'),
    )
    .map(([name]) => name);
  const answered = new Set(seen.filter(({ status }) => status < 300).map(({ operation }) => operation));
  expect(reachable.filter((name) => !answered.has(name))).toEqual([]);
});

it('has secrets to hide: those who may see models do see them', async () => {
  const reviewer = await kit.addMember(projectId, 'reviewer');
  const list = await kit.call(reviewer, 'GET', `/projects/${projectId}/comparisons`);
  expect(list.body).toContain(WORD);
});

it('shows gold comparisons, repeats and what was drawn like any other work', async () => {
  const work = await createProject(kit.database, { comparisons: 40, target: 3 });
  const admin = await kit.addMember(work.projectId, 'admin');
  const person = await kit.addMember(work.projectId, 'annotator');
  const base = `/projects/${work.projectId}`;
  for (const comparisonId of work.comparisonIds.slice(0, 15))
    expect(
      (
        await kit.call(admin, 'PUT', `${base}/comparisons/${comparisonId}/gold`, {
          answer: { outcome: 'scale', position: 1 },
        })
      ).statusCode,
    ).toBe(200);
  const set = await kit.call(admin, 'PUT', `${base}/routing`, {
    ...openPolicy,
    active: { uniformPercent: 50 },
    gold: { percent: 40, warmUp: { first: 4, gold: 2 }, exposures: 100, rules: [] },
    repeats: { percent: 40, after: 1 },
  });
  expect(set.statusCode).toBe(200);
  const told: string[] = [];
  const ask = async (method: 'GET' | 'POST', path: string, body?: unknown) => {
    const answer = await kit.call(person, method, `${base}${path}`, body);
    expect(answer.statusCode).toBeLessThan(300);
    // What differs from one to the next by nature.
    told.push(`${JSON.stringify(answer.headers)} ${answer.body}`);
    return answer.body === '' ? undefined : JSON.parse(answer.body);
  };
  const shapes = { claimed: new Set<string>(), seen: new Set<string>(), receipts: new Set<string>() };
  const shape = (value: object) => Object.keys(value).join();
  for (let turn = 0; turn < 4; turn += 1) {
    for (const item of (await ask('POST', '/assignments/claim', { count: 8 })).items) {
      shapes.claimed.add(shape(item));
      shapes.seen.add(shape(await ask('GET', `/assignments/${item.id}`)));
      const receipt = await ask(
        'POST',
        `/assignments/${item.id}/judgment`,
        submission(kit.services.ids.next()),
      );
      shapes.receipts.add(`${shape(receipt)} ${receipt.status}`);
    }
  }
  await ask('GET', '/annotate/judgments');
  await ask('GET', '/annotate');
  expect(Object.values(shapes).map(({ size }) => size)).toEqual([1, 1, 1]);
  const { rows } = await kit.database.pool.query<{ kind: string }>(
    'select distinct kind from assignments where project_id = $1 and annotator_id = $2 order by kind',
    [work.projectId, person.id],
  );
  expect(rows.map(({ kind }) => kind)).toEqual(['gold', 'normal', 'repeat']);
  const { rows: drawn } = await kit.database.pool.query<{ is: boolean }>(
    `select distinct sampling_probability is not null as is from assignments where project_id = $1 and kind = 'normal' order by 1`,
    [work.projectId],
  );
  expect(drawn).toEqual([{ is: false }, { is: true }]);
  for (const text of told)
    expect(text).not.toMatch(/gold|repeat|sampl|probab|drawn|expected"|exam_|matched/i);
});
