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
  drops: { tie: 2, flagged: 1 },
  rowCounts: null,
  questionVersions: [2, 1],
  guidelinesVersions: [1],
  packing: { container: 'jsonl', compression: 'none', shardRows: null, shardBytes: null },
  files: [{ name: 'train.jsonl', rows: 7, bytes: 100, sha256: 'ab'.repeat(32) }],
  writtenBy: 'pairwright 0.1.0',
};
const card: CardSource = {
  manifest: buildManifest(source),
  splits: [{ name: 'train', paths: ['train.jsonl'] }],
  language: 'mixed',
  questions: [
    { version: 1, en: 'Which is better?', zh: '哪个更好？', kind: 'pair', points: 7 },
    { version: 2, en: 'Rank them.', zh: '请排序。', kind: 'rank', points: null },
  ],
  sources: [{ name: 'arena', comparisons: 10 }],
  licenceNote: null,
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
    expect(text).toContain('- 审核员已裁定的比较以裁定为准');
    expect(text).toContain('The project states no licence.');
    expect(text).not.toContain('<b>');
    expect(text.endsWith('\n')).toBe(true);
  });
});
