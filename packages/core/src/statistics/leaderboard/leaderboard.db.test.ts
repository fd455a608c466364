import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Leaderboard,
  leaderboard,
  type LeaderboardOptions,
  leaderboardOptions,
} from '@pairwright/contract/statistics/leaderboard';
import { bradleyTerry } from '@pairwright/stats/pairwise/bradley-terry';
import type { Comparisons } from '@pairwright/stats/pairwise/comparisons';
import { plackettLuceTies } from '@pairwright/stats/rankings/plackett-luce-ties';
import { rankingsOfPlaces } from '@pairwright/stats/rankings/rankings';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { addGroup, addVote, createStage, type Stage } from '../../datasets/datasets.fixture.ts';
import { updateBatchRouting } from '../../routing/routing.service.ts';
import { addManyVotes } from '../many-votes.fixture.ts';
import { computed } from '../statistics.fixture.ts';
import { getStatistics } from '../statistics.service.ts';

let database: TestDatabase;
let stage: Stage;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  stage = await createStage(database);
  return () => stage.close();
});

async function compute(options: Partial<LeaderboardOptions> = {}): Promise<Leaderboard> {
  const result = await computed<Leaderboard>(stage.ctx, stage.projectId, {
    kind: 'leaderboard',
    options: leaderboardOptions.parse(options),
  });
  // What is stored is what the contract promises.
  expect(leaderboard.parse(result)).toEqual(result);
  return result;
}

type Ranks = readonly (number | null)[];
interface Ranking {
  readonly ranks: Ranks;
  /** Canonical places as they were shown. */
  readonly order: readonly number[];
  readonly by: number;
}

const text = (content: string) => [{ role: 'assistant' as const, content }];

/** Stores rankings of one comparison each list; `model 0` and so on are its answers. */
async function store(groups: readonly (readonly Ranking[])[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [at, rankings] of groups.entries()) {
    const responses = rankings[0]!.ranks.map((_, place) => text('x'.repeat(1 + ((at + place) % 4))));
    const { comparisonId } = await addGroup(stage, { responses, rank: at + 1 });
    ids.push(comparisonId);
    for (const { by, ranks, order } of rankings)
      await addVote(stage, comparisonId, {
        annotator: stage.annotators[by]!,
        outcome: 'ranking',
        ranks,
        order,
      });
  }
  return ids;
}

/** By hand: -1 the first is better, 1 the second, 0 neither, null nothing is said. */
function said(one: number | null | undefined, other: number | null | undefined): -1 | 0 | 1 | null {
  const height = (rank: number | null | undefined) => (rank === null || rank === 0 ? Infinity : rank!);
  if (height(one) !== height(other)) return height(one) < height(other) ? -1 : 1;
  if (height(one) < Infinity) return 0;
  return one === 0 && other === 0 ? 0 : null;
}

interface Row {
  readonly a: number;
  readonly b: number;
  readonly outcome: number;
  readonly weight: number;
  readonly prompt: number;
}

/** The rows of rankings, written down in another way than by the code under test. */
function rowsOf(groups: readonly (readonly Ranking[])[]): Row[] {
  return groups.flatMap((rankings, prompt) =>
    rankings.flatMap(({ ranks, order }) =>
      order.flatMap((a, shown) =>
        order.slice(shown + 1).flatMap((b): Row[] => {
          const what = said(ranks[a], ranks[b]);
          return what === null ? [] : [{ a, b, outcome: 0 - what, weight: 2 / ranks.length, prompt }];
        }),
      ),
    ),
  );
}

function comparisonsOf(rows: readonly Row[], items: number, clusters: number): Comparisons {
  return {
    a: Int32Array.from(rows, ({ a }) => a),
    b: Int32Array.from(rows, ({ b }) => b),
    outcome: Int8Array.from(rows, ({ outcome }) => outcome),
    count: Float64Array.from(rows, ({ weight }) => weight),
    items,
    cluster: { of: Int32Array.from(rows, ({ prompt }) => prompt), clusters },
  };
}

