import type { StepLabel } from '@pairwright/contract/judgment';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainPair } from './form.ts';
import { judgmentFaults } from './judge.ts';
import { areStepsJudged, labelStep } from './step-labels.ts';

it('labels steps in their order', () => {
  expect(labelStep([], { index: 0, label: 'right' }, false)).toEqual(['right']);
  expect(labelStep(['right'], { index: 2, label: 'wrong' }, false)).toEqual(['right']);
  expect(labelStep(['right', 'right'], { index: 0, label: 'neutral' }, false)).toEqual(['neutral', 'right']);
});

it('ends at the first wrong step where judging stops there', () => {
  expect(labelStep(['right', 'right', 'right'], { index: 1, label: 'wrong' }, true)).toEqual([
    'right',
    'wrong',
  ]);
  expect(areStepsJudged(['right', 'wrong'], 5, true)).toBe(true);
  expect(areStepsJudged(['right', 'wrong'], 5, false)).toBe(false);
  expect(areStepsJudged(['right', 'neutral'], 5, true)).toBe(false);
});

it('what needs no further label is free of faults', () => {
  const label = fc.constantFrom<StepLabel>('right', 'wrong', 'neutral');
  const given = fc.array(fc.record({ index: fc.nat(12), label }), { maxLength: 40 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), fc.boolean(), given, (steps, stopAtFirstError, all) => {
      let labels: readonly StepLabel[] = [];
      for (const one of all) if (one.index < steps) labels = labelStep(labels, one, stopAtFirstError);
      const plain = plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: false });
      const main = { kind: 'single', ask: 'steps', stopAtFirstError, allowCannotJudge: false } as const;
      const text = Array.from({ length: steps }, (_, step) => `Step ${step}`).join('\n\n');
      const faults = judgmentFaults(
        { ...plain, main },
        { answer: { outcome: 'steps', labels: [...labels] }, details: {}, rationale: '' },
        [[text]],
      );
      expect(faults.length === 0).toBe(areStepsJudged(labels, steps, stopAtFirstError));
    }),
  );
});
