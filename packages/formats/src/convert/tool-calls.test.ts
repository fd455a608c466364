import type { Message } from '@pairwright/contract/shapes';
import { expect, it } from 'vitest';
import { columnsOf } from '../card-features.ts';
import { readContainer } from '../containers/read.ts';
import { bytesSource } from '../containers/source.ts';
import { openEncoder } from '../files/encoder.ts';
import { convertBytes, linesOf } from './convert.fixture.ts';

const call = { id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"上海"}' } };
const prompt: Message[] = [
  { role: 'user', content: '天气？' },
  // No reader looks into calls: one that is a text stays a text.
  { role: 'assistant', content: null, tool_calls: [call, '{"a":1}', 'plain'] },
  { role: 'tool', content: '21', name: 'weather', tool_call_id: 'c1' },
];
const rows = linesOf({
  id: 'a',
  comparison_id: 'a',
  source: 'pair',
  prompt,
  chosen: [{ role: 'assistant', content: '21 度' }],
  rejected: [{ role: 'assistant', content: null, tool_calls: [call] }],
});

it.each(['trl-explicit', 'trl-implicit'])(
  'calls of tools come out of Parquet as they went in: %s',
  async (to) => {
    const plain = await convertBytes(rows, 'trl-explicit', to);
    for (const compression of ['zstd', 'snappy']) {
      const packed = await convertBytes(rows, 'trl-explicit', { to, container: 'parquet', compression });
      const back = await convertBytes(packed.bytes, to, to);
      expect(back.refusals).toEqual([]);
      expect(back.text).toBe(plain.text);
    }
  },
);

it('those of votes do, too', async () => {
  const columns = columnsOf({
    format: 'votes',
    withMargin: false,
    withWeight: false,
    plainMessages: false,
    withImages: false,
  });
  const encoder = (await openEncoder({ container: 'parquet', compression: 'zstd', columns }))!;
  const line = linesOf({ prompt, responses: [{ id: 'r', model: 'm', messages: prompt.slice(1, 2) }] });
  const bytes = Buffer.concat([...encoder.push(Buffer.from(line)), ...encoder.finish()]);
  const read: unknown[] = [];
  for await (const item of readContainer(bytesSource('votes.parquet', bytes)))
    read.push(item.ok && item.value);
  const calls = prompt[1]!.tool_calls;
  expect(read).toMatchObject([
    { prompt: [{}, { tool_calls: calls }, {}], responses: [{ messages: [{ tool_calls: calls }] }] },
  ]);
});
