import { recipe } from '@pairwright/contract/recipe';
import { expect, test } from 'vitest';
import { loadCode, numbersOf } from './load-code.ts';

const jsonl = { container: 'jsonl', format: 'trl-implicit' } as const;

test('one part is loaded as itself, also out of many files', () => {
  expect(loadCode(jsonl, ['train.jsonl'])).toBe(
    'from datasets import load_dataset\n\ntrain = load_dataset("json", data_files="train.jsonl", split="train")',
  );
  expect(
    loadCode({ container: 'parquet', format: 'kto' }, [
      'train-00000-of-00002.parquet',
      'train-00001-of-00002.parquet',
    ]),
  ).toContain(
    'load_dataset("parquet", data_files=["train-00000-of-00002.parquet", "train-00001-of-00002.parquet"], split="train")',
  );
});

test('no part is loaded as another', () => {
  expect(
    loadCode(jsonl, [
      'train-00000-of-00002.jsonl.zst',
      'train-00001-of-00002.jsonl.zst',
      'test.jsonl.zst',
      'held_out.jsonl.zst',
    ]),
  ).toBe(`from datasets import load_dataset

rows = load_dataset("json", data_files={
    "train": ["train-00000-of-00002.jsonl.zst", "train-00001-of-00002.jsonl.zst"],
    "test": "test.jsonl.zst",
    "held_out": "held_out.jsonl.zst",
})
train = rows["train"]`);
  // The names that one loader wants, and a version that has no part of that name.
  expect(loadCode(jsonl, ['train.json', 'test.valid.json'])).toContain('    "test": "test.valid.json",\n');
  expect(loadCode(jsonl, ['test.jsonl'])).toBe(
    'from datasets import load_dataset\n\ntest = load_dataset("json", data_files={"test": "test.jsonl"}, split="test")',
  );
});

test('in a table of texts an answer is one, also where pandas would see nothing', () => {
  const table = { container: 'csv', format: 'text-triple' } as const;
  expect(loadCode(table, ['train.csv'])).toContain(
    'load_dataset("csv", data_files="train.csv", split="train", keep_default_na=False)',
  );
  expect(loadCode(table, ['train.csv', 'test.csv'])).toContain(
    '}, keep_default_na=False)\ntrain = rows["train"]',
  );
  const usual = recipe.parse({});
  expect(numbersOf(usual)).toEqual([]);
  const numbers = numbersOf({ ...usual, includeMargin: true, ties: 'half_weight' });
  expect(loadCode({ ...table, numbers }, ['train.csv'])).toContain(
    'split="train", keep_default_na=False, na_values={"margin": [""], "weight": [""]})',
  );
  expect(loadCode({ container: 'csv', format: 'votes', numbers }, ['votes.csv'])).not.toContain('na_');
});
