import { expect, it } from 'vitest';
import { Converter } from './convert.ts';
import { detect } from './detect.ts';
import type { ForeignRow } from './format.ts';
import { mappingFormat, parseMapping } from './mapping-format.ts';
import { inFormat } from './registry.ts';
import { shapeRows } from './shapes.fixture.ts';

const q = { role: 'user', content: 'Why?' };
const turn = (content: string) => ({ role: 'assistant', content });
const pair = { chosen: 'a', rejected: 'b' };

function rowOf(format: string, row: ForeignRow) {
  expect(detect([row])).toMatchObject({ format });
  const converter = new Converter(inFormat(format)!);
  const [one] = [...converter.push(row, 1), ...converter.finish()];
  if (!one?.ok) throw new Error(JSON.stringify(one?.faults));
  return one.row;
}

it.each([
  ['text-triple', { prompt: 'Why?', ...pair }],
  ['argilla-binarized', { instruction: 'Why?', chosen_response: 'a', rejected_response: 'b' }],
  ['ultrafeedback-binarized', { prompt: 'Why?', chosen: [q, turn('a')], rejected: [q, turn('b')] }],
  ['swift-rlhf', { messages: [q, turn('a')], rejected_response: 'b' }],
  ['swift-kto', { messages: [q, turn('a')], label: true }],
  ['kto', { prompt: 'Why?', completion: 'a', label: true }],
  ['axolotl-bt', { input: 'Why?', ...pair }],
  ['axolotl-intel', { question: 'Why?', ...pair }],
  ['llamafactory-alpaca', { instruction: 'Why?', ...pair }],
])('%s: a system prompt beside the prompt is part of it', (format, row) => {
  const found = rowOf(format, { ...row, system: 'Be brief.' });
  expect(found.prompt).toEqual([{ role: 'system', content: 'Be brief.' }, q]);
  expect(found.metadata).toBeUndefined();
  // One that is empty is none.
  expect(rowOf(format, { ...row, system: '' }).prompt).toEqual([q]);
  expect(rowOf(format, { ...row, system: null }).prompt).toEqual([q]);
});

it('a system prompt that the conversation begins with already is there once', () => {
  const sys = { role: 'system', content: 'Be brief.' };
  const row = { system: 'Be brief.', messages: [sys, q, turn('a')], rejected_response: 'b' };
  expect(rowOf('swift-rlhf', row).prompt).toEqual([sys, q]);
});

const shape = (format: string): ForeignRow => shapeRows.find((one) => one.format === format)!.row;

it.each([
  ['nectar', 'source', ['one', 'two']],
  ['argilla-binarized', 'source', { name: 'set' }],
  ['helpsteer3', 'domain', ['code', 'stem']],
  ['text-triple', 'system', { text: 'Be brief.' }],
  ['shp', 'domain', true],
  ['pandalm', 'input', ['x']],
  ['pku-saferlhf', 'is_response_0_safe', 'perhaps'],
])('%s: what is no text in the column %s stays in the metadata', (format, column, value) => {
  expect(rowOf(format, { ...shape(format), [column]: value }).metadata).toMatchObject({ [column]: value });
});

it('reads the one source of Nectar, and safety in numbers', () => {
  const nectar = rowOf('nectar', { ...shape('nectar'), source: ['anthropic-hh'] });
  expect([nectar.source, nectar.metadata?.['source']]).toEqual(['anthropic-hh', undefined]);
  const pku = rowOf('pku-saferlhf', {
    ...shape('pku-saferlhf'),
    is_response_0_safe: 1,
    is_response_1_safe: 0,
  });
  expect(pku.votes).toMatchObject([{ safe: [true, false] }]);
});

it('keeps what stands beside an answer of NeMo-RL', () => {
  const answers = [0, 1].map((rank) => ({ rank, completion: [turn(`${rank}`)], score: rank / 2 }));
  expect(rowOf('nemo-rl', { context: [q], completions: answers }).metadata).toEqual({
    responses: [{ score: 0 }, { score: 0.5 }],
  });
});

it('keeps more text that a mapping has no place for', () => {
  const parsed = parseMapping({
    version: 1,
    prompt: { column: 'asked', as: 'messages', input: 'more' },
    responses: { columns: [{ column: 'one' }, { column: 'two' }] },
  });
  if ('wrong' in parsed) throw new Error(parsed.wrong);
  const [made] = new Converter(mappingFormat(parsed.mapping)).push(
    { asked: [q], more: 'A table.', one: 'a', two: 'b' },
    1,
  );
  expect(made).toMatchObject({ ok: true, row: { metadata: { more: 'A table.' } } });
});
