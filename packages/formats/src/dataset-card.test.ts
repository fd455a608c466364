import { describe, expect, it } from 'vitest';
import { recipe } from '@pairwright/contract/datasets';
import { datasetCard, type CardSource } from './dataset-card.ts';
import { buildManifest, manifestText, type ManifestSource } from './manifest.ts';

const source: ManifestSource = {
  project: { slug: 'demo', name: 'Demo | "project" <b>' },
  dataset: { slug: 'helpful', name: 'Helpful: v', version: 2 },
  format: 'trl-implicit',
  recipe: recipe.parse({
    minJudgments: 2,
    majority: 'absolute',
    ties: 'drop',
    bothBad: 'as_tie',
    dropFlagged: true,
    includeMargin: true,
    rankings: 'adjacent',
    rewrites: 'include',
    adjudicated: 'prefer',
  }),
  frozenAt: '2026-01-02T03:04:05.678901Z',
  comparisons: 7,
  units: 10,
  kinds: {
    pair: { units: 5, rows: 5 },
    ranking: { units: 3, rows: 1 },
    single: { units: 1, rows: 0 },
    rewrite: { units: 1, rows: 1 },
  },
  resolved: 7,
  judgments: 25,
  judgmentsCounted: 24,
  judgmentsOfRows: null,
  drops: { tie: 2, flagged: 1 },
  rowCounts: null,
  questionVersions: [2, 1],
  guidelinesVersions: [1],
  packing: { container: 'jsonl', compression: 'none', shardRows: null, shardBytes: null },
  files: [{ name: 'train.jsonl', rows: 7, bytes: 100, sha256: 'ab'.repeat(32) }],
  writtenBy: 'pairwright 0.1.0',
  evidence: null,
  asked: { questions: [], guidelines: [] },
};
const card: CardSource = {
  manifest: buildManifest(source),
  splits: [{ name: 'train', paths: ['train.jsonl'] }],
  languages: ['en', 'zh'],
  questions: [
    { version: 1, en: 'Which is better?', zh: '哪个更好？', kind: 'pair', points: 7 },
    { version: 2, en: 'Rank them.', zh: '请排序。', kind: 'rank', points: null },
  ],
  sources: [{ name: 'arena', comparisons: 10, licences: [] }],
  unlicensed: null,
  plainMessages: true,
  withImages: false,
};

describe('a manifest', () => {
  it('names every drop reason and loses no comparison', () => {
    const manifest = buildManifest(source);
    expect(manifest.drop_reasons).toMatchObject({ tie: 2, flagged: 1, too_few_judgments: 0 });
    expect(Object.keys(manifest.drop_reasons)).toHaveLength(11);
    expect(manifest.counts).toEqual({
      comparisons: 7,
      units: 10,
      resolved: 7,
      dropped: 3,
      judgments: 25,
      judgments_counted: 24,
    });
    expect(() => buildManifest({ ...source, resolved: 8 })).toThrow('10 units are not 8 rows and 3 dropped');
  });

  it('has no unit and no row of an unknown kind', () => {
    expect(() => buildManifest({ ...source, kinds: { pair: { units: 10, rows: 6 } } })).toThrow(
      'the kinds have 10 units and 6 rows',
    );
  });

  it('tells the reader of a table of texts that none of them is a null', () => {
    const of = (format: ManifestSource['format'], container: 'csv' | 'jsonl', includeMargin: boolean) => {
      const packing = { ...source.packing, container };
      const manifest = buildManifest({
        ...source,
        format,
        packing,
        recipe: { ...source.recipe, includeMargin },
      });
      return datasetCard({ ...card, manifest });
    };
    expect(of('text-triple', 'csv', false)).toContain(
      '  default: true\n  keep_default_na: false\n  data_files:',
    );
    // Of numbers an empty cell is none; of texts it is one.
    expect(of('text-triple', 'csv', true)).toContain(
      '  default: true\n  keep_default_na: false\n  na_values:\n    margin:\n    - ""\n  data_files:',
    );
    for (const other of [
      of('votes', 'csv', true),
      of('arena', 'csv', true),
      of('text-triple', 'jsonl', true),
    ])
      expect(other).not.toContain('keep_default_na');
  });

  it('counts the prompts whose language was detected, where there are any', () => {
    expect(card.manifest).not.toHaveProperty('detected_languages');
    expect(datasetCard(card)).not.toContain('detected in the text');
    const detectedLanguages = [
      { language: 'en', prompts: 3 },
      { language: 'zh', prompts: 1 },
    ];
    const manifest = buildManifest({ ...source, detectedLanguages });
    expect(manifest.detected_languages).toEqual(detectedLanguages);
    const text = datasetCard({ ...card, manifest });
    expect(text).toContain(
      '- the language of 4 prompts was detected in the text, not named by the source: en 3, zh 1\n- ',
    );
    expect(text).toContain('- 4 条提示的语言由文本检测得出，来源并未注明：en 3, zh 1\n- ');
  });

  it.each([
    ['each_vote', 'include', true],
    ['weighted', 'include', true],
    ['majority', 'include', false],
    ['each_vote', 'leave_out', false],
  ] as const)(
    'says how responses judged alone were counted where votes are told of otherwise: %s, %s',
    (aggregation, singles, isSaid) => {
      const given = {
        ...source,
        recipe: { ...source.recipe, adjudicated: 'ignore', aggregation, singles } as const,
      };
      const manifest = buildManifest(given);
      const text = datasetCard({ ...card, manifest });
      expect(text.includes('responses judged alone are by simple count all the same')).toBe(isSaid);
      expect(text.includes('单独评判的回答仍按简单计数')).toBe(isSaid);
      // Since then they are counted as all others.
      const now = buildManifest({ ...given, judgmentsOfRows: 20 });
      expect(datasetCard({ ...card, manifest: now })).not.toContain('by simple count all the same');
    },
  );

  it('has the same bytes for the same version', () => {
    expect(
      manifestText(
        buildManifest({
          ...source,
          recipe: recipe.parse({
            rewrites: 'include',
            adjudicated: 'prefer',
            rankings: 'adjacent',
            includeMargin: true,
            dropFlagged: true,
            bothBad: 'as_tie',
            ties: 'drop',
            majority: 'absolute',
            minJudgments: 2,
          }),
        }),
      ),
    ).toBe(manifestText(buildManifest(source)));
  });
});

