import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Leaderboard, LeaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { leaderboardOptions } from '@pairwright/contract/statistics/leaderboard';
import { computed } from '@pairwright/core/statistics/statistics.fixture';
import { bradleyTerry } from '@pairwright/stats/pairwise/bradley-terry';
import { comparisonsOfRows } from '@pairwright/stats/pairwise/comparisons';
import { openDemoKit } from './demo.fixture.ts';
import { loadDemo } from './load-demo.ts';
import { publishedVotes } from './mt-bench.fixture.ts';
import type { MtBenchVote } from './mt-bench-rows.ts';

const kit = await openDemoKit();
afterAll(() => kit.close());

let projectId: string;
/** The votes as they are published; votes of one judge on what they had judged before do not count here. */
let published: MtBenchVote[];

beforeAll(async () => {
  await loadDemo(kit.services);
  const project = await kit.database.db
    .selectFrom('projects')
    .select('id')
    .where('slug', '=', 'demo-mt-bench')
    .executeTakeFirstOrThrow();
  projectId = project.id;
  published = await publishedVotes();
});

const boardOf = (options: Partial<LeaderboardOptions> = {}): Promise<Leaderboard> =>
  computed(kit.services, projectId, { kind: 'leaderboard', options: leaderboardOptions.parse(options) });

describe('the leaderboard of the MT-Bench votes', () => {
  it('has the abilities that the published votes have', async () => {
    const board = await boardOf();
    const rows = published.map(
      (vote) =>
        [
          vote.model_a,
          vote.model_b,
          vote.winner === 'tie' ? 0 : vote.winner === 'model_a' ? 1 : -1,
          1,
        ] as const,
    );
    const direct = comparisonsOfRows(rows);
    const { fit } = bradleyTerry(direct, { positionEffect: true });
    expect(board.votes).toBe(published.length);
    expect(board.models.map(({ model }) => model)).toEqual([
      'gpt-4',
      'claude-v1',
      'gpt-3.5-turbo',
      'vicuna-13b-v1.2',
      'alpaca-13b',
      'llama-13b',
    ]);
    for (const { model, ability } of board.models)
      expect(ability).toBeCloseTo(fit!.estimate.logAbility[direct.itemNames.indexOf(model)]!, 9);
    expect(board.position.value).toBeCloseTo(fit!.estimate.position!, 9);
    expect(board).toMatchObject({
      reason: null,
      withPrior: false,
      islands: [],
      sameModel: 0,
      textMissing: 0,
    });
  });

  it('counts every vote once for each of its two models, and the matrix adds up to them', async () => {
    const { models, wins, ties, votes } = await boardOf();
    expect(models.reduce((sum, model) => sum + model.votes, 0)).toBe(2 * votes);
    models.forEach((model, row) => {
      expect(wins[row]!.reduce((sum, won) => sum + won, 0)).toBe(model.wins);
      expect(ties[row]!.reduce((sum, tied) => sum + tied, 0)).toBe(model.ties);
    });
  });

  it('gives ranks as ranges, and says how many votes would part two models', async () => {
    const { models, votesNeeded } = await boardOf();
    expect(models.map(({ bestRank, worstRank }) => [bestRank, worstRank])).toEqual([
      [1, 2],
      [1, 3],
      [2, 3],
      [4, 4],
      [5, 5],
      [6, 6],
    ]);
    expect(votesNeeded[1]![2]).toBeGreaterThan(0);
    expect(votesNeeded[1]![2]).toBe(votesNeeded[2]![1]);
    expect(votesNeeded[0]![5]).toBe(0);
    expect(votesNeeded[3]![3]).toBeNull();
  });

  it('keeps to the votes that the options ask for', async () => {
    const math = await boardOf({ category: 'math' });
    expect(math.votes).toBeLessThan(published.length);
    expect(math.votes).toBeGreaterThan(100);
    expect((await boardOf({ category: 'no such' })).models).toEqual([]);
    expect(await boardOf({ from: '2999-01-01' })).toMatchObject({ votes: 0, reason: 'no_data' });
  });

  it('takes length and style out where asked', async () => {
    const style = await boardOf({ control: 'style' });
    expect(style.controls.map(({ name }) => name)).toEqual(['length', 'headings', 'lists', 'bold']);
    // The text of one of the six models is not in the data.
    expect(style.models).toHaveLength(5);
    expect(style.votes).toBe(published.length - style.textMissing);
    expect(style.votes).toBeGreaterThan(2_000);
    const { effect } = style.controls[0]!;
    expect(effect.n).toBe(style.votes);
    expect(effect.low).toBeLessThan(effect.value!);
    expect(effect.high).toBeGreaterThan(effect.value!);
    expect(style.models.map(({ ability }) => ability)).not.toEqual(
      (await boardOf()).models.map(({ ability }) => ability),
    );
  });

  it('is the same to the last digit when computed again', async () => {
    expect(JSON.stringify(await boardOf())).toBe(JSON.stringify(await boardOf()));
  });
});
