import { describe, expect, test } from 'vitest';
import { type ZipPart, zipOf } from './archives.fixture.ts';
import { defaultLimits, type Item } from './items.ts';
import { readContainer } from './read.ts';
import { bytesSource } from './source.ts';
import { type ArchiveChoice, partsOfArchive, usualDatasets } from './zip-folder.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const line = (name: string): ZipPart => ({ name, bytes: utf8(`{"in":${JSON.stringify(name)}}\n`) });
const readme = (front: string, name = 'README.md'): ZipPart => ({
  name,
  bytes: utf8(`---\n${front}\n---\n# A data set\n`),
});

async function read(parts: readonly ZipPart[], choice: ArchiveChoice = {}): Promise<Item[]> {
  const items: Item[] = [];
  const source = bytesSource('x.zip', zipOf(parts));
  for await (const item of readContainer(source, {}, choice)) items.push(item);
  return items;
}

/** What was read, in its order, and what was left out and why. */
function outcome(items: readonly Item[]): { read: unknown[]; left: string[] } {
  return {
    read: items.flatMap((item) => (item.ok ? [(item.value as { in: string }).in] : [])),
    left: items.flatMap((item) => (item.ok ? [] : [`${item.file} ${item.faults[0]!.code}`])),
  };
}

const data = ['data/test.jsonl', 'data/train-1.jsonl', 'data/train-2.jsonl', 'extra/notes.jsonl'].map(line);
const configs =
  'configs:\n- config_name: default\n  data_files:\n  - split: train\n    path: data/train-*.jsonl\n  - split: test\n    path: data/test.jsonl';