describe('filters', () => {
  const of = (filters: object) =>
    buildManifest({ ...source, recipe: recipe.parse({ ...source.recipe, filters }) });

  it('that came later are told where they choose something, and else change no byte', () => {
    const languages = of({ languages: ['en'] });
    const before = Object.keys(languages.recipe.filters ?? {});
    expect(before).toContain('languages');
    expect(before.filter((key) => ['rounds', 'tags', 'teams'].includes(key))).toEqual([]);
    const chosen = of({ rounds: [2], tags: ['math'], teams: ['red'] });
    expect(chosen.recipe.filters).toMatchObject({ rounds: [2], tags: ['math'], teams: ['red'] });
    const text = datasetCard({ ...card, manifest: chosen });
    expect(text).toContain('- only: rounds [2], tags ["math"], teams ["red"]\n');
    expect(text).toContain('- 仅限：rounds [2], tags ["math"], teams ["red"]\n');
  });
});

describe('a dataset card', () => {
  it('begins with one default config over the data files', () => {
    const front = datasetCard(card).split('---\n')[1]!;
    expect(front).toContain(
      'configs:\n- config_name: default\n  default: true\n  data_files:\n  - split: train\n    path:\n    - "train.jsonl"\n',
    );
    expect(front).toContain('language:\n- en\n- zh\n');
    expect(front).toContain('  - name: chosen\n    list:\n    - name: role\n      dtype: string\n');
    expect(front).toContain('  - name: margin\n    dtype: float64\n');
    expect(front).toContain('pretty_name: "Helpful: v v2"');
  });

  it('declares the columns of tool turns and images only where there are any', () => {
    expect(datasetCard(card)).not.toContain('tool_calls');
    expect(datasetCard({ ...card, plainMessages: false })).toContain(
      '    - name: tool_calls\n      list: json\n',
    );
    // Parquet holds calls as texts: as JSON their reader makes values of them, which templates of chats look into.
    const packing = {
      container: 'parquet',
      compression: 'zstd',
      shard_rows: null,
      shard_bytes: null,
    } as const;
    expect(datasetCard({ ...card, plainMessages: false, manifest: { ...card.manifest, packing } })).toContain(
      '    - name: tool_calls\n      list: json\n',
    );
    expect(datasetCard(card)).not.toContain('images');
    expect(datasetCard({ ...card, withImages: true })).toContain(
      '    - name: images\n      list:\n      - name: sha256\n        dtype: string\n',
    );
  });

  it('says in English and Chinese how it was made and what was left out', () => {
    const text = datasetCard(card);
    expect(text).toContain('| a tie | `tie` | 2 |');
    expect(text).toContain('| 平局 | `tie` | 2 |');
    expect(text).toContain('7 comparisons with 10 units: 7 rows, 3 left out.');
    expect(text).toContain('共 7 个比较、10 个单元：7 行数据，3 个单元未导出。');
    expect(text).toContain(
      '- 问题（版本 1）：哪个更好？（7 级量表）\n- 问题（版本 2）：请排序。（从好到差排序）\n',
    );
    expect(text).toContain('- question, version 2: Rank them. (a ranking, best first)\n');
    expect(text).toContain('| two responses of a comparison of three or more | `ranking` | 3 | 1 |');
    expect(text).toContain('- rankings: neighbours in the resolved order only;');
    expect(text).toContain('- 改写：改写优于其原回答');
    expect(text).toContain('- where reviewers have decided, their decision is the label');
    expect(text).toContain('- 复核员已裁定的比较以裁定为准');
    expect(text).toContain('The project states no licence.');
    expect(text).not.toContain('<b>');
    expect(text.endsWith('\n')).toBe(true);
  });
});

