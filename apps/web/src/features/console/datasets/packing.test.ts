import type { ExportJob } from '@pairwright/contract/datasets';
import { expect, test } from 'vitest';
import { isPackedAs, misfitOf, packingOf, readPacking, usualPacking } from './packing.ts';

test('what is typed becomes limits of a file, or nothing that is asked for', () => {
  expect(readPacking(usualPacking)).toEqual({ container: 'jsonl', compression: 'none' });
  expect(readPacking({ ...usualPacking, shardRows: ' 500 ', shardSize: '2' })).toEqual({
    container: 'jsonl',
    compression: 'none',
    shardRows: 500,
    shardBytes: 2_097_152,
  });
  for (const wrong of ['0', '-1', '1.5', 'many', '1000000001'])
    expect(readPacking({ ...usualPacking, shardRows: wrong }), wrong).toBeNull();
  expect(readPacking({ ...usualPacking, shardSize: '1048577' })).toBeNull();
});

test('a job is the one that was asked for only where it is cut alike', () => {
  const job = {
    container: 'jsonl',
    compression: 'none',
    shardRows: 500,
    shardBytes: null,
    template: null,
  } as ExportJob;
  expect(isPackedAs(job, { container: 'jsonl', compression: 'none', shardRows: 500 })).toBe(true);
  expect(isPackedAs(job, { container: 'jsonl', compression: 'none' })).toBe(false);
  expect(isPackedAs({ ...job, shardRows: null }, { container: 'jsonl', compression: 'none' })).toBe(true);
});

test('a format whose reader knows one plain file is neither packed nor cut', () => {
  const plain = { container: 'jsonl', compression: 'none' } as const;
  expect(misfitOf('trl-implicit', { ...plain, shardRows: 5 })).toBeNull();
  expect(misfitOf('moss-rm', plain)).toBeNull();
  expect(misfitOf('moss-rm', { ...plain, shardRows: 5 })).toBe('plain');
  expect(misfitOf('moss-rm', { container: 'jsonl', compression: 'gzip' })).toBe('plain');
  expect(misfitOf('trl-implicit', { container: 'csv', compression: 'none' })).toBe('container');
});

test('a template is asked of the format whose turns it puts together, and of no other', () => {
  const packing = readPacking({ ...usualPacking, template: 'chatml' })!;
  expect(packing).toEqual({ container: 'jsonl', compression: 'none', template: 'chatml' });
  expect(packingOf('text-triple', packing)).toEqual(packing);
  expect(packingOf('stepwise', packing)).toEqual(packing);
  for (const format of ['hh-strings', 'nemo-aligner-rm'] as const)
    expect(packingOf(format, packing), format).toEqual({ container: 'jsonl', compression: 'none' });
  const llama = readPacking({ ...usualPacking, template: 'llama3' })!;
  expect(packingOf('nemo-aligner-rm', llama)).toEqual(llama);
  const job = {
    container: 'jsonl',
    compression: 'none',
    shardRows: null,
    shardBytes: null,
    template: 'chatml',
  } as ExportJob;
  expect(isPackedAs(job, packing)).toBe(true);
  expect(isPackedAs(job, readPacking(usualPacking)!)).toBe(false);
  expect(isPackedAs({ ...job, template: null }, packing)).toBe(false);
});