/** Orders drawn so that lower numbers tend to be better; ties, unacceptable ones and ones below the best two among them. */
function drawn(seed: number): Ranking[][] {
  let state = seed;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state / 0x7fffffff;
  };
  return Array.from({ length: 60 }, (_, at) => {
    const many = 3 + (at % 3);
    return Array.from({ length: 1 + (at % 2) }, (__, by): Ranking => {
      const places = Array.from({ length: many }, (___, place) => place);
      const score = places.map((place) => place + 6 * random());
      const sorted = places.toSorted((one, other) => score[one]! - score[other]!);
      const ranks: (number | null)[] = places.map((place) => sorted.indexOf(place) + 1);
      if (at % 4 === 1) ranks[sorted[1]!] = 1;
      if (at % 4 === 2) ranks[sorted.at(-1)!] = ranks[sorted.at(-2)!] = 0;
      if (at % 4 === 3) for (const place of sorted.slice(2)) ranks[place] = null;
      return {
        ranks,
        by,
        order: places.toSorted((one, other) => ((one * 7 + at) % 5) - ((other * 7 + at) % 5)),
      };
    });
  });
}

describe('rankings', () => {
  it('are their pairs, ties half, each ranking of k weighing k - 1 votes, with errors by prompt', async () => {
    const groups = drawn(7);
    await store(groups);
    const board = await compute();
    const rows = rowsOf(groups);
    const { fit } = bradleyTerry(comparisonsOf(rows, 5, groups.length), { positionEffect: true });
    expect(board).toMatchObject({
      reason: null,
      withPrior: false,
      islands: [],
      sameModel: 0,
      hiddenModels: 0,
    });
    expect(board.votes).toBe(rows.length);
    expect(board.rankings).toBe(groups.flat().length);
    for (const row of board.models) {
      const item = Number(row.model.replace('model ', ''));
      expect(row.ability).toBeCloseTo(fit!.estimate.logAbility[item]!, 9);
      expect((row.high! - row.low!) / 2 / 1.959963984540054).toBeCloseTo(
        fit!.sandwichError!.logAbility[item]!,
        9,
      );
    }
    expect(board.position.value).toBeCloseTo(fit!.estimate.position!, 9);
    expect(board.models.map(({ model }) => model)).toEqual(
      [...board.models].sort((x, y) => y.ability! - x.ability!).map(({ model }) => model),
    );
    expect(board.models[0]!.model).toBe('model 0');
  });

  it('have the abilities at which every model won what it should have, by the weights', async () => {
    const groups = drawn(11);
    await store(groups);
    const board = await compute();
    const ability = new Map(
      board.models.map(({ model, ability: value }) => [Number(model.replace('model ', '')), value!]),
    );
    const surplus = [0, 0, 0, 0, 0];
    let first = 0;
    for (const { a, b, outcome, weight } of rowsOf(groups)) {
      const odds = ability.get(a)! - ability.get(b)! + board.position.value!;
      const more = weight * ((1 + outcome) / 2 - 1 / (1 + Math.exp(-odds)));
      surplus[a]! += more;
      surplus[b]! -= more;
      first += more;
    }
    for (const rest of [...surplus, first]) expect(rest).toBeCloseTo(0, 7);
  });

  it('weigh two thirds of a vote for each two of three: by hand, against votes on two', async () => {
    const ids = await store(
      [
        [0, 1, 2],
        [2, 1, 0],
      ].map((order) => [{ ranks: [1, 2, 3], order, by: 0 }]),
    );
    // Twice a ranking of X, X, Y: four results for X of 2/3 each. Two votes for Y, once from either side.
    await database.pool.query(
      `update responses r set model = case r.id when c.response_ids[3] then 'model second' else 'model first' end
       from comparisons c where r.id = any (c.response_ids) and c.id = any ($1)`,
      [ids],
    );
    await addManyVotes(stage, [
      { votes: [true, false].map((firstOnLeft, by) => ({ by, said: 2, firstOnLeft })) },
    ]);
    const { models, rankings, votes, sameModel, position } = await compute();
    expect({ rankings, votes, sameModel }).toEqual({ rankings: 2, votes: 6, sameModel: 2 });
    expect(models.map(({ model }) => model)).toEqual(['model first', 'model second']);
    expect(position.value).toBeCloseTo(0, 9);
    expect(models[0]!.ability! - models[1]!.ability!).toBeCloseTo(Math.log((4 * (2 / 3)) / 2), 9);
  });

  it('stand in the matrix with each two of their models once, and add up to their models', async () => {
    const groups = drawn(3);
    await store(groups);
    const { models, wins, ties, votes } = await compute();
    expect(models.reduce((sum, model) => sum + model.votes, 0)).toBe(2 * votes);
    models.forEach((model, row) => {
      expect(wins[row]!.reduce((sum, won) => sum + won, 0)).toBe(model.wins);
      expect(ties[row]!.reduce((sum, tied) => sum + tied, 0)).toBe(model.ties);
    });
    const [zero, one] = [0, 1].map((item) => models.findIndex(({ model }) => model === `model ${item}`));
    const met = rowsOf(groups).filter(({ a, b }) => (a === 0 && b === 1) || (a === 1 && b === 0));
    const won = met.filter(({ a, outcome }) => outcome === (a === 0 ? 1 : -1)).length;
    expect(wins[zero!]![one!]).toBe(won);
    expect(ties[zero!]![one!]).toBe(met.filter(({ outcome }) => outcome === 0).length);
  });

  it('leave unacceptable ones that meet out if asked to, and say nothing of those below the best', async () => {
    await store([
      [{ ranks: [1, 0, 0], order: [0, 1, 2], by: 0 }],
      [{ ranks: [null, 1, null], order: [0, 1, 2], by: 0 }],
    ]);
    expect(await compute()).toMatchObject({ votes: 5 });
    expect(await compute({ bothBad: 'leave_out' })).toMatchObject({ votes: 4 });
  });

  it('pass the same filters, and do not count where they are gold, replaced or taken back', async () => {
    const ranks = [1, 2, 3];
    const [first, second] = await store([
      [{ ranks, order: [0, 1, 2], by: 0 }],
      [
        { ranks, order: [0, 1, 2], by: 0 },
        { ranks: [2, 1, 3], order: [0, 1, 2], by: 1 },
      ],
    ]);
    const group = { outcome: 'ranking' as const, ranks, order: [0, 1, 2] };
    await addVote(stage, first!, { ...group, annotator: stage.annotators[5]!, kind: 'gold' });
    const replaced = await addVote(stage, second!, { ...group, annotator: stage.annotators[2]! });
    await addVote(stage, second!, {
      annotator: stage.annotators[2]!,
      outcome: 'retracted',
      supersedes: replaced.judgmentId,
      assignmentId: replaced.assignmentId,
    });
    expect(await compute()).toMatchObject({ rankings: 3, votes: 9 });
    expect(await compute({ annotatorId: stage.annotators[1]! })).toMatchObject({ rankings: 1, votes: 3 });
    await database.pool.query(
      `update prompts set category = 'maths', language = 'xx' where id = (select prompt_id from comparisons where id = $1)`,
      [first],
    );
    expect(await compute({ category: 'maths' })).toMatchObject({ rankings: 1, categories: ['maths'] });
    expect(await compute({ language: 'xx' })).toMatchObject({ rankings: 1 });
    expect(await compute({ language: 'yy' })).toMatchObject({ rankings: 0, models: [], reason: 'no_data' });
    expect(await compute({ to: '2020-01-01' })).toMatchObject({ rankings: 0 });
  });

  it('have length taken out where both texts are known', async () => {
    const groups = drawn(5);
    await store(groups);
    const [one] = await store([[{ ranks: [1, 2, 3], order: [0, 1, 2], by: 0 }]]);
    await database.pool.query(
      'update responses set messages = null where id = (select response_ids[2] from comparisons where id = $1)',
      [one],
    );
    const board = await compute({ control: 'length' });
    expect(board.textMissing).toBe(2);
    expect(board.votes).toBe(rowsOf(groups).length + 1);
    expect(board.controls.map(({ name }) => name)).toEqual(['length']);
    expect(board.controls[0]!.effect.value).not.toBeNull();
  });

  it('of one model with itself say nothing, and are counted', async () => {
    await store([[{ ranks: [1, 2, 3], order: [0, 1, 2], by: 0 }]]);
    await database.pool.query(
      `update responses r set model = 'one' from prompts p where p.id = r.prompt_id and p.project_id = $1`,
      [stage.projectId],
    );
    expect(await compute()).toMatchObject({ models: [], votes: 0, rankings: 0, sameModel: 3 });
  });

  it('stand by the model of Plackett and Luce too, whole ones alone, as packages/stats fits them', async () => {
    const groups = drawn(17);
    await store(groups);
    const { plackettLuce, rankings } = await compute();
    const whole = groups.flat().filter(({ ranks }) => !ranks.includes(null));
    const lists = whole.map(({ ranks }) => {
      const places = [...new Set(ranks)].sort((one, other) => (one || Infinity) - (other || Infinity));
      return places.map((rank) => ranks.flatMap((given, item) => (given === rank ? [item] : [])));
    });
    const { fit } = plackettLuceTies(rankingsOfPlaces(lists, 5));
    expect(plackettLuce).toMatchObject({
      reason: null,
      withPrior: false,
      rankings: whole.length,
      leftOut: rankings - whole.length,
    });
    expect(plackettLuce!.leftOut).toBeGreaterThan(0);
    expect(plackettLuce!.tieWeight).toBeCloseTo(fit!.tieWeights[1]!, 6);
    expect(plackettLuce!.models).toHaveLength(5);
    for (const { model, worth, low, high, first } of plackettLuce!.models) {
      const item = Number(model.replace('model ', ''));
      expect(worth).toBeCloseTo(fit!.logWorth[item]!, 6);
      expect((high - low) / 2 / 1.959963984540054).toBeCloseTo(fit!.standardError[item]!, 6);
      expect(first).toBeCloseTo(fit!.worthShare[item]!, 6);
    }
    expect(plackettLuce!.models[0]!.model).toBe('model 0');
    expect((await compute({ to: '2020-01-01' })).plackettLuce).toBeNull();
  });

  it('that say the same every time are held together by a prior, and said to be', async () => {
    await store([[{ ranks: [1, 2, 3], order: [0, 1, 2], by: 0 }]]);
    const { plackettLuce } = await compute();
    expect(plackettLuce).toMatchObject({ reason: null, withPrior: true, rankings: 1, tieWeight: null });
    expect(plackettLuce!.models.map(({ model }) => model)).toEqual(['model 0', 'model 1', 'model 2']);
  });

  it('of two islands of six models each tell nothing across them: no votes needed, ranks within each', async () => {
    const order = [0, 1, 2, 3, 4, 5];
    // Mostly in the order of the models, so that within an island they are told apart.
    const groups = Array.from({ length: 40 }, (_, at): Ranking[] => [
      {
        ranks: at % 5 === 0 ? [2, 1, 4, 3, 6, 5] : [1, 2, 3, 4, 5, 6],
        order: at % 2 === 0 ? order : order.toReversed(),
        by: at % 3,
      },
    ]);
    const ids = await store(groups);
    await database.pool.query(
      `update responses r set model = 'far' || substr(r.model, 6)
       from comparisons c where r.id = any (c.response_ids) and c.id = any ($1)`,
      [ids.slice(10)],
    );
    const board = await compute();
    const [near, far] = ['model', 'far'].map((name) => order.map((item) => `${name} ${item}`));
    expect(board.islands).toEqual([far, near].sort());
    expect(board.models.map(({ model }) => model)).toEqual(board.islands.flat());
    for (const [at, island] of board.islands.entries()) {
      const rows = board.models.filter((row) => row.island === at + 1);
      expect(rows.map(({ model }) => model)).toEqual(island);
      expect(Math.min(...rows.map(({ bestRank }) => bestRank!))).toBe(1);
      expect(Math.max(...rows.map(({ worstRank }) => worstRank!))).toBe(6);
    }
    board.votesNeeded.forEach((row, one) =>
      row.forEach((votes, other) => {
        const reason = board.votesNeededReason[one]![other];
        const isAcross = board.models[one]!.island !== board.models[other]!.island;
        if (isAcross) expect({ votes, reason }).toEqual({ votes: null, reason: 'never_compared' });
        else expect(reason).toBe(one === other ? 'same_model' : null);
      }),
    );
    // The best and the worst of an island are told apart as ever.
    expect(board.votesNeeded[0]![5]).toBe(0);
  });

  it('join islands also where the model that joins them is not shown', async () => {
    const [first, second] = await store(
      Array.from({ length: 2 }, () => [{ ranks: [1, 2, 3], order: [0, 1, 2], by: 0 }]),
    );
    // Enough of each two that only what joins them is hidden.
    const pair = [0, 1, 2, 3].map((by): Ranking => ({ ranks: [1, 2], order: [0, 1], by }));
    const [, other] = await store([pair, pair]);
    const rename = (id: string, place: number, model: string) =>
      database.pool.query(
        'update responses set model = $3 where id = (select response_ids[$2::int] from comparisons where id = $1)',
        [id, place, model],
      );
    for (const [place, model] of ['far 0', 'far 1', 'far 2'].entries())
      await rename(second!, place + 1, model);
    for (const [place, model] of ['far 0', 'far 1'].entries()) await rename(other!, place + 1, model);
    expect((await compute()).islands).toHaveLength(2);
    // One model of each island meets only the bridge.
    await rename(first!, 3, 'bridge');
    await rename(second!, 3, 'bridge');
    const { islands, models } = await compute({ minVotes: 5 });
    expect(models).toHaveLength(4);
    expect({ islands, island: new Set(models.map(({ island }) => island)) }).toEqual({
      islands: [],
      island: new Set([1]),
    });
  });

  it('stand beside votes on two answers', async () => {
    await addManyVotes(stage, [
      {
        votes: [
          { by: 0, said: -2 },
          { by: 1, said: 2 },
        ],
      },
    ]);
    await store([[{ ranks: [1, 2, 3], order: [0, 1, 2], by: 0 }]]);
    const board = await compute();
    expect(board).toMatchObject({ votes: 5, rankings: 1, question: 'pair' });
    expect(board.islands.map((island) => island.length).sort()).toEqual([2, 3]);
  });
});

