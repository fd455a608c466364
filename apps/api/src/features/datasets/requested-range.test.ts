import { expect, test } from 'vitest';
import { requestedRange } from './requested-range.ts';
import { contentDisposition } from './send-download.ts';

const file = { etag: '"abc"', size: 1000 };

test.each([
  [undefined, { kind: 'whole' }],
  ['bytes=0-0', { kind: 'range', start: 0, end: 0 }],
  ['bytes=10-19', { kind: 'range', start: 10, end: 19 }],
  ['bytes=990-', { kind: 'range', start: 990, end: 999 }],
  ['bytes=990-5000', { kind: 'range', start: 990, end: 999 }],
  ['bytes=-10', { kind: 'range', start: 990, end: 999 }],
  ['bytes=-5000', { kind: 'range', start: 0, end: 999 }],
  ['BYTES = 1 - 2', { kind: 'range', start: 1, end: 2 }],
  ['bytes=-0', { kind: 'outside' }],
  ['bytes=1000-', { kind: 'outside' }],
  ['bytes=1000-2000', { kind: 'outside' }],
  ['bytes=20-10', { kind: 'whole' }],
  ['bytes=0-1,5-6', { kind: 'whole' }],
  ['bytes=-', { kind: 'whole' }],
  ['bytes=a-b', { kind: 'whole' }],
  ['lines=0-1', { kind: 'whole' }],
  ['bytes=99999999999999999999-', { kind: 'whole' }],
])('Range %s', (range, expected) => {
  expect(requestedRange({ range }, file)).toEqual(expected);
});

test('If-Range with another entity, a weak one or a date gives the whole file', () => {
  expect(requestedRange({ range: 'bytes=1-2', ifRange: '"abc"' }, file).kind).toBe('range');
  for (const ifRange of ['"other"', 'W/"abc"', 'Mon, 23 Nov 2026 20:00:00 GMT'])
    expect(requestedRange({ range: 'bytes=1-2', ifRange }, file).kind).toBe('whole');
});

test('If-None-Match with our entity, in a list, weak or as a star, is not modified', () => {
  for (const ifNoneMatch of ['"abc"', '"x", "abc"', 'W/"abc"', '*'])
    expect(requestedRange({ ifNoneMatch }, file).kind).toBe('not_modified');
  expect(requestedRange({ ifNoneMatch: '"x"' }, file).kind).toBe('whole');
});

test('an empty file has no range', () => {
  expect(requestedRange({ range: 'bytes=0-' }, { etag: '"e"', size: 0 }).kind).toBe('outside');
});

test('a name cannot break out of its header', () => {
  expect(contentDisposition('train.jsonl')).toBe('attachment; filename="train.jsonl"');
  expect(contentDisposition('a"; x=\r\n"奖.jsonl')).toBe(
    `attachment; filename="a___x_____.jsonl"; filename*=UTF-8''a%22%3B%20x%3D%0D%0A%22%E5%A5%96.jsonl`,
  );
});
