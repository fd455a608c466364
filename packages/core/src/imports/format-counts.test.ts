import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { exportFormats } from '@pairwright/contract/export-formats';
import { inFormats } from '@pairwright/formats/in/registry';

const page = (name: string): string =>
  readFileSync(new URL(`../../../../${name}`, import.meta.url), 'utf8').replaceAll(/\[|\]\([^)]*\)/g, '');

/** Where the pages say how many formats there are, each with the sentence around the number. */
const said: readonly [page: string, pattern: RegExp, registry: { readonly length: number }][] = [
  ['README.md', /in (\d+) recognised formats/g, inFormats],
  ['README.zh-CN.md', /可识别 (\d+) 种格式/g, inFormats],
  ['CHANGELOG.md', /in (\d+) recognised formats/g, inFormats],
  ['README.md', /exported in (\d+) formats/g, exportFormats],
  ['README.zh-CN.md', /(\d+) 种格式（TRL/g, exportFormats],
  ['CHANGELOG.md', /(\d+) export formats/g, exportFormats],
  ['docs/formats.md', /written in (\d+) formats/g, exportFormats],
  ['docs/formats.zh-CN.md', /写成 (\d+) 种格式/g, exportFormats],
];

test.each(said)('%s says how many formats there are, as %s', (name, pattern, registry) => {
  const numbers = [...page(name).matchAll(pattern)].map(([, number]) => Number(number));
  expect(numbers).toEqual([registry.length]);
});
