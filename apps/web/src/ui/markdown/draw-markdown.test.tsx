import { cleanup, render } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { startI18n } from '../../i18n/i18n.ts';
import { Markdown } from './Markdown.tsx';

beforeAll(() => startI18n(['ui']));
afterEach(cleanup);

/** What stands inside the block of Markdown, without the classes. */
function html(text: string): string {
  const { container } = render(<Markdown text={text} />);
  return (container.querySelector('[dir=auto]')?.innerHTML ?? '').replaceAll(/ class="[^"]*"/g, '');
}

test.each([
  ['a *b* **c** ~~d~~ `e`', '<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>'],
  ['one  \ntwo', '<p>one<br>two</p>'],
  ['> quoted\n\n---', '<blockquote><p>quoted</p></blockquote><hr>'],
  ['- a\n- b\n  - c', '<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>'],
  ['- a\n\n- b', '<ul><li><p>a</p></li><li><p>b</p></li></ul>'],
  ['3. a\n4. b', '<ol start="3"><li>a</li><li>b</li></ol>'],
  ['# a\n\n### b', '<h3>a</h3><h4>b</h4>'],
  ['## a\n\n# b', '<h4>a</h4><h3>b</h3>'],
  ['[x][none] and [y][]', '<p>[x][none] and [y][]</p>'],
  ['![x][none]', '<p>![x][none]</p>'],
])('%j is drawn as %j', (text, expected) => {
  expect(html(text)).toBe(expected);
});

test('a table keeps its columns and their sides, short rows too', () => {
  const { container } = render(<Markdown text={'| a | b |\n| --- | ---: |\n| 1 |'} />);
  const cells = [...container.querySelectorAll<HTMLElement>('th, td')];
  expect(cells.map((cell) => [cell.tagName, cell.textContent, cell.style.textAlign])).toEqual([
    ['TH', 'a', ''],
    ['TH', 'b', 'right'],
    ['TD', '1', ''],
    ['TD', '', 'right'],
  ]);
});

test('tasks say whether they are done', () => {
  const { getByRole } = render(<Markdown text={'- [x] done\n- [ ] open'} />);
  expect(getByRole('img', { name: 'Done' }).closest('li')?.textContent).toBe('☑ done');
  expect(getByRole('img', { name: 'Not done' })).toBeTruthy();
});

test('footnotes are numbered by their first reference and stand at the end', () => {
  const { container, getByRole } = render(
    <Markdown text={'b[^b] a[^a] b[^b]\n\n[^a]: first\n[^b]: second\n[^c]: nobody asks'} />,
  );
  expect([...container.querySelectorAll('sup')].map((one) => one.textContent)).toEqual(['[1]', '[2]', '[1]']);
  const notes = getByRole('doc-endnotes', { name: 'Footnotes' });
  expect([...notes.querySelectorAll('li')].map((one) => one.textContent)).toEqual(['second', 'first']);
});

test('names of addresses may be those of an object’s own parts', () => {
  expect(html('[a][constructor] [b][__proto__] [^toString]')).toBe(
    '<p>[a][constructor] [b][<strong>proto</strong>] [^toString]</p>',
  );
});
