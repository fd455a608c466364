import { cleanup, fireEvent, render, waitFor } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startI18n } from '../../i18n/i18n.ts';
import '../../patience.fixture.ts';
import { Markdown, ReadingContext } from './Markdown.tsx';
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

test('a text that cannot be rendered is shown as written, says so, and is told of once', () => {
  const told: string[] = [];
  const reading = { invisible: false, onFallback: (_part: string, reason: string) => told.push(reason) };
  const long = `**x**${'y'.repeat(200_000)}`;
  const deep = `${'> '.repeat(200)}x`;
  for (const [text, words] of [
    [long, 'Too long to be formatted'],
    [deep, 'could not be formatted'],
  ] as const) {
    const { container, rerender, unmount } = render(
      <ReadingContext value={reading}>
        <Markdown text={text} />
      </ReadingContext>,
    );
    rerender(
      <ReadingContext value={reading}>
        <Markdown text={text} />
      </ReadingContext>,
    );
    expect(container.textContent).toContain(words);
    expect(container.textContent).toContain(text.slice(0, 100));
    unmount();
  }
  expect(told).toEqual(['too_long', 'failed']);
});

test('invisible and direction-turning characters can be seen in the formatted text too', () => {
  const text = 'a\u202eb **c\u200bd** `e\u2066f`\n\n```\ng\u00adh\n```';
  const shown = (invisible: boolean): string => {
    const { container, unmount } = render(
      <ReadingContext value={{ invisible, onFallback: null }}>
        <Markdown text={text} />
      </ReadingContext>,
    );
    const words = [...container.querySelectorAll('p, pre')].map((one) => one.textContent).join(' | ');
    unmount();
    return words;
  };
  expect(shown(true)).toBe('aU+202Eb cU+200Bd eU+2066f | gU+00ADh');
  expect(shown(false)).toBe('a\u202eb c\u200bd e\u2066f | g\u00adh');
});

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

test('a picture inside the text is shown; one that may hold more than a picture, or comes from elsewhere, is not', () => {
  const { container } = render(
    <Markdown
      text={[
        `![dot](${pixel})`,
        '![svg](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)',
        '![page](data:text/html;base64,PHNjcmlwdD4=)',
        '![tricky](data:image/png;base64,AAAA,https://evil.example/x.png)',
        '![plain](data:image/png,AAAA)',
        '![cased](DATA:image/svg+xml,<svg/onload=alert(1)>)',
        '![far](//evil.example/x.png) ![ours](/api/v1/me) ![blob](blob:https://evil.example/1)',
      ].join('\n\n')}
    />,
  );
  const pictures = [...container.querySelectorAll('img')];
  expect(pictures.map((one) => [one.alt, one.getAttribute('src')])).toEqual([['dot', pixel]]);
  expect(container.textContent).toContain('//evil.example/x.png');
});

/** Ways around a filter, each in a text of its own. */
const tricks = [
  '<a href="java&#115;cript:alert(1)">x</a>',
  '[x](java&#x73;cript:alert(1)) [y](&#106;avascript:alert(1)) [z](JaVaScRiPt:alert(1))',
  '[x]( javascript:alert(1)) [y](\u0001javascript:alert(1)) [z](java\u200bscript:alert(1))',
  '[x](https://good.example@evil.example) [y](https:evil.example) [z](http://[::1)',
  '[x][r] ![i][r]\n\n[r]: javascript:alert(1) "t"',
  '<javascript:alert(1)> <data:text/html,x> <file:///etc/passwd> <ftp://x.example>',
  '[x](file:///etc/passwd) [y](\\\\evil.example\\share) [z](//evil.example) [w](/api/v1/me)',
  '<svg><use href="data:image/svg+xml,x"/></svg>\n\n<template><script>alert(1)</script></template>',
  '<!--><img src=x onerror=alert(1)>--> <![CDATA[<script>]]> <?php alert(1) ?> <!DOCTYPE x>',
  '| <img src=x onerror=alert(1)> | [x](javascript:alert(1)) |\n| --- | --- |\n| <script> | `<b>` |',
  '# <script>alert(1)</script>\n\n> <iframe src=x>\n\n1. <form action=x>\n\n[^1]: <object data=x>\n\n[^1]',
  '```<img/src=x>\n<script>alert(1)</script>\n```\n\n``` "onload=alert(1)\n```',
  '<div style="position:fixed;inset:0">**bold**</div> <p id=root name=content class=hljs-x>',
  'www.evil.example https://evil.example/<script> mailto:x@y.example xmpp:a@b.example',
];

const allowed = new Set(
  'DIV P SPAN EM STRONG DEL CODE PRE BR HR H3 H4 H5 H6 OL UL LI BLOCKQUOTE SUP SECTION TABLE THEAD TBODY TR TH TD BUTTON svg path'.split(
    ' ',
  ),
);

test.each(tricks)('nothing comes out of %j but text', (trick) => {
  const { container } = render(<Markdown text={trick} />);
  const odd = [...container.querySelectorAll('*')].filter((one) => !allowed.has(one.tagName));
  expect(odd.map((one) => one.outerHTML.slice(0, 120))).toEqual([]);
  for (const one of container.querySelectorAll('*')) {
    const names = [...one.attributes].map(({ name }) => name);
    expect(names.filter((name) => /^(on|src|href|action|id$|name$|style$)/.test(name))).toEqual([]);
  }
  // What can be pressed leads to the web or to a mail, and shows where.
  for (const link of container.querySelectorAll('button[title]')) {
    const title = link.getAttribute('title') ?? '';
    if (link.getAttribute('aria-label') === null) expect(title).toMatch(/^(https?:\/\/|mailto:)/i);
  }
});

test('formulas that would style, grow without end or cover the page stay where they are', async () => {
  const text = String.raw`$\htmlStyle{position:fixed}{x}$ $\def\x{\x\x}\x$ $\rule{9999em}{9999em}$ $\htmlId{root}{x}$`;
  const { container } = render(<Markdown text={text} />);
  await waitFor(() => expect(container.querySelector('.katex, .katex-error')).not.toBeNull());
  expect(container.querySelectorAll('[id], [style*=fixed], a, img')).toHaveLength(0);
  const sizes = [...container.querySelectorAll<HTMLElement>('.rule')].map((one) =>
    parseFloat(one.style.height),
  );
  expect(Math.max(0, ...sizes)).toBeLessThan(100);
});

test('the hidden part of a formula has no style attribute, and a formula that is wrong its colour', async () => {
  const text = String.raw`$\pmb{x}$ $\fcolorbox{red}{blue}{y}$ $\boldsymbol{z}$ $\frac{$`;
  const { container } = render(<Markdown text={text} />);
  await waitFor(() => expect(container.querySelectorAll('.katex, .katex-error')).toHaveLength(4));
  expect(container.querySelectorAll('math [style]')).toHaveLength(0);
  expect(container.querySelector<HTMLElement>('.katex-error')?.style.color).toBe('var(--danger)');
});

test.each([
  'python',
  'dockerfile',
  'powershell',
  'scala',
  'haskell',
  'latex',
  'dart',
  'julia',
  'matlab',
  'nginx',
])('%s is a language whose code is coloured', async (language) => {
  const code = '# "text" 1\n% "text" 1\nFROM x\nserver { listen 80; }\nval x: Int = 1 -- y\n';
  const { container } = render(<Markdown text={`\`\`\`${language}\n${code}\`\`\``} />);
  await waitFor(() => expect(container.querySelector('[class*=hljs-]')).not.toBeNull());
  expect(container.querySelector('pre')?.textContent).toBe(code.trimEnd());
});
