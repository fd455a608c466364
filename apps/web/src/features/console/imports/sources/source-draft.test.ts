import { expect, test } from 'vitest';
import { faultsOfAddresses, lineOfPath, linesOf } from './source-draft.ts';

test.each([
  ['url', 'https://example.org/a.jsonl?sig=x', null],
  ['url', ' https://例え.jp/文件.csv ', null],
  ['url', 'HTTP://files:9000/a', null],
  ['url', '', 'empty'],
  ['url', '   ', 'empty'],
  ['url', 'example.org/a', 'not_web'],
  ['url', 's3://bucket/a', 'not_web'],
  ['url', 'https://', 'not_web'],
  ['url', 'javascript:alert(1)', 'not_web'],
  ['url', 'https://me:secret@example.org/a', 'not_secret'],
  ['url', 'https://me@example.org/a', 'not_secret'],
  ['s3', 's3://bucket/a/b c.parquet', null],
  ['s3', '', 'empty'],
  ['s3', 's3://bucket', 'not_object'],
  ['s3', 's3://bucket/', null],
  ['s3', 's3://bucket/rlhf/', null],
  ['s3', 'https://example.org/a', 'not_object'],
] as const)('%s %j: %s', (from, address, fault) => {
  expect(faultsOfAddresses(from, address)).toEqual(fault === null ? [] : [{ line: 1, fault }]);
});

test('each line that is wrong has one fault, by its own number', () => {
  const text = '\ns3://bucket/a\nbucket/b\n\n  s3://bucket/c/ \ns3://bucket/a\nhttps://example.org/d';
  expect(faultsOfAddresses('s3', text)).toEqual([
    { line: 3, fault: 'not_object' },
    { line: 6, fault: 'twice' },
    { line: 7, fault: 'not_object' },
  ]);
  expect(linesOf(text).map(({ line }) => line)).toEqual([2, 3, 5, 6, 7]);
});

test('more addresses than an import takes are one fault', () => {
  const lines = Array.from({ length: 1_001 }, (_, n) => `s3://bucket/${n}`);
  expect(faultsOfAddresses('s3', lines.slice(1).join('\n'))).toEqual([]);
  expect(faultsOfAddresses('s3', lines.join('\n'))).toEqual([{ line: 1_001, fault: 'too_many' }]);
});

test('faults of the server are about the line that was sent', () => {
  const lines = linesOf('\ns3://bucket/a\n\ns3://bucket/b');
  expect(lineOfPath('body.addresses.1', lines)).toBe(4);
  expect(lineOfPath('body.address', lines)).toBe(2);
  expect(lineOfPath('body.addresses.7', lines)).toBeUndefined();
  expect(lineOfPath('body.key', lines)).toBeUndefined();
});
