import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { notCountedReasons } from '@pairwright/domain/resolution';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { addPair, addVote, createStage } from './datasets.fixture.ts';
import { judgmentsWithReason } from './resolution.sql.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

test('every judgment that does not count says why, in the words of the closed list', async () => {
  const id = await addPair(stage, {
    prompt: [{ role: 'user', content: 'q' }],
    first: [{ role: 'assistant', content: 'a' }],
    second: [{ role: 'assistant', content: 'b' }],
  });
  const [a, b, c, d, e, f, g] = stage.annotators as [string, string, string, string, string, string, string];
  const first = await addVote(stage, id, { annotator: a, outcome: 'tie' });
  const second = await addVote(stage, id, {
    annotator: a,
    outcome: 'preference',
    supersedes: first.judgmentId,
    assignmentId: first.assignmentId,
  });
  const third = await addVote(stage, id, {
    annotator: a,
    outcome: 'retracted',
    supersedes: second.judgmentId,
    assignmentId: first.assignmentId,
  });
  const again = await addVote(stage, id, {
    annotator: a,
    outcome: 'both_bad',
    supersedes: third.judgmentId,
    assignmentId: first.assignmentId,
  });
  const others = [
    await addVote(stage, id, { annotator: b, outcome: 'tie', surplus: true }),
    await addVote(stage, id, { annotator: c, outcome: 'tie', kind: 'gold' }),
    await addVote(stage, id, { annotator: d, outcome: 'tie', kind: 'practice' }),
    await addVote(stage, id, { annotator: e, outcome: 'tie', repeat: 1 }),
    await addVote(stage, id, { annotator: f, outcome: 'tie', kind: 'imported' }),
    await addVote(stage, id, { annotator: g, outcome: 'tie', kind: 'review' }),
  ];
  const { rows } = await sql<{
    id: string;
    reason: string | null;
  }>`select id, reason from (${judgmentsWithReason(stage.projectId)}) j`.execute(database.db);
  const reasonOf = new Map(rows.map((row) => [row.id, row.reason]));
  expect([first, second, third, again, ...others].map(({ judgmentId }) => reasonOf.get(judgmentId))).toEqual([
    'superseded',
    'retracted',
    'retraction',
    null,
    'surplus',
    'gold',
    'practice',
    'repeat',
    null,
    'review',
  ]);
  expect(
    [...reasonOf.values()].filter(
      (reason) => reason !== null && !(notCountedReasons as readonly string[]).includes(reason),
    ),
  ).toEqual([]);
});