/** A decision of these reviewers, one after the other, that holds. */
async function decide(
  comparisonId: string,
  {
    by,
    strength = null,
    ranks = null,
    order,
  }: { by: readonly string[]; strength?: number | null; ranks?: Ranks | null; order: readonly number[] },
): Promise<void> {
  const outcome = ranks === null ? (strength === 0 ? 'tie' : 'preference') : 'ranking';
  for (const reviewer of by)
    await database.pool.query(
      `insert into adjudications (id, project_id, comparison_id, reviewer_id, question_version, outcome, strength, ranks, presented_order,
         confidence, cause, revealed, promote_to_gold, needed)
       values (gen_random_uuid(), $1, $2, $3, 1, $4, $5, $6, $7, 'high', 'error', false, false, $8)`,
      [stage.projectId, comparisonId, reviewer, outcome, strength, ranks, order, by.length],
    );
  await database.pool.query(
    `insert into review_decisions (id, project_id, comparison_id, turn, outcome, strength, ranks, promote_to_gold)
     values (gen_random_uuid(), $1, $2, 0, $3, $4, $5, false)`,
    [stage.projectId, comparisonId, outcome, strength, ranks],
  );
}

describe('of which rounds and batches', () => {
  it('keeps to votes, rankings and decisions on comparisons of a batch, and of the round it is of', async () => {
    const { rows } = await database.pool.query<{ id: string }>(
      `insert into batches (id, project_id, name, round) select gen_random_uuid(), $1, 'batch ' || n, n / 2 + 1 from generate_series(1, 3) n returning id`,
      [stage.projectId],
    );
    const batches = rows.map(({ id }) => id);
    const into = (ids: readonly string[], batch: number) =>
      database.pool.query('update comparisons set batch_id = $2 where id = any ($1)', [ids, batches[batch]]);
    // Batch 1 is of round 1, as the first one of the stage is; 2 and 3 are of round 2.
    const votes = await addManyVotes(
      stage,
      [1, 1, 1, 1].map((said) => ({ votes: [{ by: 0, said }] })),
    );
    await Promise.all([0, 1, 2].map((batch) => into([votes[batch]!], batch)));
    const [ranked] = await store([[{ ranks: [1, 2, 3], order: [0, 1, 2], by: 0 }]]);
    await into([ranked!], 2);
    await decide(votes[1]!, { by: [stage.annotators[5]!], strength: 1, order: [0, 1] });
    const all = await compute();
    expect(all).toMatchObject({ votes: 7, rankings: 1, rounds: [1, 2] });
    expect(all.batches.map(({ name, round }) => [name, round]).sort()).toEqual([
      ['batch 1', 1],
      ['batch 2', 2],
      ['batch 3', 2],
      ['first', 1],
    ]);
    expect(await compute({ round: 1 })).toMatchObject({ votes: 2, rankings: 0 });
    expect(await compute({ round: 2 })).toMatchObject({ votes: 5, rankings: 1 });
    expect(await compute({ round: 3 })).toMatchObject({ votes: 0, reason: 'no_data', rounds: [1, 2] });
    expect(await compute({ batchId: batches[1]! })).toMatchObject({ votes: 1, rankings: 0 });
    expect(await compute({ batchId: batches[2]! })).toMatchObject({ votes: 4, rankings: 1 });
    expect(await compute({ batchId: batches[2]!, round: 1 })).toMatchObject({ votes: 0 });
    expect(await compute({ labels: 'adjudicated', round: 2 })).toMatchObject({ votes: 1 });
    expect(await compute({ labels: 'adjudicated', round: 1 })).toMatchObject({ votes: 0 });
    // A batch may be put into another round.
    const isBehind = async (options: Partial<LeaderboardOptions>) => {
      const wish = { kind: 'leaderboard', options: leaderboardOptions.parse(options) } as const;
      return (await getStatistics(stage.ctx, wish)).stale;
    };
    expect(await isBehind({ round: 1 })).toBe(false);
    await updateBatchRouting(stage.ctx, { batchId: batches[2]!, round: 1 });
    expect([await isBehind({ round: 1 }), await isBehind({})]).toEqual([true, false]);
    expect(await compute({ round: 1 })).toMatchObject({ votes: 6, rankings: 1 });
  });
});

