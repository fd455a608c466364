import { readFile } from 'node:fs/promises';
import type { Message } from '@pairwright/contract/shapes';
import type { Recipe } from '@pairwright/contract/datasets';
import { dropReasons } from '@pairwright/contract/drop-reasons';
import { notCountedReasons } from '@pairwright/domain/resolution';
import type { UnitRecipe } from '@pairwright/domain/resolution-units';
import { type CanonicalDetails, detailsText } from '@pairwright/domain/judgment/canonical';
import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { canonicalMessages, joinMessages } from '../canonical.ts';
import { floatText, probabilityText } from './numbers.ts';
import { trlExplicitLine, trlImplicitLine } from './trl-lines.ts';
import { voteKeys, voteLine, type VoteRow } from './vote-rows.ts';

const message = fc.record<Message>({
  role: fc.constantFrom('system', 'user', 'assistant', 'tool'),
  content: fc.string({ unit: 'grapheme' }),
});
const messages = fc.array(message, { maxLength: 4 });

describe('canonical messages', () => {
  it('are JSON with role and content in this order, whatever order was given', () => {
    expect(canonicalMessages([{ content: ' a\n', role: 'user' }])).toBe(
      '[{"role":"user","content":" a\\n"}]',
    );
    expect(
      canonicalMessages([{ tool_calls: [{ b: 1, a: 2 }], name: 'n', content: null, role: 'assistant' }]),
    ).toBe('[{"role":"assistant","content":null,"name":"n","tool_calls":[{"b":1,"a":2}]}]');
  });

  it('are a fixed point and join without parsing', () => {
    fc.assert(
      fc.property(messages, messages, (first, second) => {
        const text = canonicalMessages(first);
        expect(canonicalMessages(JSON.parse(text) as Message[])).toBe(text);
        expect(text).toBe(JSON.stringify(first.map(({ role, content }) => ({ role, content }))));
        expect(joinMessages(text, canonicalMessages(second))).toBe(canonicalMessages([...first, ...second]));
      }),
    );
  });
});

