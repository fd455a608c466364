import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

/** What the glossary calls a thing, and the words that were used for it elsewhere. */
const terms = [
  ['account', '账户', /账号|帐号|帐户/],
  ['reviewer', '复核员', /审核员|评审员/],
  ['review', '复核', /审核/],
  ['API token', 'API 令牌', /访问令牌|接口令牌/],
  ['second factor', '第二验证方式', /二次验证|双因素|两步验证/],
  ['recovery code', '恢复代码', /恢复码/],
  ['resolution', '结论', /标签有了新版本|标签变为/],
];

function filesBelow(folder, wanted) {
  return readdirSync(path.join(root, folder), { recursive: true })
    .map((name) => path.join(folder, name).replaceAll(path.sep, '/'))
    .filter((name) => wanted.test(name) && !/node_modules|\/dist\//.test(name));
}

/** What speaks to people: the catalogues and the documentation. */
const spoken = [
  'README.zh-CN.md',
  ...filesBelow('docs', /\.zh-CN\.md$/),
  ...filesBelow('apps/web/src/locales/zh-CN', /\.json$/),
];
/** Mails, cards of datasets and the like. */
const sources = [
  'packages/core/src/mail',
  'packages/core/src/invites',
  'packages/core/src/projects',
  'packages/formats/src',
].flatMap((folder) => filesBelow(folder, /(?<!\.test|\.fixture)\.ts$/));

const linesWith = (files, refused) =>
  files.flatMap((name) =>
    readFileSync(path.join(root, name), 'utf8')
      .split('\n')
      .flatMap((line, index) => (refused.test(line) ? [`${name}:${index + 1}: ${line.trim()}`] : [])),
  );

test('there are files to look at', () => {
  expect(spoken.length).toBeGreaterThan(60);
  expect(sources.length).toBeGreaterThan(60);
});

test.each(terms)('%s is %s in Chinese, everywhere', (term, word, refused) => {
  expect(readFileSync(path.join(root, 'docs/glossary.md'), 'utf8')).toContain(`\n| ${term} | ${word} |`);
  expect(linesWith([...spoken, ...sources], refused)).toEqual([]);
});

test('the reader is 您', () => {
  expect(linesWith(spoken, /你/)).toEqual([]);
});
