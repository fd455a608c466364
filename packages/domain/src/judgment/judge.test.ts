import { describe, expect, it } from 'vitest';
import type { Answer, SomeDetails } from '@pairwright/contract/judgment';
import type { MainQuestion, QuestionForm } from '@pairwright/contract/question-form';
import { isOneKey, isPlain, plainPair } from './form.ts';
import { decideMain, judgmentFaults } from './judge.ts';
import { fullPair, fullRank } from './judgment.fixture.ts';
import { missingParts } from './missing.ts';

const texts = [['The sky 🌈 is blue.'], ['天空是蓝的。']];
const whole: SomeDetails = {
  criteria: [{ key: 'helpful', position: 2 }],
  ratings: [
    { key: 'quality', place: 0, value: 7 },
    { key: 'quality', place: 1, value: 1 },
  ],
  flags: [{ key: 'violent', place: 1, severity: 2 }],
  safe: [true, false],
  reasons: ['clear'],
  spans: [{ place: 0, message: 0, start: 8, end: 9, quote: '🌈', label: 'wrong', note: null }],
  rewrite: { responseId: '0190a1b2-0000-7000-8000-000000000001', place: 0, content: 'The sky is blue.' },
};
const judgment = (details: SomeDetails = whole, answer: Answer = { outcome: 'scale', position: 3 }) => ({
  answer,
  details,
  rationale: 'It is clear.',
});
const rules = (form: QuestionForm, given: ReturnType<typeof judgment>) =>
  judgmentFaults(form, given, texts).map(({ path, rule }) => `${path}: ${rule}`);

describe('a whole judgment', () => {
  it('has no faults', () => {
    expect(rules(fullPair, judgment())).toEqual([]);
    expect(
      rules(fullRank, judgment({ ...whole, criteria: [] }, { outcome: 'ranking', ranks: [1, 0] })),
    ).toEqual([]);
  });

  it('owes nothing when it cannot be judged', () => {
    expect(rules(fullPair, { answer: { outcome: 'cannot_judge' }, details: {}, rationale: '' })).toEqual([]);
  });
});

describe('each fault is named by its place', () => {
  const changed = (change: SomeDetails) => rules(fullPair, judgment({ ...whole, ...change }));
  const span = { place: 0, message: 0, start: 8, end: 9, quote: '🌈', label: 'wrong', note: null };

  it.each<[string, SomeDetails, string]>([
    [
      'an unknown criterion',
      {
        criteria: [
          { key: 'helpful', position: 2 },
          { key: 'x', position: 1 },
        ],
      },
      'body.details.criteria[1]',
    ],
    ['a position off the criterion', { criteria: [{ key: 'helpful', position: 6 }] }, 'criteria[0].position'],
    [
      'a criterion twice',
      {
        criteria: [
          { key: 'helpful', position: 2 },
          { key: 'helpful', position: 3 },
        ],
      },
      'answered once',
    ],
    [
      'a rating out of range',
      {
        ratings: [
          { key: 'quality', place: 0, value: 8 },
          { key: 'quality', place: 1, value: 1 },
        ],
      },
      'ratings[0].value',
    ],
    [
      'a rating of no response',
      { ratings: [...whole.ratings!, { key: 'quality', place: 2, value: 1 }] },
      'ratings[2].place',
    ],
    [
      'a severity where there is none',
      { flags: [{ key: 'off_task', place: 0, severity: 1 }] },
      'flags[0].severity',
    ],
    [
      'no severity where one is asked',
      { flags: [{ key: 'violent', place: 0, severity: null }] },
      'flags[0].severity',
    ],
    ['safety of another number', { safe: [true] }, 'body.details.safe'],
    ['a quote that is not there', { spans: [{ ...span, quote: 'sky' }] }, 'spans[0]'],
    ['offsets in other units', { spans: [{ ...span, start: 8, end: 10, quote: '🌈' }] }, 'spans[0]'],
    ['a span of no message', { spans: [{ ...span, message: 3 }] }, 'spans[0]'],
    [
      'a rewrite that changes nothing',
      { rewrite: { ...whole.rewrite!, content: texts[0]![0]! } },
      'rewrite.content',
    ],
    ['an unknown reason', { reasons: ['clear', 'nonsense'] }, 'reasons[1]'],
  ])('%s', (_what, change, expected) => {
    expect(changed(change).join('\n')).toContain(expected);
  });

  it('and all that is missing at once', () => {
    const missing = missingParts(fullPair, { answer: null, details: {}, rationale: 'hm' }, 2);
    expect(missing.map(({ part }) => part)).toEqual([
      'answer',
      'criterion',
      'rating',
      'rating',
      'safety',
      'reason',
      'rationale',
    ]);
    expect(rules(fullPair, { ...judgment({}), rationale: '' })).toHaveLength(6);
  });

  it('counts a rationale in characters a person sees', () => {
    const form = {
      ...plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: false }),
    };
    const asked: QuestionForm = { ...form, rationale: { ...form.rationale, mode: 'optional', minLength: 3 } };
    const short = (rationale: string) =>
      missingParts(asked, { answer: { outcome: 'scale', position: 1 }, details: {}, rationale }, 2).length;
    expect([short(''), short('🌈🌈'), short('很清楚'), short('   ')]).toEqual([0, 1, 0, 0]);
  });
});

