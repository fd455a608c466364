import { describe, expect, it } from 'vitest';
import { globPattern, planFolder } from './folder.ts';

const readme = (yaml: string) => `---\nlicense: mit\n${yaml}\n---\n# Data\n`;
const all = [
  '.git/x.json',
  'README.md',
  'data/test-00000-of-00001.parquet',
  'data/train-00000-of-00002.parquet',
  'data/train-00001-of-00002.parquet',
  'dataset_info.json',
  'manifest.json',
  'zh/train.jsonl',
];

describe('a folder of data', () => {
  it('is read by the configurations of its README, in their order', () => {
    const configs = readme(
      'configs:\n- config_name: en\n  default: true\n  data_files:\n  - split: train\n    path: data/train-*.parquet\n  - split: test\n    path: [data/test-*]\n- config_name: zh\n  data_files: zh/*.jsonl',
    );
    expect(planFolder(all, configs)).toEqual({
      config: 'en',
      files: [
        { path: 'data/train-00000-of-00002.parquet', split: 'train' },
        { path: 'data/train-00001-of-00002.parquet', split: 'train' },
        { path: 'data/test-00000-of-00001.parquet', split: 'test' },
      ],
    });
    expect(planFolder(all, configs, { config: 'zh' })).toEqual({
      config: 'zh',
      files: [{ path: 'zh/train.jsonl', split: 'train' }],
    });
    expect(planFolder(all, configs, { split: 'test' })).toMatchObject({ files: [{ split: 'test' }] });
    expect(planFolder(all, configs, { split: 'x' })).toEqual({
      wrong: expect.stringContaining('train, test'),
    });
    expect(planFolder(all, configs, { config: 'de' })).toEqual({ wrong: expect.stringContaining('en, zh') });
  });

  it('asks where several configurations are none the default, and where a file is missing', () => {
    const two = readme(
      'configs:\n- config_name: a\n  data_files: data/*\n- config_name: b\n  data_files: zh/*',
    );
    expect(planFolder(all, two)).toEqual({ wrong: expect.stringContaining('a, b') });
    expect(planFolder(all, readme('configs:\n- config_name: a\n  data_files: none/*'))).toEqual({
      wrong: expect.stringContaining('none/*'),
    });
    expect(planFolder(all, readme('configs: [1]'))).toEqual({ wrong: expect.stringContaining('README.md') });
    expect(planFolder(all, '---\n: [\n---\n')).toEqual({ wrong: expect.stringContaining('YAML') });
  });

  it('is read by the words in its names without them; other files of JSON are no data', () => {
    expect(planFolder(all, '# no front matter')).toMatchObject({
      config: null,
      files: [{ split: 'test' }, { split: 'train' }, { split: 'train' }, { path: 'zh/train.jsonl' }],
    });
    expect(planFolder(['a.jsonl', 'b.csv', 'c.txt'], null)).toMatchObject({
      files: [
        { path: 'a.jsonl', split: 'train' },
        { path: 'b.csv', split: 'train' },
      ],
    });
    expect(planFolder(['train.jsonl', 'holdout.jsonl'], null)).toEqual({
      wrong: expect.stringContaining('holdout.jsonl'),
    });
    expect(planFolder(['c.txt'], null)).toEqual({ wrong: expect.stringContaining('no file') });
  });

  it.each([
    ['*.json', 'a.json', true],
    ['*.json', 'a/b.json', false],
    ['**/*.json', 'a/b/c.json', true],
    ['**/*.json', 'c.json', true],
    ['data/[ab].{csv,tsv}', 'data/b.tsv', true],
    ['data/[!a].csv', 'data/a.csv', false],
    ['a+b(1).csv', 'a+b(1).csv', true],
    ['train-?.csv', 'train-12.csv', false],
  ])('%s of %s: %s', (glob, path, fits) => {
    expect(globPattern(glob).test(path)).toBe(fits);
  });
});