describe('a zipped data set', () => {
  test('is read by the configuration of its README, in that order; what it does not name is left out by name', async () => {
    expect(outcome(await read([...data, readme(configs)]))).toEqual({
      read: ['data/train-1.jsonl', 'data/train-2.jsonl', 'data/test.jsonl'],
      left: ['x.zip/extra/notes.jsonl other_file', 'x.zip/README.md other_file'],
    });
  });

  test('may lie in one folder, and beside what systems add', async () => {
    const inside = [...data, readme(configs)].map((part) => ({ ...part, name: `set/${part.name}` }));
    const found = outcome(await read([{ name: '__MACOSX/._x', bytes: utf8('x') }, ...inside]));
    expect([found.read.length, found.left]).toEqual([
      3,
      [
        'x.zip/__MACOSX/._x other_file',
        'x.zip/set/extra/notes.jsonl other_file',
        'x.zip/set/README.md other_file',
      ],
    ]);
  });

  test('gives the default one of several configurations', async () => {
    const two =
      'configs:\n- config_name: a\n  data_files: extra/*\n- config_name: b\n  default: true\n  data_files: data/test.jsonl';
    expect(outcome(await read([...data, readme(two)])).read).toEqual(['data/test.jsonl']);
  });

  test.each([
    [
      'several configurations, none the default',
      'configs:\n- config_name: a\n  data_files: data/*\n- config_name: b\n  data_files: extra/*',
      /several configurations: a, b/,
    ],
    ['a file that is not there', 'configs:\n- config_name: a\n  data_files: none/*.jsonl', /No file is none/],
    ['configurations that are none', 'configs: [1]', /"configs" in README.md is wrong/],
    ['front matter that is no YAML', ': [', /not YAML/],
  ])('is not guessed at: %s', async (_what, front, rule) => {
    const [fault, ...more] = await read([...data, readme(front)]);
    expect(more).toEqual([]);
    expect(fault).toMatchObject({
      ok: false,
      scope: 'file',
      file: 'x.zip',
      faults: [{ code: 'archive_configs' }],
    });
    expect(fault!.ok ? null : fault!.faults[0]!.rule).toMatch(rule);
  });

  test.each([
    ['no README', []],
    ['a README without front matter', [{ name: 'README.md', bytes: utf8('# Read me') }]],
    ['front matter without configurations', [readme('license: mit')]],
    ['a README somewhere inside', [readme(configs, 'docs/README.md')]],
  ])('with %s is read whole, in the order of the archive', async (_what, parts) => {
    expect(outcome(await read([...data, ...parts])).read).toEqual(data.map(({ name }) => name));
  });

  test('names that a configuration gives are no way around what an archive may hold', async () => {
    const sly = 'configs:\n- config_name: a\n  data_files: ["**"]';
    const { read: got, left } = outcome(
      await read([line('../up.jsonl'), line('a.jsonl'), { name: 'in.zip', bytes: utf8('PK') }, readme(sly)]),
    );
    expect(got).toEqual(['a.jsonl']);
    expect(left.toSorted()).toEqual([
      'x.zip/../up.jsonl unsafe_path',
      'x.zip/README.md other_file',
      'x.zip/in.zip nested_archive',
    ]);
  });

  test('gives the configuration, the split or the one file that is chosen', async () => {
    const two =
      'configs:\n- config_name: a\n  data_files: extra/*\n- config_name: b\n  data_files:\n  - split: train\n    path: data/train-*\n  - split: test\n    path: data/test*';
    const parts = [...data, readme(two)];
    const chosen = async (choice: ArchiveChoice) => outcome(await read(parts, choice)).read;
    expect(await chosen({ config: 'a' })).toEqual(['extra/notes.jsonl']);
    expect(await chosen({ config: 'b', split: 'test' })).toEqual(['data/test.jsonl']);
    expect(await chosen({ file: 'data/train-2.jsonl' })).toEqual(['data/train-2.jsonl']);
    expect(outcome(await read(data.slice(0, 3), { split: 'train' })).read).toEqual([
      'data/train-1.jsonl',
      'data/train-2.jsonl',
    ]);
    const wrong = async (choice: ArchiveChoice, of = parts) => {
      const [fault, ...more] = await read(of, choice);
      expect(more).toEqual([]);
      return fault!.ok ? null : fault!.faults[0]!.rule;
    };
    expect(await wrong({ config: 'c' })).toMatch(/no configuration c. There are: a, b/);
    expect(await wrong({ config: 'b', split: 'dev' })).toMatch(/no split dev. Splits: train, test/);
    expect(await wrong({ file: 'nothing.jsonl' })).toMatch(/no file nothing.jsonl/);
    expect(await wrong({ config: 'a' }, data)).toMatch(/README.md has no "configs"/);
  });

  test('says what its parts are, with the entries of dataset_info.json whose files are there', async () => {
    const info = {
      ranked: {
        file_name: 'data/train-1.jsonl',
        ranking: true,
        columns: { prompt: 'q', chosen: 'w', rejected: 'l' },
      },
      text: { file_name: 'extra/notes.jsonl' },
      away: { file_name: 'away.jsonl', ranking: true },
      hub: { hf_hub_url: 'somebody/else' },
    };
    const withInfo = [...data, { name: 'dataset_info.json', bytes: utf8(JSON.stringify(info)) }];
    const look = async (parts: readonly ZipPart[], config?: string) =>
      (await partsOfArchive(bytesSource('x.zip', zipOf(parts)), defaultLimits, config))!;
    const found = await look(withInfo.map((part) => ({ ...part, name: `in/${part.name}` })));
    expect(found.datasets.map(({ name, mapping }) => [name, mapping !== null])).toEqual([
      ['ranked', true],
      ['text', false],
    ]);
    expect(usualDatasets(found).map(({ name }) => name)).toEqual(['ranked']);
    // Where a README says what is read, that goes before.
    const both = await look([...withInfo, readme(configs)]);
    expect(both).toMatchObject({ configs: ['default'], splits: ['train', 'test'] });
    expect(usualDatasets(both)).toEqual([]);
    const broken = await look([...data, { name: 'dataset_info.json', bytes: utf8('{') }]);
    expect(broken.datasets).toEqual([]);
    expect(await partsOfArchive(bytesSource('x.jsonl', utf8('{}')), defaultLimits)).toBeNull();
  });

  test('is what a choice needs: a file that is no archive has no parts', async () => {
    const items: Item[] = [];
    for await (const item of readContainer(bytesSource('x.jsonl', utf8('{}\n')), {}, { split: 'train' }))
      items.push(item);
    expect(items).toMatchObject([{ ok: false, scope: 'file', faults: [{ code: 'archive_configs' }] }]);
  });
});
