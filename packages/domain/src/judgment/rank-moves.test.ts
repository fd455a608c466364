import type { QuestionForm } from '@pairwright/contract/question-form';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainPair } from './form.ts';
import { judgmentFaults } from './judge.ts';
import { missingParts } from './missing.ts';
import { moveRank, noRanks, type RankMove, type RankRules, type Ranks } from './rank-moves.ts';
import { rankedPair, rankedPairs } from './ranking.ts';
import { nothingTyped, type TypedKey, typedRanking, typeRank } from './typing-ranks.ts';

const all: RankRules = { allowTies: true, allowUnacceptable: true, topK: null };
const strict: RankRules = { allowTies: false, allowUnacceptable: false, topK: null };

function form(rules: RankRules): QuestionForm {
  const plain = plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: false });
  return { ...plain, main: { kind: 'rank', allowCannotJudge: false, ...rules } };
}

/** `badc=` and so on: letters, `=` and `0`. */
function typed(text: string, rules: RankRules, responses = 4): Ranks {
  const keys = [...text].map((sign): TypedKey => {
    if (sign === '=') return 'tie';
    return sign === '0' ? 'tray' : { letter: sign.charCodeAt(0) - 97 };
  });
  return typedRanking(responses, keys, rules);
}

describe('a ranking typed by letters', () => {
  it.each([
    ['badc', strict, [2, 1, 4, 3]],
    ['ba', strict, [2, 1, null, null]],
    ['b=ad0c', all, [1, 1, 0, 2]],
    ['=b', all, [null, 1, null, null]],
    ['b==a', all, [2, 1, null, null]],
    ['00a', all, [1, null, null, null]],
    ['b=a', strict, [2, 1, null, null]],
    ['0a', strict, [1, null, null, null]],
    ['bb', all, [null, 1, null, null]],
    ['ba=bcd', all, [1, 1, 2, 3]],
    ['ba0bcd', all, [1, 0, 2, 3]],
    ['badc0a', all, [0, 1, 3, 2]],
    ['z', all, [null, null, null, null]],
  ])('%s', (text, rules, ranks) => expect(typed(text, rules)).toEqual(ranks));

  it('says what came of each key', () => {
    const came = (text: string, key: TypedKey, rules: RankRules): string =>
      typeRank({ ranks: typed(text, rules), typing: nothingTyped }, key, rules).came;
    expect(came('', 'tie', all)).toBe('no_tie');
    expect(came('b', 'tie', all)).toBe('waits');
    expect(came('b', 'tie', strict)).toBe('not_offered');
    expect(came('b', { letter: 1 }, all)).toBe('ranked');
    expect(came('b', { letter: 0 }, all)).toBe('moved');
  });
});

