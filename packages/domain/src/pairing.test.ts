import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPairs, planPairs, type PairingPlan } from './pairing.ts';

const of = (...models: string[]) => models.map((model, index) => ({ model, text: `${model} ${index}` }));
const plans: fc.Arbitrary<PairingPlan> = fc.oneof(
  fc.constant({ plan: 'all_pairs' } as const),
  fc.record({ plan: fc.constant('against_baseline' as const), model: fc.constantFrom('m0', 'm1', 'gone') }),
  fc.record({ plan: fc.constant('random_k' as const), k: fc.integer({ min: 1, max: 12 }), seed: fc.nat() }),
);

describe('a pairing plan', () => {
  it('makes all pairs in canonical order', () => {
    expect(planPairs({ plan: 'all_pairs' }, of('a', 'b', 'c'), 'x')).toEqual({
      pairs: [
        [0, 1],
        [0, 2],
        [1, 2],
      ],
      identical: 0,
      baselineMissing: false,
    });
  });

  it('pairs every other model with the baseline, not its samples with each other', () => {
    expect(planPairs({ plan: 'against_baseline', model: 'b' }, of('a', 'b', 'c', 'b'), 'x').pairs).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
      [2, 3],
    ]);
  });

  it('says when the baseline is missing', () => {
    expect(planPairs({ plan: 'against_baseline', model: 'z' }, of('a', 'b'), 'x')).toEqual({
      pairs: [],
      identical: 0,
      baselineMissing: true,
    });
  });

  it('leaves identical texts out and counts them', () => {
    const same = [
      { model: 'a', text: 'yes' },
      { model: 'b', text: 'yes' },
      { model: 'c', text: 'no' },
    ];
    expect(planPairs({ plan: 'all_pairs' }, same, 'x')).toEqual({
      pairs: [
        [0, 2],
        [1, 2],
      ],
      identical: 1,
      baselineMissing: false,
    });
    expect(planPairs({ plan: 'random_k', k: 2, seed: 5 }, same, 'x').pairs).toHaveLength(2);
  });

  it('draws the same pairs for the same prompt, and over many prompts every pair about as often', () => {
    const plan = { plan: 'random_k', k: 2, seed: 7 } as const;
    const responses = of('a', 'b', 'c', 'd');
    const seen = new Map<string, number>();
    for (let prompt = 0; prompt < 600; prompt++) {
      const { pairs } = planPairs(plan, responses, `prompt ${prompt}`);
      expect(planPairs(plan, responses, `prompt ${prompt}`).pairs).toEqual(pairs);
      for (const pair of pairs) seen.set(pair.join('-'), (seen.get(pair.join('-')) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const count of seen.values()) expect(count).toBeGreaterThan(140);
  });

  it('makes as many pairs as it counted beforehand, each once, the lower index first', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 2, max: 8 }), fc.string(), (plan, count, key) => {
        const responses = of(...Array.from({ length: count }, (_, index) => `m${index % 4}`));
        const { pairs } = planPairs(plan, responses, key);
        expect(pairs).toHaveLength(
          countPairs(
            plan,
            responses.map(({ model }) => model),
          ),
        );
        expect(new Set(pairs.map(String)).size).toBe(pairs.length);
        for (const [first, second] of pairs) expect(first).toBeLessThan(second);
      }),
    );
  });
});
