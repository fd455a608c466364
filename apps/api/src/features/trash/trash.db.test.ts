import { Readable } from 'node:stream';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { TRASH_DAYS } from '@pairwright/contract/trash';
import { createProject, submission, type TestProject } from '@pairwright/core/annotate/annotate.fixture';
import { checkAudit } from '@pairwright/core/audit/check.service';
import { sealJudgments } from '@pairwright/core/audit/seal-judgments.service';
import { mediaKey } from '@pairwright/core/media/media-key';
import { judgeNext } from '@pairwright/core/review/review.fixture';
import { emptyTrash } from '@pairwright/core/trash/trash.service';
import { createTestApp, PASSWORD, type Person } from '../../test-app.ts';

const kit = await createTestApp();
const { db, pool } = kit.database;
afterAll(() => kit.close());
let owner: Person;
let admin: Person;
let annotator: Person;
let project: TestProject;
let projectId: string;

beforeEach(async () => {
  owner = await kit.addPerson({ isOwner: true });
  project = await createProject(kit.database, { comparisons: 3 });
  ({ projectId } = project);
  admin = await kit.addMember(projectId, 'admin');
  annotator = await kit.addMember(projectId, 'annotator');
});

const of = (rest: string): string => `/projects/${projectId}${rest}`;
const trash = (person: Person, name = 'Test') => kit.call(person, 'POST', of('/trash'), { name });
const restore = (person: Person) => kit.call(person, 'POST', `/trash/${projectId}/restore`);
const purge = (person: Person, name = 'Test') =>
  kit.call(person, 'POST', `/trash/${projectId}/purge`, { name, currentPassword: PASSWORD });
const inTrash = async (person: Person) =>
  (await kit.call(person, 'GET', '/trash'))
    .json()
    .items.find((item: { projectId: string }) => item.projectId === projectId);
const age = (days: number) =>
  pool.query(`update projects set deleted_at = now() - make_interval(days => $2) where id = $1`, [
    projectId,
    days,
  ]);

/** Everything of the project in the database that has rows, by table. */
async function rowsOf(): Promise<Record<string, number>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = 'public' and column_name = 'project_id'`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of tables.filter(({ name: table }) => table !== 'audit_events')) {
    const { rows } = await pool.query<{ n: number }>(
      `select count(*)::int as n from ${name} where project_id = $1`,
      [projectId],
    );
    if (rows[0]!.n > 0) counts[name] = rows[0]!.n;
  }
  return counts;
}

it('asks for the name, and then nobody enters the project any more', async () => {
  const wrong = await trash(admin, 'test');
  expect([wrong.statusCode, wrong.json().faults[0].path]).toEqual([400, 'body.name']);
  expect((await kit.call(admin, 'GET', of(''))).statusCode).toBe(200);
  const [claimed] = (await kit.call(annotator, 'POST', of('/assignments/claim'), { count: 1 })).json()
    .items ?? [undefined];

  expect((await trash(admin)).statusCode).toBe(204);
  for (const person of [owner, admin]) {
    expect((await kit.call(person, 'GET', of(''))).json().code).toBe('not_found');
    expect((await kit.call(person, 'GET', of('/members'))).json().code).toBe('not_found');
    const list = (await kit.call(person, 'GET', '/projects?limit=200')).json().items;
    expect(list.map(({ id }: { id: string }) => id)).not.toContain(projectId);
  }
  expect((await kit.call(annotator, 'GET', '/annotate/projects')).json().items).toEqual([]);
  expect((await kit.call(annotator, 'GET', '/me')).json().memberships).toEqual([]);
  const vote = await kit.call(annotator, 'POST', of(`/assignments/${claimed?.id}/judgment`), submission());
  expect(vote.json().code).toBe('not_found');
  expect((await trash(admin)).json().code).toBe('not_found');
});

it('is shown to those who may restore it, with what is in it', async () => {
  await judgeNext(kit.database, project, { annotator: 0, strength: 2 });
  await trash(admin);
  const item = { projectId, name: 'Test', comparisons: 3, judgments: 1, deletedBy: 'Somebody' };
  expect(await inTrash(admin)).toMatchObject(item);
  expect(await inTrash(owner)).toMatchObject(item);
  const { deletedAt, purgedFrom } = await inTrash(owner);
  expect(Date.parse(purgedFrom) - Date.parse(deletedAt)).toBe(TRASH_DAYS * 86_400_000);
  expect(await inTrash(annotator)).toBeUndefined();
  expect((await restore(annotator)).json().code).toBe('not_found');
  const stranger = await kit.addMember(
    (await createProject(kit.database, { comparisons: 1 })).projectId,
    'admin',
  );
  expect(await inTrash(stranger)).toBeUndefined();
  expect((await restore(stranger)).json().code).toBe('not_found');
});

it('comes back as it was', async () => {
  await judgeNext(kit.database, project, { annotator: 0, strength: 2 });
  const before = await rowsOf();
  await trash(admin);
  expect((await restore(admin)).statusCode).toBe(204);
  expect(await rowsOf()).toEqual(before);
  expect((await kit.call(admin, 'GET', of(''))).json().state).toBe('active');
  expect((await restore(admin)).json().code).toBe('not_found');
});

it('is removed after its days, with its files, and not before', async () => {
  await judgeNext(kit.database, project, { annotator: 0, strength: 2 });
  await sealJudgments(kit.services);
  const key = mediaKey(projectId, 'a'.repeat(64));
  await kit.services.artifacts.write(key, Readable.from([Buffer.from('picture')]));
  await trash(admin);
  await age(TRASH_DAYS - 1);
  expect(await emptyTrash(kit.services)).toBe(0);
  await age(TRASH_DAYS + 1);
  expect(await emptyTrash(kit.services)).toBe(1);
  expect(await rowsOf()).toEqual({});
  expect(await kit.services.artifacts.stat(key)).toBeUndefined();
  expect(await inTrash(owner)).toBeUndefined();
  const entry = (await kit.call(owner, 'GET', '/audit?action=purgeProject')).json().items[0];
  expect(entry).toMatchObject({
    via: 'system',
    actor: null,
    object: { kind: 'project', id: projectId },
    before: { name: 'Test' },
    after: null,
  });
  // What was sealed of it is gone with it, which is no fault.
  expect(await checkAudit(kit.services)).toMatchObject({ fault: null });
});

it('is removed at once by the owner only, who types the name', async () => {
  expect((await purge(owner)).json().code).toBe('not_found');
  await trash(admin);
  expect((await purge(admin)).json().code).toBe('not_found');
  expect((await purge(owner, 'Tes')).json().code).toBe('invalid_request');
  expect((await purge(owner)).statusCode).toBe(204);
  expect(await rowsOf()).toEqual({});
});

it('takes the annotators of its files with it, and leaves people', async () => {
  const ids = [kit.services.ids.next(), kit.services.ids.next()];
  await db
    .insertInto('users')
    .values(ids.map((id) => ({ id, kind: 'imported' as const, name: 'from a file' })))
    .execute();
  await db
    .insertInto('imported_annotators')
    .values({ user_id: ids[0]!, project_id: projectId, external_name: 'x', judge: 'human', slot: 0 })
    .execute();
  await trash(admin);
  await purge(owner);
  const left = await db
    .selectFrom('users')
    .select('id')
    .where('id', 'in', [...ids, admin.id])
    .execute();
  expect(left.map(({ id }) => id).sort()).toEqual([ids[1], admin.id].sort());
});
