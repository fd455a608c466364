import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Agreement, agreementOptions } from '@pairwright/contract/statistics/agreement';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { createStage } from '../../datasets/datasets.fixture.ts';
import { addManyVotes, type SaidOfPair } from '../many-votes.fixture.ts';
import { computed } from '../statistics.fixture.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function fixture<Content>(name: string): Promise<Content> {
  const file = new URL(`../../../../stats/src/fixtures/${name}`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as Content;
}

/** Puts the votes in as judgments and computes as a worker does. */
async function agreementOf(pairs: readonly SaidOfPair[], annotators: number): Promise<Agreement> {
  const stage = await createStage(database, { annotators });
  try {
    await addManyVotes(stage, pairs);
    return await computed(stage.ctx, stage.projectId, {
      kind: 'agreement',
      options: agreementOptions.parse({}),
    });
  } finally {
    await stage.close();
  }
}

/** Numbers that another implementation made from the published votes, straight from the definitions. */
function expectNumbers(said: Agreement, known: Reference): void {
  const { direction, strength } = said;
  expect(direction.labels).toEqual(['first', 'tie', 'second', 'both_bad']);
  expect(strength.values).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  expect(said.shared).toBe(known.comparisons);
  const near = (numbers: object, expected: Readonly<Record<string, number>>): void => {
    for (const [name, value] of Object.entries(expected))
      expect((numbers as Agreement['direction']['coefficients'])[name as 'alpha'].value, name).toBeCloseTo(
        value,
        10,
      );
  };
  near(direction.percent, known.percent);
  near(direction.percentWithoutTies, known.percentWithoutTies);
  near(direction.coefficients, known.direction);
  near(strength.coefficients, known.strength);
  for (const { value, low, high } of [
    ...Object.values(direction.percent),
    direction.coefficients.alpha,
    direction.coefficients.gwet,
    strength.coefficients.alpha,
    strength.coefficients.fleiss,
  ]) {
    expect(low).toBeLessThan(value!);
    expect(high).toBeGreaterThan(value!);
    expect(high! - low!).toBeLessThan(0.12);
  }
}

interface Reference {
  readonly comparisons: number;
  readonly percent: Readonly<Record<string, number>>;
  readonly percentWithoutTies: Readonly<Record<string, number>>;
  readonly direction: Readonly<Record<string, number>>;
  readonly strength: Readonly<Record<string, number>>;
}

describe('the votes of PandaLM', () => {
  it('have the published kappas, 0.85, 0.88 and 0.86', async () => {
    const { choices } = await fixture<{ choices: Record<string, string> }>('pandalm-choices.json');
    const columns = Object.values(choices);
    const pairs = [...columns[0]!].map((_, at) => ({
      votes: columns.map((column, by) => ({ by, said: ({ a: -3, t: 0, b: 3 } as const)[column[at] as 'a'] })),
    }));
    const said = await agreementOf(pairs, 3);
    expect(said.matrix.pairs.map(({ kappa }) => kappa?.toFixed(3))).toEqual(['0.852', '0.879', '0.862']);
    expect(said.matrix.pairs.map(({ shared }) => shared)).toEqual([999, 999, 999]);
    expectNumbers(said, {
      comparisons: 999,
      percent: { perComparison: 0.919919919919921, pooled: 0.91991991991992, unanimous: 0.8798798798798799 },
      percentWithoutTies: {
        perComparison: 0.9485458612975392,
        pooled: 0.9473282442748091,
        unanimous: 0.9228187919463087,
      },
      direction: {
        alpha: 0.8642206851960816,
        gwet: 0.9003324422787146,
        brennanPrediger: 0.893226559893228,
        fleiss: 0.8641753649975531,
        cohen: 0.8642093146143437,
      },
      strength: {
        alpha: 0.8774636737774044,
        gwet: 0.8826800897314114,
        brennanPrediger: 0.7545045045045092,
        fleiss: 0.8771762258891009,
        cohen: 0.877162748710597,
      },
    });
    expect(said.ceiling.accuracy.value!).toBeCloseTo((1 + Math.sqrt(2 * 0.9473282442748091 - 1)) / 2, 10);
  });
});

/** How much better a penalty lower by so much is, for a test of the whole scale. */
function strengthOf(lower: number): number {
  const level = lower === 0 ? 0 : Math.abs(lower) >= 5 ? 3 : Math.abs(lower) >= 2 ? 2 : 1;
  return level === 0 ? 0 : Math.sign(lower) * level;
}

describe('the votes of translators on Chinese texts', () => {
  it('agree as little as another implementation finds', async () => {
    const { segments } = await fixture<{ segments: [number[], ...number[][]][] }>('zh-en-penalties.json');
    const raters = [...new Set(segments.flatMap(([each]) => each))].sort();
    const pairs = segments.flatMap(([each, ...penalties]) =>
      penalties.flatMap((first, one) =>
        penalties.slice(one + 1).map((second) => ({
          votes: each.map((rater, at) => ({
            by: raters.indexOf(rater),
            said: strengthOf(Math.round((first[at]! - second[at]!) * 1e6) / 1e6),
          })),
        })),
      ),
    );
    expect(pairs.flatMap(({ votes }) => votes)).toHaveLength(6_786);
    const said = await agreementOf(pairs, raters.length);
    expect(said).toMatchObject({ votes: 6_786, comparisons: 2_262, annotators: 8 });
    expectNumbers(said, {
      comparisons: 2_262,
      percent: {
        perComparison: 0.521220159151196,
        pooled: 0.5212201591511937,
        unanimous: 0.34040671971706454,
      },
      percentWithoutTies: {
        perComparison: 0.7030730084165219,
        pooled: 0.7260616153205662,
        unanimous: 0.632413388138579,
      },
      direction: {
        alpha: 0.2551769079708782,
        gwet: 0.3906804740350755,
        brennanPrediger: 0.36162687886826134,
        fleiss: 0.25506713301259404,
        cohen: 0.26102272592096276,
      },
      strength: {
        alpha: 0.3942905788312464,
        gwet: 0.5718329028644836,
        brennanPrediger: 0.4797008547008532,
        fleiss: 0.3997221672432737,
        cohen: 0.39296274620848554,
      },
    });
    // Each of the 6,786 pairs of votes is in the confusion once.
    const { counts } = said.confusion;
    const once = counts.flatMap((row, at) => row.slice(at)).reduce((sum, count) => sum + count, 0);
    expect(once).toBe(6_786);
  });
});
