import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chiSquaredQuantile } from '@pairwright/stats/numeric/chi-squared-quantile';
import { systemIds } from '@pairwright/runtime/ids';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import type { TestProject } from '../../annotate/annotate.fixture.ts';
import { createActive, pool } from './active.fixture.ts';

/** Whether the draw gives each comparison as often as it says. All draws are from the same state: each is rolled back. */

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const COMPARISONS = 100;
const DRAWS = 1_500;
/** Chance of a false alarm of each check here. */
const ALARM = 1e-7;
/** Standard deviations that a normal number exceeds on either side with less than that. */
const FAR = 5.4;

interface Draw {
  readonly rank: number;
  readonly probability: number;
}

async function drawOften({ projectId, annotators }: TestProject): Promise<Draw[]> {
  const me = annotators[0]!.actor.userId;
  const client = await database.pool.connect();
  const draws: Draw[] = [];
  try {
    await client.query('select setseed(0.25)');
    for (let turn = 0; turn < DRAWS; turn += 1) {
      await client.query('begin');
      await client.query('select claim_assignments($1, $2, 1, $3)', [projectId, me, [systemIds.next()]]);
      const { rows } = await client.query<Draw>(
        `select c.rank::int as rank, a.sampling_probability as probability from assignments a join comparisons c on c.id = a.comparison_id
         where a.annotator_id = $1 and a.state = 'leased'`,
        [me],
      );
      draws.push(rows[0]!);
      await client.query('rollback');
    }
  } finally {
    client.release();
  }
  return draws;
}

/** Blocks of the order as the draw makes them, worked out here. */
function uniformChances(width: number): number[] {
  const blocks = Math.floor(COMPARISONS / width);
  const blockOf = (index: number) =>
    Array.from({ length: blocks }, (_, block) => block).findLast(
      (block) => Math.floor((block * COMPARISONS) / blocks) <= index,
    )!;
  const sizes = Array.from({ length: COMPARISONS }, (_, index) => blockOf(index));
  return sizes.map((block) => 1 / blocks / sizes.filter((other) => other === block).length);
}

/** The chance of each comparison by rank, worked out from what is stored. */
async function chancesOf(projectId: string, uniform: number): Promise<number[]> {
  const { rows } = await database.pool.query<{
    rank: number;
    hand: number;
    value: number;
    hands: number;
    width: string;
  }>(
    `select c.rank::int as rank, i.hand, i.value, p.hands, p.block_width as width from comparisons c
     join active_pools p on p.project_id = c.project_id
     left join active_pool_items i on i.comparison_id = c.id where c.project_id = $1 order by c.rank`,
    [projectId],
  );
  const flat = uniformChances(Number(rows[0]!.width));
  return rows.map(({ hand, value, hands }, index) => {
    const all = rows.filter((row) => row.hand === hand).reduce((sum, row) => sum + row.value, 0);
    return uniform * flat[index]! + (hand === null ? 0 : ((1 - uniform) * value) / hands / all);
  });
}

/** Pearson's statistic against its quantile. */
function expectFrequencies(draws: readonly Draw[], chances: readonly number[]): void {
  const seen = new Float64Array(chances.length);
  for (const { rank } of draws) seen[rank - 1]! += 1;
  const statistic = chances.reduce(
    (sum, chance, index) => sum + (seen[index]! - chance * draws.length) ** 2 / (chance * draws.length),
    0,
  );
  expect(statistic).toBeLessThan(chiSquaredQuantile(1 - ALARM, chances.length - 1));
}

/** A total over all comparisons, estimated by weighing what was drawn with 1 / probability. */
function expectWeighted(
  draws: readonly Draw[],
  chances: readonly number[],
  value: (rank: number) => number,
): void {
  const truth = chances.reduce((sum, _, index) => sum + value(index + 1), 0);
  const variance =
    chances.reduce((sum, chance, index) => sum + value(index + 1) ** 2 / chance, 0) - truth ** 2;
  const mean =
    draws.reduce((sum, { rank, probability }) => sum + value(rank) / probability, 0) / draws.length;
  expect(Math.abs(mean - truth)).toBeLessThan(FAR * Math.sqrt(variance / draws.length) + 1e-9);
}

const fourModels = (rank: number): string[] => [`m${rank % 3}`, `m${3 + (rank % 2)}`];

describe('what the draw gives', () => {
  test('comes as often as the probability says, and weighing by it gives the truth', async () => {
    const project = await createActive(database, {
      comparisons: COMPARISONS,
      uniformPercent: 40,
      models: fourModels,
    });
    await pool(database, project.projectId);
    // A pool of a part only, as it is where there are many comparisons; unequal, as after votes.
    await database.pool.query(
      `delete from active_pool_items i using comparisons c where c.id = i.comparison_id and c.project_id = $1 and c.rank % 3 = 0`,
      [project.projectId],
    );
    await database.pool.query(
      `update active_pool_items i set value = i.value * (1 + c.rank % 5) from comparisons c where c.id = i.comparison_id and c.project_id = $1`,
      [project.projectId],
    );
    const chances = await chancesOf(project.projectId, 0.4);
    expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
    const draws = await drawOften(project);
    for (const { rank, probability } of draws) expect(probability).toBeCloseTo(chances[rank - 1]!, 12);
    expectFrequencies(draws, chances);
    expectWeighted(draws, chances, () => 1);
    // A share that the pool is biased about: those with much value.
    expectWeighted(draws, chances, (rank) => (rank % 5 >= 3 && rank % 3 !== 0 ? 1 : 0));
    const plain = draws.filter(({ rank }) => rank % 5 >= 3 && rank % 3 !== 0).length / draws.length;
    expect(plain).toBeGreaterThan(0.35);
  });

  test('is uniform where everything is, with and without a pool', async () => {
    const project = await createActive(database, { comparisons: COMPARISONS, uniformPercent: 100 });
    const draws = await drawOften(project);
    const flat = uniformChances(32);
    // Blocks of 33, 33 and 34: nearly the same for all.
    for (const chance of flat) expect(chance).toBeCloseTo(0.01, 3);
    for (const { rank, probability } of draws) expect(probability).toBeCloseTo(flat[rank - 1]!, 12);
    expectFrequencies(draws, flat);
  });

  test('is from what this person may get, and the probability too', async () => {
    const project = await createActive(database, {
      comparisons: COMPARISONS,
      annotators: 2,
      models: fourModels,
    });
    const { projectId } = project;
    await pool(database, projectId);
    await database.pool.query(
      `update comparisons set only_for = '{team:red}' where project_id = $1 and rank % 2 = 0`,
      [projectId],
    );
    const draws = await drawOften(project);
    expect(draws.every(({ rank }) => rank % 2 === 1)).toBe(true);
    const drawn = new Map(draws.map(({ rank, probability }) => [rank, probability]));
    expect(drawn.size).toBe(COMPARISONS / 2);
    expect([...drawn.values()].reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 12);
  });
});
