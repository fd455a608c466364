import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolve, type Vote } from './resolution.ts';
import { changesOf, hasBallot, labelComparison, labelRecipe, pairLabelOf } from './resolution-result.ts';
import type { CountedJudgment } from './resolution-units.ts';

const preference = (strength: number): CountedJudgment => ({ outcome: 'preference', strength, ranks: null });
const said = (outcome: 'tie' | 'both_bad' | 'cannot_judge'): CountedJudgment => ({
  outcome,
  strength: outcome === 'tie' ? 0 : null,
  ranks: null,
});
const ranking = (...ranks: (number | null)[]): CountedJudgment => ({
  outcome: 'ranking',
  strength: null,
  ranks,
});
const label = (responses: number, judgments: CountedJudgment[], more = {}) =>
  labelComparison({ responses, judgments, likeliest: null, decision: null, ...more });

describe('labels of pairs', () => {
  it('says how the label was found, whose it is and how strong', () => {
    expect(label(2, [preference(-2)])).toEqual({
      method: 'single',
      result: 'winner',
      reason: null,
      winner: 0,
      strength: -2,
      agreement: 1,
      votesUsed: 1,
    });
    expect(label(2, [preference(3), preference(1), said('tie')])).toMatchObject({
      method: 'majority',
      result: 'winner',
      winner: 1,
      strength: 4 / 3,
      agreement: 2 / 3,
      votesUsed: 3,
    });
    expect(label(2, [said('tie'), said('tie')])).toMatchObject({ result: 'tie', winner: null, strength: 0 });
    expect(label(2, [said('both_bad')])).toMatchObject({ result: 'both_bad', strength: null });
  });

  it('forces no winner', () => {
    expect(label(2, [preference(-1), preference(3)])).toMatchObject({ result: 'contested', winner: null });
    expect(label(2, [])).toMatchObject({
      result: 'unresolved',
      reason: 'too_few_judgments',
      method: null,
      votesUsed: 0,
    });
    expect(label(2, [said('cannot_judge')])).toMatchObject({ result: 'unresolved', reason: 'cannot_judge' });
    expect(label(1, [{ outcome: 'thumbs_up', strength: null, ranks: null }])).toMatchObject({
      result: 'unresolved',
      reason: 'no_preference',
    });
  });

  it('takes the likeliest label where votes are weighed, and calls two of them contested', () => {
    const votes = [preference(-3), preference(1), preference(1)];
    expect(label(2, votes, { likeliest: [0] })).toMatchObject({
      method: 'weighted',
      winner: 0,
      agreement: 1 / 3,
      strength: -1 / 3,
    });
    expect(label(2, votes, { likeliest: [0, 1] })).toMatchObject({ method: 'weighted', result: 'contested' });
    expect(label(2, [preference(2)], { likeliest: [1] })).toMatchObject({ method: 'single', winner: 1 });
  });

  it('puts a decision before all votes and still tells how many there are', () => {
    const decision = { outcome: 'tie', strength: 0, ranks: null };
    expect(label(2, [preference(-3), preference(-3)], { decision })).toEqual({
      method: 'adjudicated',
      result: 'tie',
      reason: null,
      winner: null,
      strength: 0,
      agreement: null,
      votesUsed: 2,
    });
  });

  it('is the rule of data sets, for any votes', () => {
    const vote = fc.oneof(
      fc.constantFrom(-3, -1.5, -1, 1, 2).map(preference),
      fc.constantFrom('tie' as const, 'both_bad' as const, 'cannot_judge' as const).map(said),
    );
    const facts = {
      flagged: false,
      textMissing: false,
      identical: false,
      blankFirst: false,
      blankSecond: false,
    };
    fc.assert(
      fc.property(fc.array(vote, { minLength: 1, maxLength: 7 }), (votes) => {
        const rule = resolve(labelRecipe, votes as unknown as Vote[], facts);
        const found = label(2, votes);
        const wanted = { first: 'winner', second: 'winner', tie: 'tie', both_bad: 'both_bad' } as const;
        if (rule.label === 'unresolved')
          expect(found.result).toBe(rule.dropped === 'no_majority' ? 'contested' : 'unresolved');
        else {
          expect(found.result).toBe(wanted[rule.label]);
          expect(Math.abs(found.strength ?? 0)).toBe(rule.margin);
          expect(found.agreement).toBe(rule.agreement);
        }
      }),
    );
  });
});

describe('labels of rankings', () => {
  it('is the response that wins against each other one', () => {
    expect(label(3, [ranking(2, 1, 3), ranking(3, 1, 2)])).toMatchObject({
      method: 'majority',
      result: 'winner',
      winner: 1,
      strength: null,
    });
    // Round in a circle: nobody wins against all.
    expect(label(3, [ranking(1, 2, 3), ranking(2, 3, 1), ranking(3, 1, 2)])).toMatchObject({
      result: 'contested',
    });
    expect(label(3, [ranking(1, 1, 1)])).toMatchObject({ result: 'tie' });
    expect(label(3, [ranking(0, 0, 0)])).toMatchObject({ result: 'both_bad' });
    expect(label(3, [ranking(1, 2, 3)], { decision: ranking(3, 2, 1) })).toMatchObject({
      method: 'adjudicated',
      winner: 2,
    });
  });
});

it('counts as ballots what compares, and names what changed', () => {
  expect(hasBallot(preference(1), 2)).toBe(true);
  expect(hasBallot(said('cannot_judge'), 2)).toBe(false);
  expect(hasBallot(preference(1), 3)).toBe(false);
  expect(pairLabelOf(ranking(2, 1))).toBe(1);
  expect(pairLabelOf(said('cannot_judge'))).toBeNull();
  const before = { result: 'winner', winner: 0, shares: [1, 0] };
  expect(changesOf(before, { ...before, winner: 1, shares: [1, 0] }, ['result', 'winner', 'shares'])).toEqual(
    ['winner'],
  );
});
