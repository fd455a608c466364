import { beforeAll, expect, test } from 'vitest';
import { startI18n, translate } from '../../i18n/i18n.ts';
import { leftToDo } from './drawn.tsx';
import { prepareMarkdown } from './prepare.ts';
import { knownTokens } from './tokens.ts';
import { loadMath } from './use-math.ts';

beforeAll(async () => {
  // The test's document says nothing of its mode; the real page has a doctype, without which KaTeX refuses.
  Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' });
  await startI18n(['ui']);
});

const how = { t: translate, traced: false, beside: true };

test('a text is made ready piece by piece: itself, then its formulas and its code', async () => {
  const text = 'A formula $$a^2$$ and code:\n\n```js\nlet a = 1;\n```\n';
  const pieces = await prepareMarkdown(text, how);
  const manner = { t: translate, math: await loadMath(), invisible: false, trace: null };
  expect([pieces.length, leftToDo(text, manner)]).toEqual([1, null]);
  pieces.shift()?.();
  expect([pieces.length, leftToDo(text, manner)?.length]).toEqual([2, 2]);
  while (pieces.length > 0) pieces.shift()?.();
  expect(leftToDo(text, manner)).toEqual([]);
  await expect.poll(() => knownTokens('let a = 1;', 'js')?.[0]).toMatchObject({ text: 'let' });
});

test('a text that is ready is not parsed again', async () => {
  const text = 'Twice.';
  (await prepareMarkdown(text, how)).shift()?.();
  expect(await prepareMarkdown(text, how)).toEqual([]);
});
