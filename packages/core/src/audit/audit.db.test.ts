import { sql } from 'kysely';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { inTransaction } from '@pairwright/db/transaction';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createProject, type TestProject } from '../annotate/annotate.fixture.ts';
import { judgeNext } from '../review/review.fixture.ts';
import { checkAudit } from './check.service.ts';
import { readChain } from './entries.queries.ts';
import { sealJudgments } from './seal-judgments.service.ts';
import { type NewEntry, writeEntry } from './write-entry.ts';

const database = await createTestDatabase({ poolSize: 8 });
const services = { db: database };
const { db } = database;
afterAll(() => database.close());

const person = '01900000-0000-7000-8000-0000000000aa';
const entry: NewEntry = {
  actorId: person,
  via: 'session',
  action: 'updateProject',
  objectKind: 'project',
  objectId: 'p',
  projectId: null,
  requestId: 'r-1',
  before: { name: 'old', share: 0.1 },
  after: { name: '新', share: 1e-7 },
  origin: { address: '192.0.2.7', userAgent: null },
  person: { personId: person, data: { before: { name: 'A' }, after: { name: 'B' } } },
};
const write = (change: Partial<NewEntry> = {}) =>
  inTransaction(db, (tx) => writeEntry(tx, { ...entry, ...change }));

/** Does what nobody may do, as somebody could who owns the server. */
async function tamper(statement: ReturnType<typeof sql>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await statement.execute(tx);
  });
}

beforeEach(async () => {
  await tamper(sql`delete from audit_private`);
  await tamper(sql`delete from audit_events`);
  await db.deleteFrom('instance_settings').where('key', '=', 'audit.check').execute();
});

it('numbers entries without gaps and chains them, however many are written at once', async () => {
  const all = Array.from({ length: 24 }, (_, index) =>
    index % 6 === 5
      ? inTransaction(db, async (tx) => {
          await writeEntry(tx, entry);
          throw new Error('undone');
        }).catch(() => 0)
      : write({ requestId: `r-${index}` }),
  );
  await Promise.all(all);
  const chain = await readChain(db, { after: 0, limit: 100 });
  expect(chain.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  expect(await checkAudit(services)).toMatchObject({ entries: 20, fault: null, head: { seq: 20 } });
});

it('refuses to change, delete and empty what was written', async () => {
  await write();
  const refused = { code: '23001' };
  await expect(sql`update audit_events set action = 'x'`.execute(db)).rejects.toMatchObject(refused);
  await expect(sql`delete from audit_events`.execute(db)).rejects.toMatchObject(refused);
  await expect(sql`truncate audit_events cascade`.execute(db)).rejects.toMatchObject(refused);
  await expect(sql`update audit_private set data = '{}'`.execute(db)).rejects.toMatchObject(refused);
  await expect(sql`delete from audit_private`.execute(db)).rejects.toMatchObject(refused);
  await expect(sql`truncate audit_private`.execute(db)).rejects.toMatchObject(refused);
});

it.each([
  [
    'a word of what was changed',
    () => sql`update audit_events set after = '{"name":"other","share":1e-7}' where seq = 2`,
    2,
    'content',
  ],
  ['who it was', () => sql`update audit_events set actor_id = gen_random_uuid() where seq = 3`, 3, 'content'],
  ['an entry taken out', () => sql`delete from audit_events where seq = 2`, 3, 'gap'],
  [
    'an entry put in by hand',
    () => sql`update audit_events set hash = sha256('x'), previous_hash = sha256('y') where seq = 2`,
    2,
    'previous',
  ],
  [
    'an address',
    () => sql`update audit_private set data = '{"address":"192.0.2.8"}' where seq = 2 and part = 'origin'`,
    2,
    'origin',
  ],
  [
    'a name',
    () =>
      sql`update audit_private set data = '{"before":{"name":"A"},"after":{"name":"C"}}' where seq = 3 and part = 'person'`,
    3,
    'person',
  ],
  ['the end cut off', () => sql`delete from audit_events where seq > 1`, 3, 'anchor'],
] as const)('finds %s', async (_what, change, seq, fault) => {
  await write();
  await write();
  await write();
  expect(await checkAudit(services)).toMatchObject({ fault: null });
  await tamper(change());
  expect(await checkAudit(services)).toMatchObject({ fault: { seq, fault } });
  // And again, as long as nobody mends it.
  expect(await checkAudit(services)).toMatchObject({ fault: { seq, fault } });
});

it('stays whole when what is about a person is erased', async () => {
  await write();
  await write();
  await inTransaction(db, async (tx) => {
    await sql`select set_config('pairwright.purge', 'on', true)`.execute(tx);
    await tx.deleteFrom('audit_private').where('person_id', '=', person).execute();
  });
  expect(await checkAudit(services)).toMatchObject({ entries: 2, fault: null });
});

async function stage(): Promise<TestProject> {
  const project = await createProject(database, { comparisons: 4, target: 1 });
  await judgeNext(database, project, { annotator: 0, strength: -2, rationale: 'because' });
  await judgeNext(database, project, { annotator: 0, strength: 1 });
  return project;
}

it('seals judgments, each once, and finds one that was changed, taken away or put in', async () => {
  const project = await stage();
  expect(await sealJudgments(services)).toBe(2);
  expect(await sealJudgments(services)).toBe(0);
  await judgeNext(database, project, { annotator: 0, strength: 3 });
  expect(await sealJudgments(services)).toBe(1);
  expect(await checkAudit(services)).toMatchObject({ entries: 2, judgments: 3, fault: null });
  const broken = { fault: { seq: 1, fault: 'judgments' } };
  await tamper(sql`update judgments set strength = -strength where rationale = 'because'`);
  expect(await checkAudit(services)).toMatchObject(broken);
  await tamper(sql`update judgments set strength = -strength where rationale = 'because'`);
  expect(await checkAudit(services)).toMatchObject({ fault: null });
  await tamper(sql`update judgments set rationale = 'for another reason' where rationale = 'because'`);
  expect(await checkAudit(services)).toMatchObject(broken);
  await tamper(sql`delete from judgments where rationale = 'for another reason'`);
  expect(await checkAudit(services)).toMatchObject(broken);
});

it('waits for who writes a judgment before it seals, and leaves it to the next time where that takes long', async () => {
  const project = await createProject(database, { comparisons: 4, target: 1 });
  await judgeNext(database, project, { annotator: 0, strength: -2 });
  await inTransaction(db, async (tx) => {
    // One of an earlier time than what is closed now, and not committed.
    await sql`insert into judgments select (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(), 'created_at', j.created_at - interval '1 second'))).* from judgments j
      where project_id = ${project.projectId}`.execute(tx);
    expect(await sealJudgments({ ...services, patienceMs: 40 })).toBe(0);
  });
  expect(await sealJudgments(services)).toBe(2);
  expect(await checkAudit(services)).toMatchObject({ judgments: 2, fault: null });
});

it('seals each judgment once when several seal at once while people judge', async () => {
  const project = await createProject(database, { comparisons: 40, target: 1 });
  let judged = 0;
  const judging = (async () => {
    for (; judged < 40; judged += 1) await judgeNext(database, project, { annotator: 0, strength: 1 });
  })();
  let sealed = 0;
  while (judged < 40)
    for (const some of await Promise.all([1, 2].map(() => sealJudgments(services)))) sealed += some;
  await judging;
  sealed += await sealJudgments(services);
  expect(sealed).toBe(40);
  expect(await checkAudit(services)).toMatchObject({ judgments: 40, fault: null });
});
