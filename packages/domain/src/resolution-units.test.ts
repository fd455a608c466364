import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PairFacts } from './resolution.ts';
import {
  beatenBy,
  type CountedJudgment,
  resolveUnits,
  rewriteFault,
  type UnitRecipe,
  unitsOf,
  voteFor,
} from './resolution-units.ts';

const recipe: UnitRecipe = {
  adjudicated: 'ignore',
  minJudgments: 1,
  majority: 'simple',
  ties: 'drop',
  bothBad: 'drop',
  dropFlagged: false,
  rankings: 'all',
  rewrites: 'include',
};
const facts: PairFacts = {
  flagged: false,
  textMissing: false,
  identical: false,
  blankFirst: false,
  blankSecond: false,
};
const ranking = (...ranks: (number | null)[]): CountedJudgment => ({
  outcome: 'ranking',
  strength: null,
  ranks,
});
const scale = (strength: number): CountedJudgment => ({ outcome: 'preference', strength, ranks: null });
const plain = (outcome: CountedJudgment['outcome']): CountedJudgment => ({
  outcome,
  strength: null,
  ranks: null,
});

/** The rows as "better > worse", and the reasons of the others. */
function outcomes(responses: number, judgments: CountedJudgment[], changes: Partial<UnitRecipe> = {}) {
  return resolveUnits({ ...recipe, ...changes }, { responses, judgments, factsOf: () => facts }).map(
    ({ unit, label, dropped }) => {
      if (unit === null || dropped !== null) return dropped;
      return label === 'first' ? `${unit.first}>${unit.second}` : `${unit.second}>${unit.first}`;
    },
  );
}

describe('the units of a comparison', () => {
  it('are each two of its responses', () => {
    expect(unitsOf(1)).toEqual([]);
    expect(unitsOf(3)).toEqual([
      { first: 0, second: 1 },
      { first: 0, second: 2 },
      { first: 1, second: 2 },
    ]);
    for (let count = 1; count <= 9; count++) expect(unitsOf(count)).toHaveLength((count * (count - 1)) / 2);
  });

  it('take from a ranking the order, not how far apart', () => {
    expect(outcomes(3, [ranking(2, 1, 3)])).toEqual(['1>0', '0>2', '1>2']);
    const [first] = resolveUnits(recipe, {
      responses: 3,
      judgments: [ranking(1, 3, 2)],
      factsOf: () => facts,
    });
    expect(first).toMatchObject({ margin: 1, agreement: 1, votes: { first: 1 } });
  });

  it('take ties and what is unacceptable as such, and nothing of what is below the best', () => {
    expect(outcomes(4, [ranking(1, 1, 0, 0)])).toEqual(['tie', '0>2', '0>3', '1>2', '1>3', 'both_bad']);
    expect(outcomes(3, [ranking(1, null, null)])).toEqual(['0>1', '0>2', 'too_few_judgments']);
  });

  it('resolve many rankings each by itself', () => {
    expect(outcomes(3, [ranking(1, 2, 3), ranking(1, 3, 2), ranking(2, 1, 3)])).toEqual([
      '0>1',
      '0>2',
      '1>2',
    ]);
    expect(outcomes(3, [ranking(1, 2, 3), plain('cannot_judge')], { minJudgments: 2 })).toEqual(
      Array.from({ length: 3 }, () => 'cannot_judge'),
    );
    expect(outcomes(3, [])).toEqual(Array.from({ length: 3 }, () => 'too_few_judgments'));
  });

  it('count rankings and answers on a scale of the same two responses together', () => {
    expect(outcomes(2, [ranking(2, 1), scale(-3), ranking(2, 1)])).toEqual(['1>0']);
    expect(outcomes(2, [ranking(2, 1), scale(-3)], { rankings: 'leave_out' })).toEqual(['0>1']);
  });

  it('are no pairs when a response was judged alone', () => {
    for (const outcome of ['thumbs_up', 'thumbs_down', 'rated', 'steps', 'cannot_judge'] as const)
      expect(outcomes(1, [plain(outcome)])).toEqual(['no_preference']);
    expect(voteFor(plain('thumbs_up'), { first: 0, second: 1 }, 2)).toBeNull();
    expect(voteFor(scale(1), { first: 0, second: 1 }, 3)).toBeNull();
  });
});

