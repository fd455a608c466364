import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { Converter, type Outcome } from './convert.ts';
import { detect } from './detect.ts';
import { inFormat } from './registry.ts';

async function rowsOf(name: string): Promise<Record<string, unknown>[]> {
  const text = await readFile(new URL(`fixtures/${name}.jsonl`, import.meta.url), 'utf8');
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function convert(format: string, rows: readonly unknown[]): Outcome[] {
  const converter = new Converter(inFormat(format)!);
  return [...rows.flatMap((row, index) => converter.push(row, index + 1)), ...converter.finish()];
}

const good = (outcomes: readonly Outcome[]) =>
  outcomes.map((outcome) => {
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.faults));
    return outcome.row;
  });

describe('rows of published files', () => {
  it.each([
    ['hh-rlhf', 'hh-strings', 20],
    ['llamafactory-sharegpt-zh', 'llamafactory-sharegpt', 10],
    ['llamafactory-sharegpt-en', 'llamafactory-sharegpt', 10],
    ['llamafactory-kto-en', 'swift-kto', 10],
    ['pandalm', 'pandalm', 14],
  ] as const)('of %s are %s, and all go in', async (name, format, count) => {
    const rows = await rowsOf(name);
    expect(detect(rows)).toMatchObject({ format, sample: count });
    expect(good(convert(format, rows))).toHaveLength(count);
  });

  it('of HH-RLHF come out with the texts that stand between the delimiters', async () => {
    const rows = await rowsOf('hh-rlhf');
    for (const [index, row] of good(convert('hh-strings', rows)).entries()) {
      const transcript = (side: number) =>
        [...row.prompt, ...row.responses[side]!.messages]
          .map(({ role, content }) => `\n\n${role === 'user' ? 'Human' : 'Assistant'}: ${content}`)
          .join('');
      expect(transcript(0)).toBe(rows[index]!['chosen']);
      expect(transcript(1)).toBe(rows[index]!['rejected']);
      expect(row.votes).toEqual([{ annotator: null, kind: 'human', outcome: 'a' }]);
    }
  });

  it('of LLaMA-Factory in Chinese come out as they are', async () => {
    const rows = await rowsOf('llamafactory-sharegpt-zh');
    const made = good(convert('llamafactory-sharegpt', rows));
    expect(made.map(({ responses }) => responses.map(({ messages }) => messages[0]!.content))).toEqual(
      rows.map((row) => ['chosen', 'rejected'].map((key) => (row[key] as { value: string }).value)),
    );
  });

  it('of PandaLM bring three votes each', async () => {
    const rows = await rowsOf('pandalm');
    const words = ['tie', 'a', 'b'];
    expect(good(convert('pandalm', rows)).map(({ votes }) => votes!.map(({ outcome }) => outcome))).toEqual(
      rows.map((row) => [1, 2, 3].map((n) => words[row[`annotator${n}`] as number])),
    );
  });

  it('of PandaLM name the models of their comparison, as far as an underscore tells where a name ends', async () => {
    const rows = await rowsOf('pandalm');
    const modelsOf = (row: (typeof rows)[number]) =>
      good(convert('pandalm', [row]))[0]!.responses.map(({ model }) => model);
    for (const row of rows) expect(modelsOf(row).join('_')).toBe(row['cmp_key']);
    const unnamed = modelsOf({ ...rows[0]!, cmp_key: undefined });
    for (const cmp_key of ['my_model_opt-7b', 'opt-7b', '_opt-7b', 3]) {
      expect(modelsOf({ ...rows[0]!, cmp_key })).toEqual(unnamed);
      // What names no model is kept beside.
      expect(good(convert('pandalm', [{ ...rows[0]!, cmp_key }]))[0]!.metadata).toMatchObject({ cmp_key });
    }
  });

  it('of MT-Bench keep every vote, and the turn that it judged', async () => {
    const rows = await rowsOf('mt-bench');
    expect(detect(rows)).toMatchObject({ format: 'mt-bench' });
    const made = good(convert('mt-bench', rows));
    expect(made.flatMap(({ votes }) => votes ?? [])).toHaveLength(rows.length);
    expect(new Set(made.map(({ judgeTurn }) => judgeTurn))).toEqual(new Set([0, 2]));
    const turns = { 0: ['assistant'], 2: ['assistant', 'user', 'assistant'] };
    for (const { responses, judgeTurn } of made)
      for (const { messages } of responses)
        expect(messages.map(({ role }) => role)).toEqual(turns[judgeTurn as 0 | 2]);
  });

  it('of MT-Bench mark the second answer where the first ones are the same', async () => {
    const rows = await rowsOf('mt-bench');
    const row = rows.find(({ turn }) => turn === 2)!;
    const [a, b] = ['conversation_a', 'conversation_b'].map((key) => row[key] as object[]);
    const same = { ...row, conversation_b: [...a!.slice(0, 3), b![3]] };
    const [made] = good(convert('mt-bench', [same]));
    expect(made).toMatchObject({ judgeTurn: 0, prompt: a!.slice(0, 3) });
    expect(made!.responses.map(({ messages }) => messages)).toMatchObject([[a![3]], [b![3]]]);
  });
});

