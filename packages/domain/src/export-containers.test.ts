import { expect, test } from 'vitest';
import { dataFileName, splitOfFile } from './export-containers.ts';

test.each(['train', 'test', 'held_out', 'part2'])('a file of the part %s says so by its name', (split) => {
  for (const shard of [null, { index: 0, count: 3 }])
    for (const container of ['jsonl', 'parquet', 'csv'] as const)
      expect(splitOfFile(dataFileName({ split, container, compression: 'zstd', shard }))).toBe(split);
  expect(splitOfFile(`${split}.valid.json`)).toBe(split);
});
