import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countComparisons, planComparisons, type PairingPlan } from './pairing.ts';

const of = (...models: string[]) => models.map((model, index) => ({ model, text: `${model} ${index}` }));
const plans: fc.Arbitrary<PairingPlan> = fc.oneof(
  fc.constant({ plan: 'all_pairs' } as const),
  fc.record({ plan: fc.constant('against_baseline' as const), model: fc.constantFrom('m0', 'm1', 'gone') }),
  fc.record({ plan: fc.constant('random_k' as const), k: fc.integer({ min: 1, max: 12 }), seed: fc.nat() }),
);

describe('a pairing plan', () => {
  it('makes all pairs in canonical order', () => {
    expect(planComparisons({ plan: 'all_pairs' }, of('a', 'b', 'c'), 'x')).toEqual({
      comparisons: [
        [0, 1],
        [0, 2],
        [1, 2],
      ],
      identical: 0,
      baselineMissing: false,
    });
  });

  it('pairs every other model with the baseline, not its samples with each other', () => {
    expect(
      planComparisons({ plan: 'against_baseline', model: 'b' }, of('a', 'b', 'c', 'b'), 'x').comparisons,
    ).toEqual([
      [0, 1],
      [0, 3],
      [1, 2],
      [2, 3],
    ]);
  });

  it('says when the baseline is missing', () => {
    expect(planComparisons({ plan: 'against_baseline', model: 'z' }, of('a', 'b'), 'x')).toEqual({
      comparisons: [],
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
    expect(planComparisons({ plan: 'all_pairs' }, same, 'x')).toEqual({
      comparisons: [
        [0, 2],
        [1, 2],
      ],
      identical: 1,
      baselineMissing: false,
    });
    expect(planComparisons({ plan: 'random_k', k: 2, seed: 5 }, same, 'x').comparisons).toHaveLength(2);
  });

  it('draws the same pairs for the same prompt, and over many prompts every pair about as often', () => {
    const plan = { plan: 'random_k', k: 2, seed: 7 } as const;
    const responses = of('a', 'b', 'c', 'd');
    const seen = new Map<string, number>();
    for (let prompt = 0; prompt < 600; prompt++) {
      const { comparisons: pairs } = planComparisons(plan, responses, `prompt ${prompt}`);
      expect(planComparisons(plan, responses, `prompt ${prompt}`).comparisons).toEqual(pairs);
      for (const pair of pairs) seen.set(pair.join('-'), (seen.get(pair.join('-')) ?? 0) + 1);
    }
    expect(seen.size).toBe(6);
    for (const count of seen.values()) expect(count).toBeGreaterThan(140);
  });

  it('makes as many pairs as it counted beforehand, each once, the lower index first', () => {
    fc.assert(
      fc.property(plans, fc.integer({ min: 2, max: 8 }), fc.string(), (plan, count, key) => {
        const responses = of(...Array.from({ length: count }, (_, index) => `m${index % 4}`));
        const { comparisons: pairs } = planComparisons(plan, responses, key);
        expect(pairs).toHaveLength(
          countComparisons(
            plan,
            responses.map(({ model }) => model),
          ),
        );
        expect(new Set(pairs.map(String)).size).toBe(pairs.length);
        for (const [first, second] of pairs) expect(first).toBeLessThan(second!);
      }),
    );
  });
});

describe('a plan of groups', () => {
  const size = fc.integer({ min: 3, max: 9 });
  const seed = fc.nat();
  const key = fc.string();
  const answers = fc.array(
    fc.record({ model: fc.constantFrom('a', 'b', 'c'), text: fc.constantFrom(...'0123456789abcdefghij') }),
    { minLength: 1, maxLength: 40 },
  );

  it('puts all responses that fit into one comparison, and those that do not into as few as possible', () => {
    const plan = { plan: 'groups', size: 4, seed: 1 } as const;
    expect(planComparisons(plan, of('a', 'b', 'c', 'd'), 'x').comparisons).toEqual([[0, 1, 2, 3]]);
    const sizes = planComparisons(plan, of('a', 'b', 'c', 'd', 'e', 'f'), 'x').comparisons.map(
      (group) => group.length,
    );
    expect(sizes).toEqual([3, 3]);
  });

  it('keeps one response of each text: the one whose model name comes first', () => {
    const same = ['b', 'a', 'c'].map((model) => ({ model, text: model === 'c' ? 'no' : 'yes' }));
    expect(planComparisons({ plan: 'groups', size: 3, seed: 0 }, same, 'x')).toEqual({
      comparisons: [[1, 2]],
      identical: 1,
      baselineMissing: false,
    });
    expect(planComparisons({ plan: 'groups', size: 3, seed: 0 }, same.slice(0, 2), 'x')).toEqual({
      comparisons: [],
      identical: 1,
      baselineMissing: false,
    });
  });

  it('puts every different text into exactly one group of nearly the same size, or counts why not', () => {
    fc.assert(
      fc.property(answers, size, seed, key, (responses, most, drawn, rowKey) => {
        const plan = { plan: 'groups', size: most, seed: drawn } as const;
        const { comparisons, identical } = planComparisons(plan, responses, rowKey);
        const texts = new Set(responses.map(({ text }) => text));
        expect(texts.size + identical).toBe(responses.length);
        const used = comparisons.flat().map((index) => responses[index]!.text);
        expect(new Set(used).size).toBe(used.length);
        expect(used).toHaveLength(texts.size < 2 ? 0 : texts.size);
        const sizes = comparisons.map((group) => group.length);
        if (sizes.length > 0) {
          expect(Math.min(...sizes)).toBeGreaterThanOrEqual(2);
          expect(Math.max(...sizes)).toBeLessThanOrEqual(most);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('makes the same groups in whatever order a row has its responses', () => {
    fc.assert(
      fc.property(answers, size, seed, key, (responses, most, drawn, rowKey) => {
        const plan = { plan: 'groups', size: most, seed: drawn } as const;
        const groupsOf = (given: typeof responses) =>
          planComparisons(plan, given, rowKey)
            .comparisons.map((group) =>
              group
                .map((index) => `${given[index]!.model} ${given[index]!.text}`)
                .sort()
                .join(),
            )
            .sort();
        expect(groupsOf(responses.toReversed())).toEqual(groupsOf(responses));
      }),
    );
  });

  it('deals differently for different prompts', () => {
    const plan = { plan: 'groups', size: 3, seed: 5 } as const;
    const responses = of('a', 'b', 'c', 'd', 'e', 'f');
    const seen = new Set<string>();
    for (let prompt = 0; prompt < 200; prompt++)
      seen.add(JSON.stringify(planComparisons(plan, responses, `prompt ${prompt}`).comparisons.toSorted()));
    // Ten ways to divide six into two groups of three.
    expect(seen.size).toBe(10);
  });
});

describe('a plan of singles', () => {
  it('makes one comparison per response, equal texts once', () => {
    const responses = [...of('b', 'c'), { model: 'a', text: 'c 1' }];
    expect(planComparisons({ plan: 'singles' }, responses, 'x')).toEqual({
      comparisons: [[0], [2]],
      identical: 1,
      baselineMissing: false,
    });
    expect(countComparisons({ plan: 'singles' }, ['a', 'b', 'c'])).toBe(3);
  });
});
