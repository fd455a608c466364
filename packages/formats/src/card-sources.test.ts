import { describe, expect, test } from 'vitest';
import { type CardSources, licenceYaml, sourcesText } from './card-sources.ts';

const web = { name: 'web', comparisons: 3, licences: ['CC-BY-4.0', 'MIT'] };
const unnamed = { name: null, comparisons: 2, licences: ['MIT'] };
const of = (sources: CardSources['sources'], unlicensed: number | null = 0): CardSources => ({
  sources,
  unlicensed,
});

describe('what a card says of sources and licences', () => {
  test('names every licence with its source, and of how many comparisons none is stated', () => {
    const given = of([web, unnamed], 4);
    expect(sourcesText(given, 'en')).toBe(
      '- web: 3 comparisons\n- no source named: 2 comparisons\n\nweb: CC-BY-4.0, MIT; rows without a source: MIT. Of 4 comparisons no licence is stated.',
    );
    expect(sourcesText(given, 'zh')).toBe(
      '- web：3 个比较\n- 未注明来源：2 个比较\n\nweb: CC-BY-4.0, MIT; 未注明来源的行: MIT.另有 4 个比较未声明许可。',
    );
  });

  test('a licence without a source is told as well', () => {
    expect(sourcesText(of([unnamed]), 'en')).toBe('The rows name no source.\n\nrows without a source: MIT.');
  });

  test('nothing stated is said so, whatever the sources', () => {
    for (const sources of [[], [{ ...web, licences: [] }], [{ ...unnamed, licences: [] }]])
      expect(sourcesText(of(sources, 3), 'en')).toContain('The project states no licence.');
  });

  test('names from files change nothing around them', () => {
    expect(sourcesText(of([{ ...web, name: 'a\n# b <x>', licences: ['[c](d)'] }]), 'en')).toBe(
      String.raw`- a \# b \<x\>: 3 comparisons` + '\n\n' + String.raw`a \# b \<x\>: \[c\](d).`,
    );
  });
});

test.each([
  ['one that hubs know', of([{ ...web, licences: ['CC BY 4.0'] }]), ['license: cc-by-4.0']],
  ['several', of([web, unnamed]), ['license:', '- cc-by-4.0', '- mit']],
  [
    'one that they do not know',
    of([web, { ...unnamed, licences: ['under "contract"'] }]),
    ['license: other', 'license_name: "CC-BY-4.0; MIT; under \\"contract\\""'],
  ],
  ['not of every row', of([web], 1), []],
  ['of none', of([{ ...web, licences: [] }]), []],
  ['of a version frozen before it was counted', of([web], null), []],
])('front matter of licences: %s', (_, given, expected) => {
  expect(licenceYaml(given)).toEqual(expected);
});
