import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AnnotatorNumbers } from '@pairwright/contract/statistics/annotators';
import type { Overview } from '@pairwright/contract/statistics/overview';
import type { StoredAnnotators } from '@pairwright/core/statistics/stored-shapes';
import { computed } from '@pairwright/core/statistics/statistics.fixture';
import { openDemoKit } from './demo.fixture.ts';
import { loadDemo } from './load-demo.ts';
import { comparisonKey, publishedVotes } from './mt-bench.fixture.ts';
import type { MtBenchVote } from './mt-bench-rows.ts';

const kit = await openDemoKit();
afterAll(() => kit.close());

let published: MtBenchVote[];
let annotators: ReadonlyMap<string, AnnotatorNumbers>;
let overview: Overview;

beforeAll(async () => {
  await loadDemo(kit.services);
  const { db } = kit.database;
  const { id } = await db
    .selectFrom('projects')
    .select('id')
    .where('slug', '=', 'demo-mt-bench')
    .executeTakeFirstOrThrow();
  published = await publishedVotes();
  const stored = await computed<StoredAnnotators>(kit.services, id, { kind: 'annotators', options: {} });
  const users = await db.selectFrom('users').select(['id', 'name']).where('kind', '=', 'imported').execute();
  const names = new Map(users.map((user) => [user.id, user.name.replace('MT-Bench ', '')]));
  annotators = new Map(stored.annotators.map((one) => [names.get(one.annotatorId)!, one]));
  overview = await computed<Overview>(kit.services, id, { kind: 'overview', options: {} });
});

/** Who was preferred, whichever side it stood on. */
const winnerOf = (vote: MtBenchVote): string =>
  vote.winner === 'tie' ? 'tie' : vote.winner === 'model_a' ? vote.model_a : vote.model_b;

function groupedBy(keyOf: (vote: MtBenchVote) => string): Map<string, MtBenchVote[]> {
  const groups = new Map<string, MtBenchVote[]>();
  for (const vote of published) groups.set(keyOf(vote), [...(groups.get(keyOf(vote)) ?? []), vote]);
  return groups;
}

/** Whether each pair of votes of different people on the same pair of answers agrees; of one person, or of all. */
function agreements(of?: string): boolean[] {
  const groups = groupedBy(comparisonKey);
  return [...groups.values()].flatMap((votes) =>
    votes.flatMap((one, at) =>
      votes
        .slice(of === undefined ? at + 1 : 0)
        .filter((other) => other !== one && (of === undefined || one.annotator_id === of))
        .map((other) => winnerOf(one) === winnerOf(other)),
    ),
  );
}

it('has every judge with as many votes as they gave', () => {
  const given = groupedBy(({ annotator_id }) => annotator_id);
  expect([...annotators.keys()].sort()).toEqual([...given.keys()].sort());
  for (const [name, votes] of given) expect(annotators.get(name)!.votes, name).toBe(votes.length);
});

it('measures each judge as the published votes do', () => {
  let measured = 0;
  for (const [name, one] of annotators) {
    const own = published.filter((vote) => vote.annotator_id === name);
    const ties = own.filter(({ winner }) => winner === 'tie').length;
    const pairs = agreements(name);
    expect(one.agreement.n, name).toBe(pairs.length);
    if (own.length < 20) {
      expect(one.tieRate, name).toMatchObject({ value: null, reason: 'too_few' });
      continue;
    }
    measured += 1;
    expect(one.tieRate, name).toMatchObject({ value: ties / own.length, n: own.length });
    expect(one.leftShare.n, name).toBe(own.length - ties);
    if (one.agreement.value !== null)
      expect(one.agreement.value, name).toBeCloseTo(pairs.filter(Boolean).length / pairs.length, 12);
  }
  expect(measured).toBeGreaterThan(20);
});

it('has the agreement of all as the published votes do: the mean over pairs of answers judged twice or more', () => {
  const shared = [...groupedBy(comparisonKey).values()].filter((votes) => votes.length > 1);
  const shares = shared.map((votes) => {
    const pairs = votes.flatMap((one, at) =>
      votes.slice(at + 1).map((other) => winnerOf(one) === winnerOf(other)),
    );
    return pairs.filter(Boolean).length / pairs.length;
  });
  expect(overview.agreement.n).toBe(shared.length);
  expect(overview.agreement.value).toBeCloseTo(
    shares.reduce((sum, share) => sum + share, 0) / shares.length,
    12,
  );
  expect(overview.paid).toBe(0);
  expect(overview.perDay.reduce((sum, { imported }) => sum + imported, 0)).toBe(published.length);
});

it('is the same to the last digit when computed again', async () => {
  const { id } = await kit.database.db
    .selectFrom('projects')
    .select('id')
    .where('slug', '=', 'demo-mt-bench')
    .executeTakeFirstOrThrow();
  for (const kind of ['annotators', 'overview'] as const) {
    const made = (): Promise<unknown> => computed(kit.services, id, { kind, options: {} });
    expect(JSON.stringify(await made())).toBe(JSON.stringify(await made()));
  }
});