describe('the evidence of a version', () => {
  const measured = { low: null, high: null, n: 9, reason: null };
  const evidence: NonNullable<ManifestSource['evidence']> = {
    agreement: [
      { of: 'direction', key: null, measure: 'alpha_nominal', ...measured, value: 0.5, low: 0.4, high: 0.61 },
      { of: 'direction', key: null, measure: 'percent_pooled', ...measured, value: 0.75 },
      {
        of: 'rating',
        key: 'fluency',
        measure: 'alpha_ordinal',
        ...measured,
        value: null,
        n: 0,
        reason: 'no_overlap',
      },
    ],
    annotators: {
      people: 2,
      judgmentsEach: { least: 3, quarter: 3, median: 3, threeQuarters: 8, most: 8 },
      each: [{ annotator: 'annotator-1', judgments: 9, counted: 8, gold: { right: 1, of: 2 } }],
    },
    gold: { people: 1, right: { ...measured, value: 0.5, low: 0.1, high: 0.9, n: 2 } },
  };
  const asked: ManifestSource['asked'] = {
    questions: [{ version: 1, en: 'Which?', zh: '哪个？', kind: 'pair', points: 7 }],
    guidelines: [{ version: 1, markdown: '# Be fair\n\n````\ncode\n````\n<b>' }],
  };
  const manifest = buildManifest({ ...source, evidence, asked });
  it('names the code, the schema and the snapshot that it was frozen by', () => {
    const frozenBy = { commit: 'ab'.repeat(20), schema: '20261130T160000Z-x', snapshot: '731:731:' };
    const told = buildManifest({ ...source, frozenBy });
    expect(told.frozen_by).toEqual(frozenBy);
    const text = datasetCard({ ...card, manifest: told });
    expect(text).toContain(
      `- frozen by pairwright 0.1.0, commit \`${frozenBy.commit}\`; schema \`20261130T160000Z-x\`; snapshot \`731:731:\`\n`,
    );
    expect(text).toContain(`- 由 pairwright 0.1.0 冻结，提交 \`${frozenBy.commit}\`；`);
    expect(buildManifest(source)).not.toHaveProperty('frozen_by');
  });
  it('names what the format has no place for', () => {
    expect(manifest.not_carried).toEqual(['judgments', 'models', 'language']);
    const text = datasetCard({ ...card, manifest });
    expect(text).toContain('This format has no place for: single judgments, names of models, languages.');
    expect(text).toContain('此格式不包含：单个判断、模型名称、语言。');
    // Versions of before keep their bytes.
    expect(buildManifest(source)).not.toHaveProperty('not_carried');
  });

  it('is in the manifest with the texts, whose version says so', () => {
    expect(manifest).toMatchObject({
      manifest_version: 2,
      agreement: evidence.agreement,
      annotators: { people: 2, judgments_each: { three_quarters: 8 }, each: evidence.annotators.each },
      gold: evidence.gold,
      ...asked,
    });
  });

  it('is in the card in English and Chinese, and what is not defined says why', () => {
    const text = datasetCard({ ...card, manifest });
    expect(text).toContain(
      "| which response is better | Krippendorff's alpha, nominal | 0.500 (0.400 to 0.610) | 9 |",
    );
    expect(text).toContain('| 哪个回答更好 | Krippendorff α（名义） | 0.500（0.400 至 0.610） | 9 |');
    expect(text).toContain(
      '| which response is better | pairs of judgments that are the same | 75.0 % | 9 |',
    );
    expect(text).toContain(
      "| rating `fluency` | Krippendorff's alpha, ordinal | not defined: nothing was judged twice | 0 |",
    );
    expect(text).toContain('无定义：没有任何比较被判断两次');
    expect(text).toContain('- judgments of each: 3 to 8, half of the people at most 3,');
    expect(text).toContain('50.0 % (10.0 % to 90.0 %) were right');
    expect(text).toContain('1 人给出 2 个判断，正确的占 50.0 %（10.0 % 至 90.0 %）；');
    // The guidelines stand in a fence that nothing in them closes.
    expect(text).toContain(
      'Version 1 / 版本 1\n\n`````markdown\n# Be fair\n\n````\ncode\n````\n<b>\n`````\n',
    );
  });

  it('is left out of versions frozen before it was looked for', () => {
    const before = buildManifest(source);
    expect(before.manifest_version).toBe(1);
    expect(Object.keys(before)).not.toContain('agreement');
    expect(datasetCard(card)).not.toMatch(/Agreement and annotators|Guidelines \//);
  });
});