describe('the choice of pairs of a ranking', () => {
  const full = [ranking(2, 1, 4, 3)];
  it.each([
    ['all', ['1>0', '0>2', '0>3', '1>2', '1>3', '3>2']],
    ['adjacent', ['1>0', 'not_selected', '0>3', 'not_selected', 'not_selected', '3>2']],
    ['best_vs_rest', ['1>0', 'not_selected', 'not_selected', '1>2', '1>3', 'not_selected']],
    [
      'best_vs_worst',
      ['not_selected', 'not_selected', 'not_selected', '1>2', 'not_selected', 'not_selected'],
    ],
    ['leave_out', Array.from({ length: 6 }, () => 'not_selected')],
  ] as const)('%s', (rankings, wanted) => {
    expect(outcomes(4, full, { rankings })).toEqual(wanted);
  });

  it('takes equal ones together, keeps reasons that came before, and takes nothing of a circle', () => {
    expect(outcomes(3, [ranking(1, 2, 2)], { rankings: 'adjacent' })).toEqual(['0>1', '0>2', 'tie']);
    const circle = [ranking(1, 2, 3), ranking(3, 1, 2), ranking(2, 3, 1)];
    expect(outcomes(3, circle)).toEqual(['0>1', '2>0', '1>2']);
    for (const rankings of ['adjacent', 'best_vs_rest', 'best_vs_worst'] as const)
      expect(outcomes(3, circle, { rankings })).toEqual(Array.from({ length: 3 }, () => 'not_selected'));
  });

  it('changes nothing of two responses', () => {
    for (const rankings of ['adjacent', 'best_vs_rest', 'best_vs_worst'] as const)
      expect(outcomes(2, [scale(2)], { rankings })).toEqual(['1>0']);
  });

  it('only ever takes away', () => {
    const rank = fc.constantFrom(0, 1, 2, 3, 4, null);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(rank, rank, rank, rank), { maxLength: 4 }),
        fc.constantFrom('adjacent', 'best_vs_rest', 'best_vs_worst'),
        (ranks, rankings) => {
          const given = ranks.map((one) => ranking(...one));
          const all = outcomes(4, given);
          outcomes(4, given, { rankings }).forEach((one, index) =>
            expect([all[index], 'not_selected']).toContain(one),
          );
        },
      ),
    );
  });
});

describe('a rewrite', () => {
  const beaten = (judgment: CountedJudgment, parent: number | null, responses = 2) =>
    beatenBy({ judgment, parent, responses });

  it('of the chosen response beats both, of the other only that one', () => {
    expect(beaten(scale(-2), 0)).toEqual([0, 1]);
    expect(beaten(scale(-2), 1)).toEqual([1]);
    expect(beaten(scale(0.75), 1)).toEqual([0, 1]);
  });

  it('from nothing beats all', () => {
    expect(beaten(scale(-2), null)).toEqual([0, 1]);
    expect(beaten(plain('cannot_judge'), null)).toEqual([0, 1]);
    expect(beaten(ranking(1, 2, 3), null, 3)).toEqual([0, 1, 2]);
  });

  it('beats what was as good or as bad as the one it was made from', () => {
    expect(beaten(plain('tie'), 0)).toEqual([0, 1]);
    expect(beaten(plain('both_bad'), 1)).toEqual([0, 1]);
    expect(beaten(plain('cannot_judge'), 1)).toEqual([1]);
    expect(beaten(plain('thumbs_down'), 0, 1)).toEqual([0]);
  });

  it('of a ranked response beats that one and those below it', () => {
    expect(beaten(ranking(1, 2, 3, 2), 1, 4)).toEqual([1, 2, 3]);
    expect(beaten(ranking(1, null, null), 1, 3)).toEqual([1]);
    expect(beaten(ranking(1, 0, null), 0, 3)).toEqual([0, 1, 2]);
  });

  it('gives a row or one reason', () => {
    expect(rewriteFault(recipe, true, facts)).toBeNull();
    expect(rewriteFault(recipe, false, facts)).toBe('no_preference');
    expect(rewriteFault({ ...recipe, rewrites: 'leave_out' }, true, facts)).toBe('not_selected');
    expect(rewriteFault({ ...recipe, dropFlagged: true }, true, { ...facts, flagged: true })).toBe('flagged');
    expect(rewriteFault(recipe, true, { ...facts, identical: true })).toBe('identical_responses');
    expect(rewriteFault(recipe, true, { ...facts, blankFirst: true })).toBe('empty_chosen');
    expect(rewriteFault(recipe, true, { ...facts, blankSecond: true })).toBeNull();
  });
});
