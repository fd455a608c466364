import type { Message } from '@pairwright/contract/shapes';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalMessages } from '../canonical.ts';
import { trlExplicitLine, trlImplicitLine } from '../out/trl-lines.ts';
import { voteLine, type VoteRow } from '../out/vote-rows.ts';
import { Converter } from './convert.ts';
import { detect } from './detect.ts';
import { inFormat } from './registry.ts';

const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((one) => !one.includes('\0'));
const said = fc.record({ role: fc.constant('assistant' as const), content: text });
const asked = text.filter((one) => one.trim() !== '').map((content): Message => ({ role: 'user', content }));
const prompt = fc
  .tuple(
    fc.option(text.map((content): Message => ({ role: 'system', content }))),
    fc.array(fc.tuple(asked, said), { maxLength: 2 }),
    asked,
  )
  .map(([system, turns, last]): Message[] => [...(system ? [system] : []), ...turns.flat(), last]);
/** Two answers whose first message differs: where both begin alike, only the explicit format knows the border. */
const answers = fc
  .tuple(fc.array(said, { minLength: 1, maxLength: 1 }), fc.array(said, { minLength: 1, maxLength: 1 }))
  .filter(([a, b]) => a[0]!.content !== b[0]!.content);

function convert(format: string, lines: string) {
  const converter = new Converter(inFormat(format)!);
  const values = lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  expect(detect(values)).toMatchObject({ format });
  return [...values.flatMap((value, index) => converter.push(value, index + 1)), ...converter.finish()].map(
    (outcome) => {
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults));
      return outcome.row;
    },
  );
}

