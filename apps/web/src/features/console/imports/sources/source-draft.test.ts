import { expect, test } from 'vitest';
import { faultOfAddress } from './source-draft.ts';

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
  expect(faultOfAddress(from, address)).toBe(fault);
});
