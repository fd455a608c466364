import { describe, expect, it } from 'vitest';
import { readImportRow } from './import-row.ts';
import { faults, pairRow, read } from './import-row.fixture.ts';
import { readDetail } from './rule-details.ts';

describe('a known answer', () => {
  const of = (gold: unknown) => {
    const result = read({ ...pairRow, gold });
    return result.ok ? result.row.gold : result.faults.map(({ path, code }) => [path, code]);
  };

  it('is a word, or an answer with an explanation and an exam mark', () => {
    expect(of('a')).toEqual({ answer: 'a', explanation: null, exam: false });
    expect(of('both_bad')).toEqual({ answer: { outcome: 'both_bad' }, explanation: null, exam: false });
    expect(of({ answer: 'tie', explanation: ' Why. ', exam: true })).toEqual({
      answer: { outcome: 'tie' },
      explanation: { en: ' Why. ', 'zh-CN': ' Why. ' },
      exam: true,
    });
    expect(
      of({ answer: { outcome: 'ranking', ranks: [1, null] }, explanation: { en: 'x', 'zh-CN': '一' } }),
    ).toEqual({
      answer: { outcome: 'ranking', ranks: [1, null] },
      explanation: { en: 'x', 'zh-CN': '一' },
      exam: false,
    });
    expect(of(null)).toBeUndefined();
    expect(of('b')).toMatchObject({ answer: 'b' });
  });

  it.each([
    ['another word', 'left', [['$.gold', 'gold_shape']]],
    ['no word', 1, [['$.gold', 'gold_shape']]],
    ['no answer', {}, [['$.gold.answer', 'gold_shape']]],
    ['another outcome', { answer: { outcome: 'win' } }, [['$.gold.answer', 'gold_shape']]],
    ['a strange key', { answer: 'a', why: 'x' }, [['$.gold.why', 'gold_shape']]],
    ['one language', { answer: 'a', explanation: { en: 'x' } }, [['$.gold.explanation', 'wrong_type']]],
    ['a blank text', { answer: 'a', explanation: ' ' }, [['$.gold.explanation', 'blank_value']]],
    ['a word for the exam', { answer: 'a', exam: 'yes' }, [['$.gold.exam', 'wrong_type']]],
  ])('with %s is a fault', (_what, gold, expected) => {
    expect(of(gold)).toEqual(expected);
  });

  it('never stands in the metadata', () => {
    const result = read({ ...pairRow, gold: 'a', other: 1 });
    expect(result.ok && result.row.metadata).toEqual({ other: 1 });
  });
});

describe('marks', () => {
  const turns = (first: string) => ({
    model: first,
    messages: [
      { role: 'assistant', content: first },
      { role: 'user', content: 'and?' },
      { role: 'assistant', content: 'more' },
    ],
  });
  const row = { ...pairRow, responses: [turns('a'), turns('b')] };

  it('names the turn that is judged and the kinds of sensitive content, each once', () => {
    expect(read({ ...row, judge_turn: 2, sensitive: ['other', 'sexual', 'other'] })).toMatchObject({
      ok: true,
      row: { judgeTurn: 2, sensitive: ['sexual', 'other'] },
      notes: null,
    });
    const none = read({ ...row, judge_turn: null, sensitive: [] });
    expect(none.ok && Object.keys(none.row)).not.toContain('judgeTurn');
    expect(none.ok && Object.keys(none.row)).not.toContain('sensitive');
  });

  it.each([[1], [3], [-1], [0.5], ['0'], [true], [{}], [1e15]])('refuses judge_turn %j', (value) => {
    expect(faults({ ...row, judge_turn: value }).map(([path, code]) => [path, code])).toEqual([
      ['$.judge_turn', 'judge_turn'],
    ]);
  });

  it('refuses a turn that only one of the responses has', () => {
    const responses = [row.responses[0], { model: 'b', content: 'short' }];
    expect(faults({ ...row, responses, judge_turn: 2 })).toEqual([['$.judge_turn', 'judge_turn', '2']]);
    expect(read({ ...row, responses, judge_turn: 0 }).ok).toBe(true);
  });

  it('names each word it does not know', () => {
    expect(faults({ ...row, sensitive: ['sexual', 'Sexual', 5] })).toEqual([
      ['$.sensitive[1]', 'unknown_category', '"Sexual"'],
      ['$.sensitive[2]', 'unknown_category', '5'],
    ]);
    expect(faults({ ...row, sensitive: 'sexual' })).toEqual([
      ['$.sensitive', 'unknown_category', '"sexual"'],
    ]);
  });
});

