import { dropReasons } from '@pairwright/contract/drop-reasons';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  blankCharacters,
  isBlankResponse,
  resolve,
  type PairFacts,
  type ResolutionRecipe,
  type Vote,
} from './resolution.ts';

const recipe: ResolutionRecipe = {
  minJudgments: 1,
  majority: 'simple',
  ties: 'drop',
  bothBad: 'drop',
  dropFlagged: false,
};
const facts: PairFacts = {
  flagged: false,
  textMissing: false,
  identical: false,
  blankFirst: false,
  blankSecond: false,
};
const first = (strength = -3): Vote => ({ outcome: 'preference', strength });
const second = (strength = 3): Vote => ({ outcome: 'preference', strength });
const tie: Vote = { outcome: 'tie', strength: 0 };
const bad: Vote = { outcome: 'both_bad', strength: null };
const unsure: Vote = { outcome: 'cannot_judge', strength: null };
const of = (votes: Vote[], changes: Partial<ResolutionRecipe> = {}, about: Partial<PairFacts> = {}) =>
  resolve({ ...recipe, ...changes }, votes, { ...facts, ...about });

describe('the resolution of a comparison', () => {
  it('takes the majority, with agreement and margin', () => {
    expect(of([first(-2), first(-1), second(1)])).toEqual({
      label: 'first',
      votes: { first: 2, second: 1, tie: 0, both_bad: 0, cannot_judge: 0 },
      agreement: 2 / 3,
      ballots: 3,
      margin: 2 / 3,
      dropped: null,
    });
    expect(of([second(3), tie, second(1.5)], {})).toMatchObject({
      label: 'second',
      agreement: 2 / 3,
      margin: 1.5,
      dropped: null,
    });
  });

  it('has no negative margin when the minority is stronger', () => {
    expect(of([first(-1), first(-1), second(3)])).toMatchObject({ label: 'first', margin: 0, dropped: null });
  });

  it.each([
    ['no judgments', [], {}, 'unresolved', 'too_few_judgments'],
    ['fewer than asked', [first(), first()], { minJudgments: 3 }, 'unresolved', 'too_few_judgments'],
    ['too many abstain', [first(), unsure, unsure], { minJudgments: 2 }, 'unresolved', 'cannot_judge'],
    ['all abstain', [unsure], {}, 'unresolved', 'cannot_judge'],
    ['one each', [first(), second()], {}, 'unresolved', 'no_majority'],
    ['a preference and a tie', [first(), tie], {}, 'unresolved', 'no_majority'],
    ['more ties', [first(), tie, tie], {}, 'tie', 'tie'],
    ['more ties, ignored', [first(), tie, tie], { ties: 'ignore_votes' }, 'first', null],
    ['only ties, ignored', [tie, tie], { ties: 'ignore_votes' }, 'tie', 'tie'],
    ['both bad', [bad, bad, first()], {}, 'both_bad', 'both_bad'],
    ['both bad as ties', [bad, tie, first()], { bothBad: 'as_tie' }, 'tie', 'tie'],
    [
      'both bad as ties, ignored',
      [bad, tie, first()],
      { bothBad: 'as_tie', ties: 'ignore_votes' },
      'first',
      null,
    ],
    [
      'half is not absolute',
      [first(), first(), second(), tie],
      { majority: 'absolute' },
      'unresolved',
      'no_majority',
    ],
    ['more than half is', [first(), first(), second()], { majority: 'absolute' }, 'first', null],
    ['most is not all', [first(), first(), second()], { majority: 'unanimous' }, 'unresolved', 'no_majority'],
    [
      'abstentions do not break unanimity',
      [second(), second(), unsure],
      { majority: 'unanimous' },
      'second',
      null,
    ],
  ] as const)('%s', (_name, votes, changes, label, dropped) => {
    expect(of([...votes], changes)).toMatchObject({ label, dropped });
  });

  it('keeps the label but no row when a text cannot be used', () => {
    expect(of([first()], {}, { textMissing: true })).toMatchObject({
      label: 'first',
      dropped: 'text_missing',
    });
    expect(of([first()], {}, { identical: true })).toMatchObject({
      label: 'first',
      dropped: 'identical_responses',
    });
    expect(of([first()], {}, { blankFirst: true })).toMatchObject({
      label: 'first',
      dropped: 'empty_chosen',
    });
    expect(of([second()], {}, { blankFirst: true })).toMatchObject({ label: 'second', dropped: null });
  });

  it('leaves flagged comparisons out only when asked', () => {
    expect(of([first()], {}, { flagged: true })).toMatchObject({ label: 'first', dropped: null });
    expect(of([first()], { dropFlagged: true }, { flagged: true })).toMatchObject({
      label: 'unresolved',
      dropped: 'flagged',
    });
  });

  it('does not hide a preference without strength', () => {
    expect(() => of([{ outcome: 'preference', strength: 0 }])).toThrow('a preference needs a strength');
  });

  const vote = fc.oneof(
    fc.constantFrom(tie, bad, unsure),
    fc
      .tuple(fc.constantFrom(-1, 1), fc.constantFrom(0.75, 1, 1.5, 2, 2.25, 3))
      .map(([sign, strength]): Vote => ({ outcome: 'preference', strength: sign * strength })),
  );
  const anyRecipe = fc.record<ResolutionRecipe>({
    minJudgments: fc.integer({ min: 1, max: 4 }),
    majority: fc.constantFrom('simple', 'absolute', 'unanimous'),
    ties: fc.constantFrom('drop', 'ignore_votes'),
    bothBad: fc.constantFrom('drop', 'as_tie'),
    dropFlagged: fc.boolean(),
  });

  it('depends neither on the order of the votes nor on which response is called first', () => {
    fc.assert(
      fc.property(anyRecipe, fc.array(vote, { maxLength: 9 }), (rules, votes) => {
        const result = resolve(rules, votes, facts);
        expect(resolve(rules, votes.toReversed(), facts)).toEqual(result);
        const mirrored = resolve(
          rules,
          votes.map((one) => ({ ...one, strength: one.strength === null ? null : -one.strength })),
          facts,
        );
        const swap = { first: 'second', second: 'first' } as Record<string, string>;
        expect(mirrored).toMatchObject({
          label: swap[result.label] ?? result.label,
          agreement: result.agreement,
          margin: result.margin,
          dropped: result.dropped,
        });
      }),
      { numRuns: 500 },
    );
  });

  it('always says why there is no row, within its ranges', () => {
    fc.assert(
      fc.property(anyRecipe, fc.array(vote, { maxLength: 9 }), (rules, votes) => {
        const result = resolve(rules, votes, facts);
        expect(result.dropped === null).toBe(result.label === 'first' || result.label === 'second');
        if (result.dropped !== null) expect(dropReasons).toContain(result.dropped);
        expect(result.margin).toBeGreaterThanOrEqual(0);
        expect(result.margin).toBeLessThanOrEqual(3);
        expect(result.agreement).toBeGreaterThanOrEqual(0);
        expect(result.agreement).toBeLessThanOrEqual(1);
        expect(Object.values(result.votes).reduce((sum, count) => sum + count, 0)).toBe(votes.length);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a blank response', () => {
  it('is judged by its last message', () => {
    expect(isBlankResponse([])).toBe(true);
    expect(isBlankResponse([{ content: null }])).toBe(true);
    expect(isBlankResponse([{ content: 'words' }, { content: ' \n' }])).toBe(true);
    expect(isBlankResponse([{ content: '' }, { content: '。' }])).toBe(false);
  });

  it('consists of exactly the characters that trim removes', () => {
    const trimmed = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).filter(
      (character) => character.trim() === '',
    );
    expect([...blankCharacters].toSorted()).toEqual(trimmed.toSorted());
  });
});
