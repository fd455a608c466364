import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DatasetVersion, ExportJob } from '@pairwright/contract/datasets';
import { createProject, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { sealJudgments } from '@pairwright/core/audit/seal-judgments.service';
import { plainRecipe } from '@pairwright/core/datasets/datasets.fixture';
import { executeExport, executeFreeze } from '@pairwright/core/datasets/execute-jobs';
import { judgeNext } from '@pairwright/core/review/review.fixture';
import { createTestApp, PASSWORD, type Person } from '../../test-app.ts';

const kit = await createTestApp();
const { db, pool } = kit.database;
afterAll(() => kit.close());
const job = { signal: new AbortController().signal, lastAttempt: true };
const email = 'wei@example.org';
const name = 'Wei Zhang of Somewhere';
let owner: Person;
let project: TestProject;
let wei: Person;
let base: string;

/** A person who signed in, judged, wrote and was written to. */
beforeAll(async () => {
  owner = await kit.addPerson({ isOwner: true });
  project = await createProject(kit.database, { comparisons: 5, annotators: 2, target: 2 });
  base = `/projects/${project.projectId}`;
  const id = project.annotators[0]?.actor.userId ?? '';
  await db
    .updateTable('users')
    .set({ email: `${id}@old.example` })
    .where('id', '=', id)
    .execute();
  const password = { password: PASSWORD, currentPassword: PASSWORD };
  await kit.call(owner, 'POST', `/users/${id}/password`, password);
  const signedIn = await kit.call(null, 'POST', '/session', {
    email: `${id}@old.example`,
    password: PASSWORD,
  });
  wei = {
    id,
    email,
    headers: { cookie: `pairwright=${signedIn.cookies[0]?.value}`, origin: 'http://localhost:80' },
  };
  await db.updateTable('users').set({ email }).where('id', '=', id).execute();
  await kit.call(owner, 'POST', `${base}/members`, { email, role: 'annotator' });
  await kit.call(wei, 'PATCH', '/me', { name });
  for (const strength of [-2, 1, 3]) {
    await judgeNext(kit.database, project, { annotator: 0, strength, rationale: 'said with care' });
    await judgeNext(kit.database, project, { annotator: 1, strength });
  }
  await kit.call(wei, 'POST', `${base}/assignments/claim`, { count: 1 });
  await kit.call(wei, 'POST', '/me/tokens', {
    name: 'my laptop',
    scopes: ['read'],
    currentPassword: PASSWORD,
  });
  await kit.call(wei, 'PUT', '/annotate/settings', { optOut: ['violence'] });
  await kit.call(owner, 'POST', `${base}/members/${id}/message`, { message: 'Dear Wei' });
  await kit.call(wei, 'POST', '/annotate/time/corrections', {
    projectId: project.projectId,
    day: '2026-01-02',
    minutes: 5,
    note: 'I was at the doctor',
  });
});

async function dataOf(person: Person) {
  const answer = await kit.call(person, 'GET', '/me/data.jsonl');
  expect(answer.statusCode, answer.body).toBe(200);
  const lines = answer.body.trimEnd().split('\n');
  return { text: answer.body, rows: lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

it('gives somebody everything that is kept about them, and nothing else', async () => {
  const { text, rows } = await dataOf(wei);
  const of = (kind: string) => rows.filter((row) => row['kind'] === kind);
  expect(of('account')).toEqual([expect.objectContaining({ id: wei.id, email, name })]);
  expect(of('membership')).toEqual([
    expect.objectContaining({ project_id: project.projectId, role: 'annotator' }),
  ]);
  expect(of('judgment')).toHaveLength(3);
  expect(of('judgment')[0]).toMatchObject({ rationale: 'said with care', outcome: 'preference' });
  expect(of('token')).toEqual([expect.objectContaining({ name: 'my laptop' })]);
  expect(of('message')).toEqual([expect.objectContaining({ message: 'Dear Wei' })]);
  expect(of('preferences')).toEqual([{ kind: 'preferences', opt_out: ['violence'] }]);
  expect(of('time_correction')).toEqual([expect.objectContaining({ note: 'I was at the doctor' })]);
  expect(of('audit').map((row) => row['action'])).toContain('signIn');
  expect(of('audit')[0]).toMatchObject({ address: '127.0.0.1' });
  expect(of('session')).toHaveLength(1);
  // Blind as ever, and no secrets.
  expect(text).not.toContain('secret-model');
  expect(text).not.toMatch(/argon2|strength|secret_hash|token_hash/);
  const other = project.annotators[1]?.actor.userId ?? '';
  expect(text).not.toContain(other);
});

it('a token does not get it', async () => {
  const script = await kit.tokenFor(wei, ['read', 'manage']);
  expect((await kit.call(script, 'GET', '/me/data.jsonl')).json().code).toBe('session_required');
});

const erase = (person: Person, userId: string, typed = email) =>
  kit.call(person, 'POST', `/users/${userId}/erase`, { email: typed, currentPassword: PASSWORD });

it('is refused for oneself, for owners, for another e-mail and for strangers', async () => {
  const second = await kit.addPerson({ isOwner: true });
  expect((await erase(owner, owner.id, owner.email)).json().code).toBe('wrong_state');
  expect((await erase(owner, second.id, second.email)).json().code).toBe('wrong_state');
  expect((await erase(owner, wei.id, 'wie@example.org')).json().faults[0].path).toBe('body.email');
  expect((await erase(owner, kit.services.ids.next())).json().code).toBe('not_found');
  expect((await erase(await kit.addMember(project.projectId, 'admin'), wei.id)).json().code).toBe(
    'not_found',
  );
});

async function freeze(): Promise<DatasetVersion> {
  const list = (await kit.call(owner, 'GET', `${base}/datasets`)).json().items as { id: string }[];
  const datasetId =
    list[0]?.id ??
    (await kit.call(owner, 'POST', `${base}/datasets`, { name: 'Reward', recipe: plainRecipe })).json().id;
  const version = (await kit.call(owner, 'POST', `${base}/datasets/${datasetId}/versions`)).json();
  await executeFreeze(kit.services, { ...job, versionId: version.id });
  return version;
}

/** The sha256 of every file of an export, made anew. */
async function filesOf(versionId: string): Promise<string[]> {
  await db.deleteFrom('exports').where('version_id', '=', versionId).execute();
  const asked = await kit.call(owner, 'POST', `${base}/versions/${versionId}/exports`, { format: 'votes' });
  await executeExport(kit.services, { ...job, exportId: asked.json().id });
  const ready = (await kit.call(owner, 'GET', `${base}/exports/${asked.json().id}`)).json<ExportJob>();
  return (ready.files ?? []).map((file) => `${file.name} ${file.sha256}`);
}

/** Everything in the database as text, but for what tells of passwords by hash. */
async function everything(): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const texts = await Promise.all(
    tables.map(async ({ name: table }) => {
      const { rows } = await pool.query<{ text: string | null }>(
        `select string_agg(t::text, E'\\n') as text from "${table}" t`,
      );
      return `${table}\n${rows[0]?.text ?? ''}`;
    }),
  );
  return texts.join('\n');
}

it('leaves the judgments and nothing of the person, and frozen versions as they were', async () => {
  const version = await freeze();
  const files = await filesOf(version.id);
  expect(files.length).toBeGreaterThan(1);
  await sealJudgments(kit.services);
  const votes = async () =>
    createHash('sha256')
      .update(JSON.stringify((await pool.query('select * from judgments order by id')).rows))
      .digest('hex');
  const before = await votes();
  expect(await everything()).toContain(name);

  expect((await erase(owner, wei.id)).statusCode).toBe(204);

  expect(await votes()).toBe(before);
  expect(await filesOf(version.id)).toEqual(files);
  const again = await freeze();
  const rowsOf = async (id: string) =>
    (
      await pool.query(
        'select comparison_id, chosen_id, margin from dataset_rows where version_id = $1 order by ordinal',
        [id],
      )
    ).rows;
  expect(await rowsOf(again.id)).toEqual(await rowsOf(version.id));
  const annotators = await kit.call(owner, 'GET', `${base}/annotators/${wei.id}/votes`);
  expect(annotators.json().items).toHaveLength(3);

  const left = await everything();
  for (const word of [name, 'Wei', 'wei@', 'my laptop', 'at the doctor', 'violence'])
    expect(left).not.toContain(word);
  const { rows: addresses } = await pool.query(`select from audit_private where person_id = $1`, [wei.id]);
  expect(addresses).toEqual([]);
  expect(await checkAudit(kit.services)).toMatchObject({ fault: null });
});

it('ends what they had: sign-in, leases, membership; and cannot be done again', async () => {
  expect((await kit.call(wei, 'GET', '/me')).json().code).toBe('not_signed_in');
  expect((await kit.call(null, 'POST', '/session', { email, password: PASSWORD })).json().code).toBe(
    'wrong_credentials',
  );
  const { rows } = await pool.query(`select from assignments where annotator_id = $1 and state = 'leased'`, [
    wei.id,
  ]);
  expect(rows).toEqual([]);
  const listed = (await kit.call(owner, 'GET', '/users?limit=200')).json().items;
  expect(listed.map(({ id }: { id: string }) => id)).not.toContain(wei.id);
  expect((await erase(owner, wei.id, `${wei.id}@erased.invalid`)).json().code).toBe('not_found');
  expect((await kit.call(owner, 'PATCH', `/users/${wei.id}`, { disabled: false })).json().code).toBe(
    'not_found',
  );
});

it('is in the audit log, without who it was', async () => {
  const { items } = (await kit.call(owner, 'GET', '/audit?action=eraseUser')).json();
  expect(items).toEqual([
    expect.objectContaining({
      actor: { id: owner.id, name: 'Somebody' },
      object: { kind: 'account', id: wei.id, name: expect.stringMatching(/^annotator-[0-9a-f]{12}$/) },
      before: null,
      after: { erased: true },
    }),
  ]);
});