describe('what we export comes in again', () => {
  it('from trl-implicit and trl-explicit with equal prompts, responses and labels', () => {
    fc.assert(
      fc.property(
        prompt,
        answers,
        fc.option(fc.constantFrom(0.5, 1, 3), { nil: undefined }),
        (before, [good, poor], margin) => {
          const source = {
            id: 'c-0-1',
            comparisonId: 'c',
            source: 'ranking' as const,
            prompt: canonicalMessages(before),
            chosen: canonicalMessages(good),
            rejected: canonicalMessages(poor),
            margin,
          };
          const implicit = convert('trl-implicit', trlImplicitLine(source))[0]!;
          const explicit = convert('trl-explicit', trlExplicitLine(source))[0]!;
          for (const row of [implicit, explicit]) {
            expect(row.prompt).toEqual(before);
            expect(row.responses.map(({ messages }) => messages)).toEqual([good, poor]);
            expect(row.votes).toEqual([{ annotator: null, kind: null, outcome: 'a' }]);
            expect(row.metadata).toMatchObject({
              comparison_id: 'c',
              source: 'ranking',
              ...(margin && { margin }),
            });
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  const vote = (before: Message[], bodies: Message[][], some: Partial<VoteRow>): VoteRow => ({
    judgment_id: 'j',
    comparison_id: 'c',
    project: 'p',
    prompt_id: 'p1',
    prompt_external_id: 'ext',
    language: 'en',
    language_detected: true,
    prompt: before,
    responses: bodies.map((messages, index) => ({ id: `r${index}`, model: `m${index}`, messages })),
    judge_turn: null,
    annotator: 'a1',
    annotator_kind: 'human',
    presented_order: bodies.map((_, index) => index).reverse(),
    sampling_probability: 0.25,
    kind: 'pair',
    outcome: 'preference',
    position: 2,
    points: 6,
    strength: -1.8,
    ranking: null,
    criteria: [],
    ratings: [],
    flags: [],
    safe: null,
    reasons: ['clear'],
    spans: [],
    rewrite: null,
    steps: null,
    flags_answered: true,
    rationale: 'Because.',
    question_version: 1,
    guidelines_version: 2,
    active_ms: 900,
    view: '{"theme":"dark"}',
    created_at: '2026-01-02T03:04:05.123456Z',
    supersedes: null,
    counted: true,
    not_counted_because: null,
    ...some,
  });

  /** The line of the export, built again of the row and one of its votes. */
  function rebuilt(row: ReturnType<typeof convert>[number], index: number): Record<string, unknown> {
    const one = row.votes![index]!;
    const metadata = row.metadata as Record<string, unknown>;
    return {
      ...one.metadata,
      comparison_id: metadata['comparison_id'],
      project: metadata['project'],
      prompt_id: metadata['prompt_id'],
      prompt_external_id: row.externalId,
      language: row.language ?? null,
      language_detected: row.languageDetected ?? false,
      prompt: row.prompt,
      responses: row.responses.map(({ model, messages, metadata: own }) => ({
        id: own!['id'],
        model,
        messages,
      })),
      judge_turn: row.judgeTurn ?? null,
      annotator: one.annotator,
      annotator_kind: one.kind,
      presented_order: one.shown,
      ratings: one.ratings ?? [],
      flags: one.flags ?? [],
      flags_answered: one.flags !== undefined,
      reasons: one.reasons ?? [],
      spans: one.spans ?? [],
      safe: one.safe ?? null,
      rationale: one.rationale ?? null,
      created_at: one.created_at,
      ...(one.strength !== undefined && { strength: one.strength }),
      ...(one.ranks !== undefined && { ranking: one.ranks }),
    };
  }

  it('from votes, every judgment whole, those of a comparison in one row', () => {
    const some: Partial<VoteRow>[] = [
      {},
      { outcome: 'tie', strength: null, position: null, rationale: null },
      { outcome: 'both_bad', strength: null },
      { outcome: 'cannot_judge', strength: null },
      {
        outcome: 'retracted',
        strength: null,
        supersedes: 'j0',
        counted: false,
        not_counted_because: 'retracted',
      },
      {
        ratings: [{ key: 'style', response: 1, value: 4 }],
        safe: [true, false],
        criteria: [
          { key: 'k', outcome: 'tie', position: 3, strength: 0 },
          { key: 'l', outcome: 'preference', position: 1, strength: 1.5 },
          { key: 'm', outcome: 'not_applicable', position: null, strength: null },
        ],
        flags: [{ key: 'harm', response: 0, severity: 2 }],
        spans: [{ response: 0, message: 0, start: 0, end: 1, quote: 'x', label: 'bad', note: null }],
        rewrite: { response_id: 'r9', parent: 1, content: 'Better.' },
        annotator_kind: 'model',
      },
      { counted: false, not_counted_because: 'filtered' },
    ];
    fc.assert(
      fc.property(prompt, answers, (before, bodies) => {
        const votes = some.map((one, index) => vote(before, bodies, { ...one, judgment_id: `j${index}` }));
        const lines = votes.map(voteLine).join('');
        const rows = convert('votes', lines);
        expect(rows).toHaveLength(1);
        expect(rows[0]).toMatchObject({ pairId: 'c', readyPair: true });
        expect(votes.map((_, index) => rebuilt(rows[0]!, index))).toEqual(votes);
        const read = rows[0]!.votes!;
        // What filters of a recipe left out counts in the project.
        expect(read.map(({ counted, not_counted_because: why }) => [counted, why])).toEqual(
          votes.map(({ not_counted_because: why }) =>
            why === 'retracted' ? [false, why] : [undefined, undefined],
          ),
        );
        expect(read[5]).toMatchObject({
          kind: 'model',
          criteria: [
            { key: 'k', outcome: 'tie' },
            { key: 'l', outcome: 'b', strength: 1.5 },
            { key: 'm', outcome: 'not_applicable' },
          ],
          rewrite: { parent: 1, content: 'Better.' },
        });
      }),
      { numRuns: 20 },
    );
  });

  it('from votes of before, which do not say who judged: nobody is taken for a person', () => {
    const { annotator_kind: _kind, ...before } = JSON.parse(
      voteLine(vote([{ role: 'user', content: 'q' }], [[{ role: 'assistant', content: 'a' }], []], {})),
    ) as VoteRow;
    const responses = before.responses.map(({ id, model }) => ({
      id,
      model,
      messages: [{ role: 'assistant', content: id }],
    }));
    expect(convert('votes', JSON.stringify({ ...before, responses }))[0]!.votes).toMatchObject([
      { kind: null },
    ]);
  });

  it('from votes of rankings, thumbs and steps', () => {
    const before: Message[] = [{ role: 'user', content: 'q' }];
    const body = (content: string): Message[] => [{ role: 'assistant', content }];
    const ranking = vote(before, [body('a'), body('b'), body('c')], {
      kind: 'rank',
      outcome: 'ranking',
      ranking: [2, 1, null],
      strength: null,
    });
    const thumb = vote(before, [body('a')], {
      comparison_id: 'd',
      kind: 'single',
      outcome: 'thumbs_down',
      strength: null,
    });
    const steps = vote(before, [body('a\n\nb')], {
      comparison_id: 'e',
      kind: 'single',
      outcome: 'steps',
      strength: null,
      steps: [
        { start: 0, end: 1, label: 'right' },
        { start: 3, end: 4, label: 'wrong' },
      ],
    });
    const all = [ranking, thumb, steps];
    const rows = convert('votes', all.map(voteLine).join(''));
    expect(rows.map((row) => rebuilt(row, 0))).toEqual(all);
    expect(rows.map(({ votes }) => votes![0]!)).toMatchObject([
      { ranks: [2, 1, null] },
      { thumbs: 'down' },
      { steps: ['right', 'wrong'] },
    ]);
  });
});