describe('what is refused and told', () => {
  const hh = (text: string) => ({ chosen: text, rejected: '\n\nHuman: a\n\nAssistant: b' });

  it.each([
    ['a stray delimiter', 'hh-strings', hh('\n\nHuman: a\n\nAssistant: b\nHum: c'), '$.chosen', 'transcript'],
    [
      'a speaker twice',
      'hh-strings',
      hh('\n\nHuman: a\n\nHuman: b\n\nAssistant: c'),
      '$.chosen',
      'transcript',
    ],
    ['other prompts', 'hh-strings', hh('\n\nHuman: z\n\nAssistant: b'), '$', 'prompts_differ'],
    [
      'a vote out of range',
      'helpsteer2-preference',
      { prompt: 'q', response_1: 'a', response_2: 'b', preference_strength: 4 },
      '$.preference_strength',
      'unknown_vote',
    ],
    [
      'a word that is no winner',
      'mt-bench',
      {
        question_id: 1,
        model_a: 'x',
        model_b: 'y',
        winner: 'left',
        judge: 'j',
        turn: 1,
        conversation_a: [],
        conversation_b: [],
      },
      '$.winner',
      'unknown_vote',
    ],
    [
      'an answer that is no text',
      'pandalm',
      { instruction: 'q', response1: true, response2: 'b', annotator1: 1 },
      '$.response1',
      'wrong_type',
    ],
    ['null answers', 'text-triple', { prompt: 'q', chosen: null, rejected: 'b' }, '$', 'not_this_format'],
    [
      'a label that is a word',
      'kto',
      { prompt: 'q', completion: 'a', label: 'maybe' },
      '$.label',
      'unknown_vote',
    ],
    [
      'a role nobody knows',
      'trl-explicit',
      {
        prompt: [{ role: 'narrator', content: 'q' }],
        chosen: [{ role: 'assistant', content: 'a' }],
        rejected: [{ role: 'assistant', content: 'b' }],
      },
      '$.prompt[0].role',
      'unknown_role',
    ],
    [
      'a prompt that ends with an answer',
      'trl-explicit',
      {
        prompt: [
          { role: 'user', content: 'q' },
          { role: 'assistant', content: 'x' },
        ],
        chosen: [{ role: 'assistant', content: 'a' }],
        rejected: [{ role: 'assistant', content: 'b' }],
      },
      'row: $.prompt[1].role',
      'prompt_end',
    ],
    [
      'a Python list in a cell',
      'arena-55k',
      {
        id: '1',
        prompt: "['q']",
        response_a: '["a"]',
        response_b: '["b"]',
        winner_model_a: '1',
        winner_model_b: '0',
        winner_tie: '0',
      },
      '$.prompt',
      'json_cell',
    ],
    [
      'a tree that was left',
      'oasst',
      { message_tree_id: 't', tree_state: 'aborted_low_grade', prompt: {} },
      '$.tree_state',
      'tree_not_ready',
    ],
    ['no prompt', 'strings-without-prompt', { chosen: 'a b', rejected: 'a c' }, '$', 'no_prompt'],
    ['a row that is a list', 'text-triple', [1], '$', 'not_an_object'],
  ] as const)('%s', (_name, format, row, path, code) => {
    const [outcome] = convert(format, [row]);
    expect(outcome).toMatchObject({
      ok: false,
      line: 1,
      faults: [
        { line: 1, path, code, rule: expect.stringMatching(/.{8}/), fix: expect.stringMatching(/.{8}/) },
      ],
    });
  });

  it('files of two shapes, and shapes nobody knows, are not guessed', () => {
    const triple = { prompt: 'q', chosen: 'a', rejected: 'b' };
    const kto = { prompt: 'q', completion: 'a', label: true };
    expect(detect([triple, triple, triple, kto])).toMatchObject({
      format: null,
      reason: { code: 'mixed', formats: ['text-triple', 'kto'] },
    });
    expect(detect([{ frage: 'q', antwort: 'a' }])).toMatchObject({
      format: null,
      candidates: [],
      reason: { code: 'unknown', columns: ['frage', 'antwort'] },
    });
    expect(detect([1, 'x'])).toMatchObject({ format: null, sample: 0, reason: { code: 'no_objects' } });
    // Some broken rows do not hide what the others are.
    expect(detect([triple, triple, triple, { broken: 1 }])).toMatchObject({
      format: 'text-triple',
      candidates: [{ rows: 3 }],
    });
  });
});