describe('export lines', () => {
  const prompt: Message[] = [{ role: 'user', content: 'q' }];
  const good: Message[] = [{ role: 'assistant', content: '"yes" 是' }];
  const poor: Message[] = [{ role: 'assistant', content: 'no' }];
  const head = { id: 'c1-0-2', comparison_id: 'c1', source: 'ranking' };
  const source = {
    id: 'c1-0-2',
    comparisonId: 'c1',
    source: 'ranking' as const,
    prompt: canonicalMessages(prompt),
    chosen: canonicalMessages(good),
    rejected: canonicalMessages(poor),
  };

  it('of the TRL formats equal the readable row written without spaces', () => {
    expect(trlImplicitLine(source)).toBe(
      `${JSON.stringify({ ...head, chosen: [...prompt, ...good], rejected: [...prompt, ...poor] })}\n`,
    );
    expect(trlExplicitLine(source)).toBe(
      `${JSON.stringify({ ...head, prompt, chosen: good, rejected: poor })}\n`,
    );
    expect(trlImplicitLine({ ...source, margin: 1.5 })).toBe(
      `${JSON.stringify({ ...head, chosen: [...prompt, ...good], rejected: [...prompt, ...poor], margin: 1.5 })}\n`,
    );
  });

  it('write a margin so that every reader takes it for a float', () => {
    expect(trlExplicitLine({ ...source, margin: 1 })).toContain(',"margin":1.0}\n');
    expect([0, -3, 2.25, 2 / 3, 1e21].map(floatText)).toEqual([
      '0.0',
      '-3.0',
      '2.25',
      '0.6666666666666666',
      '1e+21',
    ]);
    expect(() => floatText(Number.NaN)).toThrow(RangeError);
  });

  it('write a probability as the database does', () => {
    const values = [1, 0.1, 0.0001, 0.00009, 1.5e-7, 1 / 3e11];
    expect(values.map(probabilityText)).toEqual([
      '1.0',
      '0.1',
      '0.0001',
      '9e-05',
      '1.5e-07',
      '3.333333333333333e-12',
    ]);
    for (const value of [-0.1, 1.1, Number.NaN]) expect(() => probabilityText(value)).toThrow(RangeError);
  });

  const vote: VoteRow = {
    judgment_id: 'j',
    comparison_id: 'c',
    project: 'p',
    prompt_id: 'pr',
    prompt_external_id: null,
    language: null,
    language_detected: false,
    prompt,
    responses: [
      { id: 'r1', model: 'm1', messages: good },
      { id: 'r2', model: 'm2', messages: null },
    ],
    judge_turn: null,
    annotator: 'a1',
    annotator_kind: 'human',
    presented_order: [1, 0],
    sampling_probability: 0.25,
    kind: 'pair',
    outcome: 'preference',
    position: 1,
    points: 7,
    strength: 3,
    ranking: null,
    criteria: [{ key: 'honest', outcome: 'preference', position: 2, strength: -1.5 }],
    ratings: [{ key: 'quality', response: 0, value: 7 }],
    flags: [{ key: 'hallucination', response: 1, severity: null }],
    safe: [true, false],
    reasons: ['clearer'],
    spans: [{ response: 1, message: 0, start: 0, end: 2, quote: 'no', label: 'wrong', note: 'why “no”?\n' }],
    rewrite: { response_id: 'r3', parent: 0, content: 'better 更好 "\n' },
    steps: null,
    flags_answered: true,
    rationale: 'because\n"x"',
    question_version: 1,
    guidelines_version: 2,
    active_ms: 900,
    view: '{"layout": "stacked"}',
    created_at: '2026-01-02T03:04:05.678901Z',
    supersedes: null,
    counted: false,
    not_counted_because: 'surplus',
  };

  it('of votes hold every key in order and nothing is lost', () => {
    const line = voteLine(vote);
    expect(JSON.parse(line)).toEqual(vote);
    expect(Object.keys(JSON.parse(line) as object)).toEqual([...voteKeys]);
    expect(Object.keys(vote)).toEqual([...voteKeys]);
    expect([...voteKeys].toSorted()).toEqual(Object.keys(vote).toSorted());
    expect(line).toBe(`${JSON.stringify(vote).replace('"strength":3,', '"strength":3.0,')}\n`);
  });

  it('of votes write the details as they are stored, floats as floats', () => {
    const details: CanonicalDetails = {
      criteria: [
        { key: 'honest', outcome: 'preference', position: 1, strength: -3 },
        { key: 'harmless', outcome: 'not_applicable', position: null, strength: null },
        { key: 'helpful', outcome: 'tie', position: 3, strength: 0 },
      ],
      ratings: vote.ratings,
      flags: [{ key: 'harm', response: 0, severity: 2 }],
      safe: null,
      reasons: [],
      spans: vote.spans,
      rewrite: vote.rewrite,
      steps: [
        { start: 0, end: 3, label: 'right' },
        { start: 5, end: 8, label: 'wrong' },
      ],
    };
    const line = voteLine({ ...vote, ...details, ranking: [2, 1, 0, null] });
    expect(line).toContain(
      `,"ranking":[2,1,0,null],${detailsText(details).slice(1, -1)},"flags_answered":true,"rationale":`,
    );
  });
});

describe('the page about exports', () => {
  it('names every key of votes in its order, and every reason', async () => {
    const page = await readFile(new URL('../../../../docs/export.md', import.meta.url), 'utf8');
    const votes = page.slice(page.indexOf('## `votes`'), page.indexOf('## `trl-implicit`'));
    expect([...votes.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, key]) => key)).toEqual([...voteKeys]);
    for (const reason of dropReasons) expect(page).toContain(`\`${reason}\``);
    for (const reason of notCountedReasons) expect(votes).toContain(`\`${reason}\``);
  });
});

describe('the recipe of the contract', () => {
  it('is one that domain can resolve', () => {
    expectTypeOf<Recipe>().toExtend<UnitRecipe>();
  });
});
