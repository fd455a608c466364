import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Agreement, agreementOptions } from '@pairwright/contract/statistics/agreement';
import { type VoteRows, voteRows } from '@pairwright/contract/vote-rows';
import { createTestDatabase } from '@pairwright/testkit/test-database';
import { createStage } from '../datasets/datasets.fixture.ts';
import { addManyVotes, type SaidOfPair } from '../statistics/many-votes.fixture.ts';
import { computed } from '../statistics/statistics.fixture.ts';
import { findComparisons } from './comparisons.queries.ts';

const database = await createTestDatabase();
const stage = await createStage(database);
afterAll(async () => {
  await stage.close();
  await database.close();
});

const answers = [
  null,
  '',
  'x'.repeat(10),
  'x'.repeat(11),
  'x'.repeat(20),
  '字'.repeat(20),
  '# Heading\n\n- one\n- two',
  '**bold** and __bold__\n\n1. one',
  `# Heading\n${'word '.repeat(30)}`,
];

/** Every answer against every other one; ties and two preferences for one pair among them. */
const pairs: SaidOfPair[] = answers.flatMap((first, at) =>
  answers.map((second, place): SaidOfPair => {
    const kind = (at * answers.length + place) % 4;
    const given = [[-1], [2, -3], [0], ['both_bad', 1]][kind] as (number | 'both_bad')[];
    return { first, second, votes: given.map((said, by) => ({ by, said, firstOnLeft: place % 2 === 0 })) };
  }),
);

let bias: Agreement['bias'];
beforeAll(async () => {
  await addManyVotes(stage, pairs);
  await database.pool.query(
    'update assignments a set judgment_id = j.id from judgments j where j.assignment_id = a.id',
  );
  const wish = { kind: 'agreement', options: agreementOptions.parse({}) } as const;
  ({ bias } = await computed<Agreement>(stage.ctx, stage.projectId, wish));
});

/** Of the comparisons that a link opens, how many there are and how many preferences were given. */
async function opened(rows: VoteRows): Promise<{ comparisons: number; preferences: number }> {
  const page = {
    projectId: stage.projectId,
    progress: 'all',
    rows: voteRows.parse({ outcome: 'preference', ...rows }),
    limit: 1_000,
  } as const;
  const found = await findComparisons(database.db, page);
  const { rows: counted } = await database.pool.query<{ n: number }>(
    `select count(*)::int as n from judgments where outcome = 'preference' and comparison_id = any($1)`,
    [found.map(({ id }) => id)],
  );
  return { comparisons: found.length, preferences: counted[0]!.n };
}

test('each bar by length opens the rows that it counts', async () => {
  expect(
    bias.length.filter(({ longer }) => longer.n > 0).length,
    'there is something to see',
  ).toBeGreaterThan(3);
  for (const { above, upTo, longer } of bias.length) {
    const length = `${above},${upTo ?? ''}`;
    expect({ length, n: (await opened({ length })).preferences }).toEqual({ length, n: longer.n });
  }
  expect((await opened({ length: '1,' })).preferences).toBe(bias.longer.n);
});

test('each bar by formatting too', async () => {
  for (const { name, more } of bias.formatting) {
    expect(more.n, name).toBeGreaterThan(0);
    expect({ name, n: (await opened({ formatting: name })).preferences }).toEqual({ name, n: more.n });
  }
});

test('and so do those without both texts, and all', async () => {
  expect(bias.textMissing).toBeGreaterThan(0);
  expect((await opened({ texts: 'missing' })).preferences).toBe(bias.textMissing);
  expect((await opened({})).preferences).toBe(bias.left.n);
});

test('filters of texts go together with those of votes', async () => {
  const all = await opened({ length: '1,' });
  const some = await opened({ length: '1,', formatting: 'lists', side: 'left' });
  expect(some.comparisons).toBeGreaterThan(0);
  expect(some.comparisons).toBeLessThan(all.comparisons);
  expect((await opened({ length: '1,', texts: 'missing' })).comparisons).toBe(0);
});

test.each(['1', '1.1', 'a,b', ',2', '1,2,3', '-1,', '1e3,'])('the ratio "%s" is refused', (length) => {
  expect(voteRows.safeParse({ length }).success).toBe(false);
});
