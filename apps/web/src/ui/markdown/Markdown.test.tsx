import { cleanup, fireEvent, render, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startI18n } from '../../i18n/i18n.ts';
import { Markdown } from './Markdown.tsx';
import { RawText } from './RawText.tsx';

beforeAll(async () => {
  // The test's document says nothing of its mode; the real page has a doctype, without which KaTeX refuses.
  Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' });
  await startI18n(['ui']);
});
afterEach(cleanup);

const hostile = [
  '<script>alert(1)</script>',
  '<img src="https://evil.example/pixel.png" onerror="alert(1)">',
  '![cat](https://evil.example/cat.png "t")',
  '[click](javascript:alert(1)) [data](data:text/html,x) [ok](https://good.example/a?b=c)',
  '<iframe src="https://evil.example"></iframe><style>*{display:none}</style>',
  'https://auto.example <svg onload=alert(1)>',
  '[ref]: https://ref.example "x"\n\nsee [ref]',
  'text with a note[^1]\n\n[^1]: the note',
].join('\n\n');

test('nothing runs and nothing is fetched', () => {
  const { container } = render(<Markdown text={hostile} />);
  expect(
    container.querySelectorAll(
      'script, img, iframe, style, object, embed, video, audio, source, base, meta, form',
    ),
  ).toHaveLength(0);
  // Icons are ours; nothing in the page leads or asks anywhere.
  for (const element of container.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      expect(name.startsWith('on'), `${element.tagName} ${name}`).toBe(false);
      expect(
        ['src', 'srcset', 'href', 'action', 'background', 'poster'],
        `${element.tagName} ${value}`,
      ).not.toContain(name);
    }
  }
});

test('HTML and images are shown as text', () => {
  const { container } = render(<Markdown text={hostile} />);
  expect(container.textContent).toContain('<script>alert(1)</script>');
  expect(container.textContent).toContain('https://evil.example/cat.png');
  expect(container.textContent).toContain('cat');
});

test('a link shows its whole address before it opens', () => {
  const open = vi.spyOn(window, 'open').mockReturnValue(null);
  HTMLDialogElement.prototype.showModal ??= () => undefined;
  const { getByRole, queryByRole, getByText } = render(
    <Markdown text={'[ok](https://good.example/a?b=c) [bad](javascript:alert(1))'} />,
  );
  expect(queryByRole('button', { name: 'bad' })).toBeNull();
  fireEvent.click(getByRole('button', { name: 'ok' }));
  expect(open).not.toHaveBeenCalled();
  expect(getByText('https://good.example/a?b=c')).toBeTruthy();
  fireEvent.click(getByText('Open in a new tab'));
  expect(open).toHaveBeenCalledWith('https://good.example/a?b=c', '_blank', 'noopener,noreferrer');
});

test('formulas are set, with their source for screen readers', async () => {
  const { container } = render(<Markdown text={String.raw`Area: \(\pi r^2\), price $5 and $6.`} />);
  await waitFor(() => expect(container.querySelector('.katex math')).not.toBeNull());
  expect(container.textContent).toContain('price $5 and $6.');
});

test('a formula cannot make links or load anything', async () => {
  const { container } = render(
    <Markdown
      text={String.raw`$\href{https://evil.example}{x} \includegraphics{https://evil.example/a.png}$`}
    />,
  );
  await waitFor(() => expect(container.querySelector('.katex, .katex-error')).not.toBeNull());
  expect(container.querySelectorAll('a, img')).toHaveLength(0);
});

test('code is coloured later and copied whole', async () => {
  const { container, getByRole } = render(<Markdown text={'```js\nconst x = 1;\n```'} />);
  expect(container.querySelector('pre')?.textContent).toBe('const x = 1;');
  expect(getByRole('button', { name: 'Copy code' })).toBeTruthy();
  await waitFor(() => expect(container.querySelector('.hljs-keyword')?.textContent).toBe('const'));
  expect(container.querySelector('pre')?.textContent).toBe('const x = 1;');
});

test('invisible and direction-turning characters are seen in the raw view', () => {
  const { container } = render(<RawText text={'a\u202eb\u200bc\u{e0041}'} />);
  expect(container.textContent).toBe('aU+202EbU+200BcU+E0041');
});

test('a text too long to render is shown as written', () => {
  const { container } = render(<Markdown text={`**x**${'y'.repeat(200_000)}`} />);
  expect(container.textContent.startsWith('**x**')).toBe(true);
});