describe('moves', () => {
  const after = (text: string, place: number, move: RankMove, rules = all): Ranks =>
    moveRank(typed(text, rules), { place, move }, rules);

  it('sets ranks one by one in any order', () => {
    let ranks = noRanks(4);
    for (const [place, rank] of [
      [0, 3],
      [1, 1],
      [2, 2],
      [3, 4],
    ] as const)
      ranks = moveRank(ranks, { place, move: { to: 'rank', rank } }, strict);
    expect(ranks).toEqual([3, 1, 2, 4]);
  });

  it('puts a response before the one whose rank it takes where ties are not allowed', () => {
    expect(after('badc', 1, { to: 'rank', rank: 3 }, strict)).toEqual([1, 3, 4, 2]);
    expect(after('badc', 2, { to: 'rank', rank: 1 }, strict)).toEqual([3, 2, 1, 4]);
  });

  it('ties with those who have the rank where ties are allowed', () => {
    expect(after('badc', 2, { to: 'rank', rank: 1 })).toEqual([2, 1, 1, 3]);
  });

  it('goes before a rank, wherever it comes from', () => {
    expect(after('badc', 2, { to: 'before', rank: 1 })).toEqual([3, 2, 1, 4]);
    expect(after('badc', 1, { to: 'before', rank: 3 })).toEqual([1, 2, 4, 3]);
  });

  it('goes up and down past the next rank, and out of a tie', () => {
    expect(after('badc', 0, { to: 'up' })).toEqual([1, 2, 4, 3]);
    expect(after('badc', 1, { to: 'up' })).toEqual([2, 1, 4, 3]);
    expect(after('badc', 2, { to: 'down' })).toEqual([2, 1, 4, 3]);
    expect(after('b=adc', 0, { to: 'down' })).toEqual([2, 1, 4, 3]);
    expect(after('b', 0, { to: 'up' })).toEqual([2, 1, null, null]);
  });

  it('takes out and puts back where it was', () => {
    expect(after('badc', 0, { to: 'none' })).toEqual([null, 1, 4, 3]);
    expect(moveRank([null, 1, 4, 3], { place: 0, move: { to: 'next' } }, all)).toEqual([2, 1, 4, 3]);
  });

  const rules = fc.record({
    allowTies: fc.boolean(),
    allowUnacceptable: fc.boolean(),
    topK: fc.option(fc.integer({ min: 1, max: 8 })),
  });
  const move = fc.oneof(
    fc.constantFrom<RankMove>({ to: 'next' }, { to: 'up' }, { to: 'down' }, { to: 'tray' }, { to: 'none' }),
    fc.option(fc.nat(8)).map((beside): RankMove => ({ to: 'tie', with: beside })),
    fc.integer({ min: 1, max: 9 }).map((rank): RankMove => ({ to: 'rank', rank })),
    fc.integer({ min: 1, max: 9 }).map((rank): RankMove => ({ to: 'before', rank })),
  );
  const moves = fc.array(fc.record({ place: fc.nat(8), move }), { maxLength: 30 });

  it('end in a ranking that is either unfinished or free of faults', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), rules, moves, (responses, given, steps) => {
        let ranks = noRanks(responses);
        for (const step of steps) ranks = moveRank(ranks, step, given);
        const judgment = {
          answer: { outcome: 'ranking' as const, ranks: [...ranks] },
          details: {},
          rationale: '',
        };
        const lacks = missingParts(form(given), judgment, responses).length > 0;
        const faults = judgmentFaults(
          form(given),
          judgment,
          Array.from({ length: responses }, () => ['text']),
        );
        const used = ranks.filter((rank) => rank !== null && rank > 0);
        expect(lacks || faults.length === 0, JSON.stringify({ ranks, faults })).toBe(true);
        expect(given.allowTies || new Set(used).size === used.length, 'no tie is made').toBe(true);
        expect(given.allowUnacceptable || !ranks.includes(0), 'no tray is filled').toBe(true);
        expect(used.every((rank) => (rank ?? 0) <= responses)).toBe(true);
      }),
    );
  });

  it('keep the order of the others', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), rules, moves, (responses, given, steps) => {
        let ranks = noRanks(responses);
        for (const step of steps) {
          const next = moveRank(ranks, step, given);
          for (let one = 0; one < responses; one++)
            for (let other = 0; other < responses; other++)
              if (one !== step.place && other !== step.place)
                expect(rankedPair(next[one]!, next[other]!)).toBe(rankedPair(ranks[one]!, ranks[other]!));
          ranks = next;
        }
      }),
    );
  });
});

describe('what a ranking says of two', () => {
  it('is listed by place', () => {
    const text = (ranks: Ranks): string =>
      rankedPairs(ranks)
        .map(({ better, worse, tie }) => `${'abcd'[better]}${tie ? '=' : '>'}${'abcd'[worse]}`)
        .join(' ');
    expect(text([2, 1, 2, 0])).toBe('b>a a=c a>d b>c b>d c>d');
    expect(text([1, null, null, 0])).toBe('a>b a>c a>d');
    expect(text([0, 0, null, null])).toBe('');
  });
});
