import { expect, test } from 'vitest';
import { readCall, toolOf } from './tool-calls.ts';

test('arguments are indented; what is no JSON stays as it was written and says so', () => {
  const call = (written: unknown) =>
    readCall({ id: 'c1', type: 'function', function: { name: 'weather', arguments: written } });
  expect(call('{"city":"北京"}')).toEqual({
    id: 'c1',
    name: 'weather',
    arguments: '{\n  "city": "北京"\n}',
    malformed: false,
  });
  expect(call('{"city": "Bei')).toMatchObject({ arguments: '{"city": "Bei', malformed: true });
  expect(call('')).toMatchObject({ arguments: '', malformed: false });
  expect(call({ city: 1 })).toMatchObject({ arguments: '{\n  "city": 1\n}', malformed: false });
});

test('other shapes of calls are read as well as can be', () => {
  const plain = readCall({ id: 'x', name: 'search', input: { q: 'a' } });
  expect(plain).toMatchObject({ name: 'search', arguments: '{\n  "q": "a"\n}' });
  expect(readCall('oops')).toEqual({ id: null, name: '', arguments: 'oops', malformed: true });
  expect(readCall(null)).toMatchObject({ arguments: 'null' });
});

test('a result knows its call', () => {
  const calls = [{ id: 'c1', function: { name: 'weather', arguments: '{}' } }];
  const messages = [
    { role: 'assistant' as const, content: null, tool_calls: calls },
    { role: 'tool' as const, content: '"sunny"', tool_call_id: 'c1' },
    { role: 'tool' as const, content: '1', tool_call_id: 'c9', name: 'other' },
    { role: 'tool' as const, content: '1' },
  ];
  expect(messages.slice(1).map((message) => toolOf(message, messages))).toEqual(['weather', 'other', null]);
});