describe('whose votes, and which labels', () => {
  it('keeps to a person, to a team as it is now, and to both', async () => {
    const [anna, ben, carl] = stage.annotators as [string, string, string];
    for (const [id, teams] of [
      [anna, ['red', 'blue']],
      [ben, ['red']],
      [carl, []],
    ] as const)
      await database.pool.query(
        `insert into project_members (project_id, user_id, role, teams) values ($1, $2, 'annotator', $3)`,
        [stage.projectId, id, teams],
      );
    await addManyVotes(stage, [{ votes: [1, 2, -1].map((said, by) => ({ by, said })) }]);
    await store([[{ ranks: [1, 2, 3], order: [0, 1, 2], by: 1 }]]);
    const all = await compute();
    expect(all).toMatchObject({ votes: 6, teams: ['blue', 'red'] });
    expect(all.annotators.map(({ id }) => id).sort()).toEqual([anna, ben, carl].sort());
    expect(await compute({ team: 'red' })).toMatchObject({ votes: 5, rankings: 1 });
    expect(await compute({ team: 'blue' })).toMatchObject({ votes: 1, rankings: 0 });
    expect(await compute({ team: 'red', annotatorId: ben })).toMatchObject({ votes: 4, rankings: 1 });
    expect(await compute({ team: 'red', annotatorId: carl })).toMatchObject({ votes: 0, reason: 'no_data' });
    expect(await compute({ team: 'green' })).toMatchObject({ votes: 0, teams: ['blue', 'red'] });
  });

  it('is behind when somebody comes into a team or leaves one, and one of decisions when reviewers decide or withdraw', async () => {
    const [anna, , , , , olga] = stage.annotators;
    const [first] = await addManyVotes(stage, [{ votes: [0, 1].map((by) => ({ by, said: 1 })) }]);
    const boards = { votes: {}, team: { team: 'red' }, decisions: { labels: 'adjudicated' } } as const;
    const isBehind = async () =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(boards).map(async ([name, options]) => {
            const wish = { kind: 'leaderboard', options: leaderboardOptions.parse(options) } as const;
            return [name, (await getStatistics(stage.ctx, wish)).stale] as const;
          }),
        ),
      );
    const computeAll = async () => {
      for (const options of Object.values(boards)) await compute(options);
    };
    const query = (text: string, ...values: unknown[]) => database.pool.query(text, values);
    const none = { votes: false, team: false, decisions: false };
    const all = { votes: true, team: true, decisions: true };
    await computeAll();
    expect(await isBehind()).toEqual(none);
    // Whoever is in no team changes no team.
    await query(
      `insert into project_members (project_id, user_id, role) values ($1, $2, 'annotator')`,
      stage.projectId,
      anna,
    );
    expect(await isBehind()).toEqual(none);
    await query(
      `update project_members set teams = '{red}' where project_id = $1 and user_id = $2`,
      stage.projectId,
      anna,
    );
    expect(await isBehind()).toEqual(all);
    await computeAll();
    await query('delete from project_members where project_id = $1 and user_id = $2', stage.projectId, anna);
    expect(await isBehind()).toEqual(all);
    await computeAll();
    await decide(first!, { by: [olga!], strength: 1, order: [0, 1] });
    expect(await isBehind()).toEqual({ ...none, decisions: true });
    await computeAll();
    expect(await isBehind()).toEqual(none);
    await query(
      'update review_decisions set withdrawn_at = clock_timestamp() where comparison_id = $1',
      first,
    );
    expect(await isBehind()).toEqual({ ...none, decisions: true });
  });

  it('takes what reviewers decided instead of the votes: each decision that holds once, by who settled it', async () => {
    const [, , , , , olga, rita] = stage.annotators;
    const [first, second, third] = await addManyVotes(
      stage,
      [1, 1, 1].map((said) => ({ votes: [0, 1].map((by) => ({ by, said })) })),
    );
    const [ranked] = await store([[{ ranks: [3, 2, 1], order: [0, 1, 2], by: 0 }]]);
    await decide(first!, { by: [olga!, rita!], strength: -3, order: [1, 0] });
    await decide(second!, { by: [olga!], strength: 0, order: [0, 1] });
    await decide(third!, { by: [rita!], strength: 1, order: [0, 1] });
    await database.pool.query('update review_decisions set withdrawn_at = now() where comparison_id = $1', [
      third,
    ]);
    await decide(ranked!, { by: [rita!], ranks: [1, 2, 2], order: [2, 0, 1] });
    const board = await compute({ labels: 'adjudicated' });
    expect(board).toMatchObject({ votes: 5, rankings: 1 });
    expect(board.annotators.map(({ id }) => id).sort()).toEqual([olga, rita].sort());
    const of = (model: string) => board.models.find((row) => row.model === model);
    expect(of('model first')).toMatchObject({ votes: 2, wins: 1, losses: 0, ties: 1 });
    expect(of('model 0')).toMatchObject({ votes: 2, wins: 2 });
    expect(of('model 2')).toMatchObject({ votes: 2, losses: 1, ties: 1 });
    expect(await compute({ labels: 'adjudicated', annotatorId: olga! })).toMatchObject({ votes: 1 });
    expect(await compute({ labels: 'adjudicated', annotatorId: rita! })).toMatchObject({ votes: 4 });
    expect(await compute({ labels: 'adjudicated', to: '2020-01-01' })).toMatchObject({ votes: 0 });
    expect(await compute({ labels: 'adjudicated', control: 'length' })).toMatchObject({
      votes: 5,
      textMissing: 0,
    });
  });

  it('hides and counts models with fewer results, whose votes still tell of the others', async () => {
    const groups = drawn(13);
    await store(groups);
    const all = await compute();
    const least = all.models.map(({ votes }) => votes).sort((one, other) => one - other)[2]!;
    const board = await compute({ minVotes: least });
    const kept = all.models.filter(({ votes }) => votes >= least);
    expect(board.hiddenModels).toBe(all.models.length - kept.length);
    expect(board.hiddenModels).toBeGreaterThan(0);
    expect(board.votes).toBe(all.votes);
    expect(board.models.map(({ model, votes, ability, low }) => ({ model, votes, ability, low }))).toEqual(
      kept.map(({ model, votes, ability, low }) => ({ model, votes, ability, low })),
    );
    expect(board.wins.map((row) => row.length)).toEqual(kept.map(() => kept.length));
    for (const { worstRank } of board.models) expect(worstRank).toBeLessThanOrEqual(kept.length);
    expect(await compute({ minVotes: 1_000_000 })).toMatchObject({
      models: [],
      hiddenModels: all.models.length,
      islands: [],
    });
  });
});
