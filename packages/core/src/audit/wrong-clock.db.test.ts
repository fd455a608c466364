import { sql } from 'kysely';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { putWrongClock } from '@pairwright/testkit/wrong-clock';
import { createProject } from '../annotate/annotate.fixture.ts';
import { judgeNext } from '../review/review.fixture.ts';
import { checkAudit } from './check.service.ts';
import { readChain } from './entries.queries.ts';
import { sealJudgments } from './seal-judgments.service.ts';

const right = await createTestDatabase();
const clock = await putWrongClock(right);
const { database } = clock;
const services = { db: database };
const { db } = database;
afterAll(async () => {
  await clock.close();
  await right.close();
});

beforeEach(async () => {
  await clock.setAhead(0);
  await tamper(sql`delete from audit_events`);
  await db.deleteFrom('instance_settings').where('key', '=', 'audit.check').execute();
});

async function tamper(statement: ReturnType<typeof sql>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`set local session_replication_role = replica`.execute(tx);
    await statement.execute(tx);
  });
}

/** Somebody judges two of a project of their own, at each of these minutes away from the right time, and what is there is sealed each time. */
async function judgedAt(...minutes: number[]): Promise<void> {
  const project = await createProject(database, { comparisons: 40, target: 1 });
  for (const ahead of minutes) {
    await clock.setAhead(ahead);
    for (const strength of [1, -2]) await judgeNext(database, project, { annotator: 0, strength });
    expect(await sealJudgments(services), `${ahead} minutes`).toBe(2);
  }
}

const DAY = 24 * 60;

it.each([
  ['minutes', [0, -10]],
  ['days', [0, -3 * DAY, -3 * DAY + 1]],
  ['hours ahead, and to the right time', [0, 300, 0, 1, 301]],
  ['back and forth', [0, -60, -30, -90, 60, -5, 120]],
])(
  'a clock that jumps %s leaves every judgment sealed once, and none is told as changed',
  async (_what, minutes) => {
    await judgedAt(...minutes);
    expect(await checkAudit(services)).toMatchObject({ judgments: 2 * minutes.length, fault: null });
    expect(await sealJudgments(services)).toBe(0);
  },
);

const late = sql`(select judgment_id from late_judgments where seal is not null order by judgment_id limit 1)`;
const inTime = sql`(select id from judgments j where not exists (select from late_judgments l where l.judgment_id = j.id) order by id limit 1)`;

it.each([
  ['a judgment that came late', () => [sql`update judgments set strength = -strength where id = ${late}`]],
  [
    'one that came late and was taken away',
    () => [
      sql`update assignments set judgment_id = null where judgment_id = ${late}`,
      sql`delete from judgments where id = ${late}`,
      sql`delete from late_judgments l where not exists (select from judgments j where j.id = l.judgment_id)`,
    ],
  ],
  [
    'one that is not said to have come late any more',
    () => [sql`delete from late_judgments where judgment_id = ${late}`],
  ],
  [
    'one of a sealed time that is said to have come late',
    () => [
      sql`insert into late_judgments (judgment_id, project_id) select id, project_id from judgments where id = ${inTime}`,
    ],
  ],
  [
    'one that is moved to another block of late ones',
    () => [sql`update late_judgments set seal = 2 where judgment_id = ${late}`],
  ],
  [
    'one put into a sealed time without saying so',
    () => [
      sql`insert into judgments select (jsonb_populate_record(j, jsonb_build_object('id', gen_random_uuid(), 'supersedes', null))).* from judgments j where id = ${inTime}`,
    ],
  ],
])('finds %s', async (_what, statements) => {
  await tamper(sql`truncate late_judgments`);
  await tamper(sql`truncate judgments, assignments cascade`);
  await judgedAt(0, -60);
  expect(await checkAudit(services)).toMatchObject({ judgments: 4, fault: null });
  for (const statement of statements()) await tamper(statement);
  expect(await checkAudit(services)).toMatchObject({ fault: { fault: 'judgments' } });
});

it('says in the log which judgments came late', async () => {
  await judgedAt(0, -60);
  const seals = await readChain(db, { after: 0, limit: 10 });
  expect(seals.map(({ after }) => after)).toEqual([
    { from: null, to: expect.any(String) as string, judgments: 2, sha256: expect.any(String) as string },
    { late: 1, judgments: 2, sha256: expect.any(String) as string },
  ]);
});