describe('rankings', () => {
  const faults = (ranks: (number | null)[], main: Partial<Extract<MainQuestion, { kind: 'rank' }>> = {}) => {
    const form: QuestionForm = {
      ...plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: true }),
      main: {
        kind: 'rank',
        allowTies: true,
        allowUnacceptable: true,
        topK: null,
        allowCannotJudge: true,
        ...main,
      },
    };
    const given = { answer: { outcome: 'ranking' as const, ranks }, details: {}, rationale: '' };
    return judgmentFaults(form, given, [['a'], ['b'], ['c'], ['d']]).length;
  };

  it('are dense, whole and within what the form allows', () => {
    expect(faults([1, 2, 3, 4])).toBe(0);
    expect(faults([2, 1, 2, 3])).toBe(0);
    expect(faults([0, 0, 0, 0])).toBe(0);
    expect(faults([1, 2, 0, 0])).toBe(0);
    expect(faults([1, 3, 4, 5])).toBe(1);
    expect(faults([2, 3, 4, 5])).toBe(1);
    expect(faults([1, 2, 3])).toBe(1);
    expect(faults([1, 1, 2, 3], { allowTies: false })).toBe(1);
    expect(faults([1, 2, 3, 0], { allowUnacceptable: false })).toBe(1);
    expect(faults([1, 2, 3, null])).toBe(2);
  });

  it('may stop after the best k where the form says so', () => {
    expect(faults([1, 2, null, null], { topK: 2 })).toBe(0);
    expect(faults([1, null, null, null], { topK: 2 })).toBe(1);
    expect(faults([1, 0, 0, 0], { topK: 2 })).toBe(0);
  });
});

describe('what a main answer stands for', () => {
  it('is what its kind of question offers', () => {
    const single = (ask: 'thumbs' | 'rating' | 'steps') =>
      ({ kind: 'single', ask, stopAtFirstError: true, allowCannotJudge: false }) as const;
    expect(decideMain(single('thumbs'), { outcome: 'thumbs', up: false }, [0])?.outcome).toBe('thumbs_down');
    expect(decideMain(single('rating'), { outcome: 'rated' }, [0])?.outcome).toBe('rated');
    expect(decideMain(single('steps'), { outcome: 'rated' }, [0])).toBeNull();
    expect(decideMain(single('thumbs'), { outcome: 'cannot_judge' }, [0])).toBeNull();
    expect(decideMain(fullRank.main, { outcome: 'scale', position: 1 }, [0, 1])).toBeNull();
    expect(decideMain(fullPair.main, { outcome: 'ranking', ranks: [1, 2] }, [0, 1])).toBeNull();
  });

  it('is one key only where nothing else is required', () => {
    const plain = plainPair({ points: 7, allowTie: true, allowBothBad: true, allowCannotJudge: true });
    expect([isOneKey(plain), isPlain(plain)]).toEqual([true, true]);
    expect([isOneKey(fullPair), isPlain(fullPair)]).toEqual([false, false]);
    expect(isOneKey(fullRank)).toBe(false);
  });
});

describe('steps', () => {
  const form: QuestionForm = {
    ...plainPair({ points: 2, allowTie: false, allowBothBad: false, allowCannotJudge: false }),
    main: { kind: 'single', ask: 'steps', stopAtFirstError: true, allowCannotJudge: false },
  };
  const faults = (labels: ('right' | 'wrong' | 'neutral')[], stopAtFirstError = true) =>
    judgmentFaults(
      { ...form, main: { kind: 'single', ask: 'steps', stopAtFirstError, allowCannotJudge: false } },
      { answer: { outcome: 'steps', labels }, details: {}, rationale: '' },
      [['First.\n\nSecond.\n\nThird.']],
    ).length;

  it('have a label each, up to the first wrong one where the form says so', () => {
    expect(faults(['right', 'right', 'neutral'])).toBe(0);
    expect(faults(['right', 'wrong'])).toBe(0);
    expect(faults(['right', 'wrong'], false)).toBe(1);
    expect(faults(['right', 'right'])).toBe(1);
    expect(faults(['right', 'right', 'right', 'right'])).toBe(1);
  });
});
