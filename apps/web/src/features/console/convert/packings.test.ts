import { targetNames, targetOf } from '@pairwright/formats/convert/target';
import { expect, test } from 'vitest';
import { nameFor, packingOf, packingsFor } from './packings.ts';

test('every packing that is offered for a format can be written', () => {
  for (const to of targetNames) {
    expect(packingsFor(to)[0]).toBe('jsonl');
    for (const packing of packingsFor(to))
      expect(targetOf({ to, ...packingOf(packing) }), `${to} ${packing}`).not.toHaveProperty('wrong');
  }
  expect(packingsFor('text-triple')).toEqual([
    'jsonl',
    'jsonl_gzip',
    'jsonl_zstd',
    'parquet',
    'parquet_zstd',
    'csv',
    'csv_gzip',
    'csv_zstd',
    'spreadsheet',
  ]);
  expect(packingsFor('llamafactory-kto')).toEqual(['jsonl']);
});

test('the name of the new file', () => {
  expect(nameFor('hh.jsonl.gz', 'kto', 'parquet')).toBe('hh.kto.parquet');
  expect(nameFor('my.data.csv', 'text-triple', 'csv_gzip')).toBe('my.data.text-triple.csv.gz');
  expect(nameFor('.jsonl', 'kto', 'jsonl')).toBe('rows.kto.jsonl');
});
