import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Agreement,
  type AgreementOptions,
  agreementOptions,
} from '@pairwright/contract/statistics/agreement';
import { computed } from '@pairwright/core/statistics/statistics.fixture';
import { openDemoKit } from './demo.fixture.ts';
import { loadDemo } from './load-demo.ts';

const kit = await openDemoKit();
afterAll(() => kit.close());

let projectId: string;
beforeAll(async () => {
  await loadDemo(kit.services);
  ({ id: projectId } = await kit.database.db
    .selectFrom('projects')
    .select('id')
    .where('slug', '=', 'demo-mt-bench')
    .executeTakeFirstOrThrow());
});

const agreementOf = (options: Partial<AgreementOptions> = {}): Promise<Agreement> =>
  computed(kit.services, projectId, { kind: 'agreement', options: agreementOptions.parse(options) });

describe('the agreement of the judges of MT-Bench', () => {
  it('is what another implementation finds in the published votes', async () => {
    const { direction, strength, ...said } = await agreementOf();
    expect(said).toMatchObject({ comparisons: 1_814, shared: 960, annotators: 65 });
    const valuesOf = (numbers: Record<string, { value: number | null }>) =>
      Object.fromEntries(Object.entries(numbers).map(([name, { value }]) => [name, value]));
    const near = (numbers: Record<string, number>) =>
      Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, expect.closeTo(value, 10)]));
    expect(valuesOf(direction.percent)).toEqual(
      near({ perComparison: 0.6713293650793655, pooled: 0.6552598225602028, unanimous: 0.5979166666666667 }),
    );
    // The authors say of their votes without ties: over 80 %.
    expect(valuesOf(direction.percentWithoutTies)).toEqual(
      near({ perComparison: 0.8276585598474007, pooled: 0.8270967741935484, unanimous: 0.7868383404864091 }),
    );
    expect(direction.labels).toEqual(['first', 'tie', 'second', 'both_bad']);
    expect(valuesOf(direction.coefficients)).toEqual(
      near({
        alpha: 0.4848956965883727,
        gwet: 0.5801202651201509,
        brennanPrediger: 0.5617724867724873,
        fleiss: 0.49565654042933727,
        cohen: 0.30424754836488616,
      }),
    );
    expect(strength.values).toEqual([-3, 0, 3]);
    expect(valuesOf(strength.coefficients)).toEqual(
      near({
        alpha: 0.5759400885489621,
        gwet: 0.5439665630579908,
        brennanPrediger: 0.5234635416666705,
        fleiss: 0.584364628116767,
        cohen: 0.3626179705779729,
      }),
    );
  });

  it('draws whole prompts for its intervals, and says how often', async () => {
    const { bootstrap, direction } = await agreementOf();
    expect(bootstrap).toEqual({ replicates: 1_000, prompts: 80 });
    const { value, low, high } = direction.coefficients.alpha;
    expect(low).toBeLessThan(value!);
    expect(high).toBeGreaterThan(value!);
    expect(high! - low!).toBeLessThan(0.15);
  });

  it('names the longer answer and the side as what sways, on what has its texts', async () => {
    const { bias } = await agreementOf();
    expect(bias.longer.value).toBeGreaterThan(0.6);
    expect(bias.length.reduce((sum, { longer }) => sum + longer.n, 0)).toBe(bias.longer.n);
    expect(bias.textMissing).toBeGreaterThan(500);
    expect(bias.left.n).toBeGreaterThanOrEqual(bias.longer.n + bias.textMissing);
  });

  it('is the same to the last digit when computed again', async () => {
    expect(JSON.stringify(await agreementOf())).toBe(JSON.stringify(await agreementOf()));
  });
});