describe('past votes of a row', () => {
  const pair = { prompt: 'q', response_a: 'a', response_b: 'b' };
  const vote = { annotator: 'p', kind: 'human' };

  it('are read, and are no metadata', () => {
    const votes = [
      { ...vote, strength: -2, rationale: 'r', created_at: '2026-01-02T03:04:05Z' },
      { annotator: null, kind: null, outcome: 'tie', safe: [true, null] },
      { ...vote, criteria: [{ key: 'helpful', outcome: 'b' }] },
    ];
    const result = readImportRow(JSON.stringify({ ...pair, votes }), 1);
    expect(result).toMatchObject({ ok: true, row: { votes } });
    expect(result).not.toHaveProperty('row.metadata');
  });

  it.each([
    ['a word', 'up', '$.votes'],
    ['nobody', [{ kind: 'human', outcome: 'a' }], '$.votes[0].annotator'],
    ['two answers in one', [{ ...vote, outcome: 'a', strength: 1 }], '$.votes[0]'],
    ['no answer', [{ ...vote }], '$.votes[0]'],
    ['a rank too few', [{ ...vote, ranks: [1] }], '$.votes[0]'],
    ['thumbs about two', [{ ...vote, thumbs: 'up' }], '$.votes[0]'],
    ['a response that is not there', [{ ...vote, thumbs: 'up', of: [2] }], '$.votes[0]'],
    ['a strength off the scale', [{ ...vote, strength: 4 }], '$.votes[0].strength'],
    ['a day for a time', [{ ...vote, outcome: 'a', created_at: '2026-01-02' }], '$.votes[0].created_at'],
    ['a strange key', [{ ...vote, outcome: 'a', weight: 1 }], '$.votes[0]'],
  ])('are refused with %s', (_name, votes, path) => {
    expect(readImportRow(JSON.stringify({ ...pair, votes }), 1)).toMatchObject({
      ok: false,
      faults: [{ code: 'votes_shape', path }],
    });
  });

  it('with strange keys are refused by the beginnings of these, however long and many they are', () => {
    const ruleOf = (keys: readonly string[]) => {
      const votes = [{ ...vote, outcome: 'a', ...Object.fromEntries(keys.map((key) => [key, 1])) }];
      const result = readImportRow(JSON.stringify({ ...pair, votes }), 1);
      return result.ok ? '' : result.faults[0]!.rule;
    };
    expect(ruleOf(['weight'])).toBe('a vote: Unrecognized key: "weight"');
    expect(ruleOf(['one', 'two'])).toBe('a vote: Unrecognized keys: "one", "two"');
    const long = ruleOf(['k'.repeat(10_000)]);
    expect(long).toMatch(/^a vote: Unrecognized key: "k{38}…$/);
    expect(readDetail(long)?.name).toBe('vote_key');
    const many = ruleOf(Array.from({ length: 500 }, (_, at) => `key_${at}`));
    expect(many.length).toBeLessThan(200);
    expect(readDetail(many)?.name).toBe('vote_keys');
  });
});

describe('tags', () => {
  const of = (tags: unknown) => {
    const result = read({ ...pairRow, tags });
    return result.ok ? { metadata: result.row.metadata, notes: result.notes?.extraKeys ?? [] } : null;
  };

  it('stay in the metadata as they are, and nothing is noted', () => {
    expect(of(['math', '难'])).toEqual({ metadata: { tags: ['math', '难'] }, notes: [] });
    expect(of([])).toEqual({ metadata: { tags: [] }, notes: [] });
  });

  it('are a list of texts, each named where it is none', () => {
    const rule = 'tags is a list of at most 50 texts, each of 1 to 200 characters';
    for (const [tags, paths] of [
      ['math', ['$.tags']],
      [{ math: true }, ['$.tags']],
      [Array.from({ length: 51 }, (_, n) => `t${n}`), ['$.tags']],
      [
        ['ok', 3, ' ', 'x'.repeat(201), null],
        ['$.tags[1]', '$.tags[2]', '$.tags[3]', '$.tags[4]'],
      ],
    ] as const) {
      const result = read({ ...pairRow, tags });
      expect(result.ok ? [] : result.faults.map(({ path }) => path)).toEqual(paths);
      if (!result.ok)
        for (const fault of result.faults) expect(fault).toMatchObject({ code: 'wrong_type', rule });
    }
  });
});
