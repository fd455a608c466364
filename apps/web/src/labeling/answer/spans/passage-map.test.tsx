import { cleanup, render, waitFor } from '@testing-library/react';
import fc from 'fast-check';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startI18n } from '../../../i18n/i18n.ts';
import '../../../patience.fixture.ts';
import { Markdown } from '../../../ui/markdown/Markdown.tsx';
import { RawText } from '../../../ui/markdown/RawText.tsx';
import { PassageMap } from './passage-map.ts';

beforeAll(async () => {
  // The real page has a doctype, without which KaTeX refuses.
  Object.defineProperty(document, 'compatMode', { value: 'CSS1Compat' });
  await startI18n(['ui']);
});
afterEach(cleanup);

const corpus: Record<string, string> = {
  plain: 'The capital of Australia is Canberra, not Sydney.\nIt was founded in 1913.',
  emphasis: 'A **bold *and slanted* claim** with ~~struck~~ words, __under__ and `code \\* here`.',
  escapes: String.raw`2 \* 3 \\ 4 \[not a link\] &amp; &lt;tag&gt; &#128512; &#x4E2D; &copy; &NotEqualTilde; &nosuch; 50\% AT&T`,
  chinese:
    '# 结论\n\n**注意**：堪培拉是澳大利亚的首都，“悉尼”不是。\n\n1. 首先，查证事实；\n2. 其次，`引用`来源。',
  emoji: 'Great 👍🏽 work, family 👨‍👩‍👧‍👦 and flags 🇨🇳🇩🇪! 𠮷野家 is *astral 𝒳*.',
  rtl: 'قال الكاتب: **مرحبا بالعالم** ثم (123) مضى.\n\nעברית עם `code` באמצע.',
  quote: '> First line of a quote\n> goes on **here**\n> > nested & deep\n\nafter',
  lists: '- one\n  continued\n- two\n    - inner *item*\n\n- [x] done\n- [ ] open\n\n1) numbered',
  code: 'Before\n\n```js\nconst x = `a${1}`; // <b>&amp;</b>\n  if (x > 2) { return "\\n"; }\n```\n\nafter `` a`b `` end',
  'code in a quote': '> ```py\n> def f(x):\n>     return x > 1\n> ```\n\n    indented code\n      deeper\n',
  'code in a list': '1. Run\n\n   ```sh\n   $ echo "hi" && ls\n   ```\n\n2. Done',
  table: '| Name | 数值 |\n|:--|--:|\n| a \\| b | **12** |\n| `c` | 很长的单元格 |\n',
  math:
    String.raw`The area \(\pi r^2\) and $e^{i\pi}+1=0$ hold; it costs $5 or $10.` +
    '\n\n' +
    String.raw`Then \[ \frac{1}{2} \] and` +
    '\n\n$$\nx^2\n$$\n\nend $a_1$ of text 中文$b$。',
  links:
    'See [the *docs*](https://example.org/a_b "title"), <https://auto.example>, https://bare.example/x?y=1 or me@example.org now.',
  images: 'Look ![a cat](https://example.org/cat.png) there.',
  html: 'A <b>bold</b> tag &amp; <script>alert("x")</script>\n\n<div>block &lt; html</div>\n\nend',
  footnotes: 'Claim[^1] and more.\n\n[^1]: The note itself.\n',
  references: 'A [ref] and [text][ref].\n\n[ref]: https://example.org "t"\n\nlast words',
  breaks: 'one  \ntwo\\\nthree\r\nfour\n\n---\n\nfive',
  headings: 'Title\n=====\n\nSub *x*\n---\n\n### Closed ###\n\ntext',
  invisible: 'zero\u200bwidth and \u202eturned\u202c text',
};

async function shown(text: string): Promise<Element> {
  const { container } = render(<Markdown text={text} traced />);
  await waitFor(() => expect(container.querySelector('[data-at], [data-code], [data-whole]')).not.toBeNull());
  if (/\$|\\\(/.test(text) && text === corpus['math'])
    await waitFor(() => expect(container.querySelector('.katex')).not.toBeNull());
  return container;
}

/** The texts of the page that a person can select: not those our own controls add. */
function visibleTexts(root: Element): Text[] {
  const texts: Text[] = [];
  const walk = (node: Node): void => {
    if (node instanceof Text) texts.push(node);
    else if (!(node instanceof Element && node.matches('[data-whole]')))
      for (const child of node.childNodes) walk(child);
  };
  walk(root);
  return texts.filter((text) =>
    text.parentElement?.closest('[data-at], [data-literal], [data-tick], pre, [data-raw]'),
  );
}

const bare = (text: string): string => text.replace(/\s+/g, '');

/** Whether the characters of one text stand in the other in the same order. */
function standsIn(text: string, source: string): boolean {
  let at = 0;
  for (const character of text) {
    const found = source.indexOf(character, at);
    if (found < 0) return false;
    at = found + character.length;
  }
  return true;
}

function decoded(source: string): string {
  const area = document.createElement('textarea');
  area.innerHTML = source.replaceAll('<', '&lt;');
  return area.value + source;
}

describe.each(Object.entries(corpus))('%s', (name, text) => {
  test('every text on the screen is placed', async () => {
    const root = await shown(text);
    const map = new PassageMap(root, text);
    for (const node of visibleTexts(root)) {
      if (node.data.trim() === '') continue;
      const range = document.createRange();
      range.setStart(node, 0);
      range.setEnd(node, node.data.length);
      const slice = map.toSource(range);
      expect(slice, `${name}: ${node.data}`).not.toBeNull();
      const source = text.slice(slice?.from, slice?.to);
      expect(
        standsIn(bare(node.data), bare(name === 'escapes' ? decoded(source) : source)),
        `${node.data} in ${source}`,
      ).toBe(true);
    }
  });

  test('any selection maps to a slice with its words in order, and back to the same place', async () => {
    const root = await shown(text);
    const map = new PassageMap(root, text);
    const texts = visibleTexts(root).filter((node) => node.data.trim() !== '');
    const ends = fc.record({
      one: fc.nat(texts.length - 1),
      other: fc.nat(texts.length - 1),
      start: fc.nat(1000),
      end: fc.nat(1000),
    });
    fc.assert(
      fc.property(ends, ({ one, other, start, end }) => {
        const [first, last] = [Math.min(one, other), Math.max(one, other)];
        // Notes stand at the end of the page, wherever they were written.
        fc.pre(name !== 'footnotes' || first === last);
        const [from, to] = [texts[first] as Text, texts[last] as Text];
        const range = document.createRange();
        const starts = start % from.data.length;
        range.setStart(from, starts);
        range.setEnd(
          to,
          first === last ? starts + 1 + (end % (to.data.length - starts)) : 1 + (end % to.data.length),
        );
        const slice = map.toSource(range);
        if (slice === null) {
          expect(range.toString().trim()).toBe('');
          return;
        }
        const again = map.toRanges(slice);
        const back = document.createRange();
        back.setStart(again[0]?.startContainer as Node, again[0]?.startOffset as number);
        back.setEnd(again.at(-1)?.endContainer as Node, again.at(-1)?.endOffset as number);
        expect(map.toSource(back)).toEqual(slice);
        const seen = texts
          .slice(first, last + 1)
          .map((node) =>
            node.data.slice(
              node === from ? range.startOffset : 0,
              node === to ? range.endOffset : node.data.length,
            ),
          )
          .join('');
        const whole = text.slice(slice.from, slice.to);
        expect(
          standsIn(bare(seen), bare(name === 'escapes' ? decoded(whole) : whole)),
          `${seen} in ${whole}`,
        ).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test('the raw view is placed letter by letter', () => {
    const { container } = render(<RawText text={text} />);
    const map = new PassageMap(container, text);
    const all = document.createRange();
    all.selectNodeContents(container);
    const slice = map.toSource(all);
    expect(text.slice(slice?.from, slice?.to)).toBe(text.trim());
    const middle = Math.floor(text.trim().length / 2);
    for (const range of map.toRanges({ from: middle, to: middle + 1 }))
      if (range.startContainer instanceof Text) expect(range.toString()).toBe(text.slice(middle, middle + 1));
  });
});

test('a phrase is exactly itself, whatever stands around it', async () => {
  const cases: [string, string, string][] = [
    ['bold', 'A **very bold** claim.', 'very bold'],
    ['entity', 'AT&amp;T &lt;3', 'AT&amp;T'],
    ['escape', String.raw`cost: 5\*6`, String.raw`5\*6`],
    ['code', '```js\njs = 1\n```', 'js = 1'],
    ['emoji', 'so 👍🏽 good', '👍🏽'],
  ];
  for (const [name, text, phrase] of cases) {
    const root = await shown(text);
    const map = new PassageMap(root, text);
    const from = text.lastIndexOf(phrase);
    const ranges = map.toRanges({ from, to: from + phrase.length });
    const range = document.createRange();
    range.setStart(ranges[0]?.startContainer as Node, ranges[0]?.startOffset as number);
    range.setEnd(ranges.at(-1)?.endContainer as Node, ranges.at(-1)?.endOffset as number);
    expect(map.toSource(range), name).toEqual({ from, to: from + phrase.length });
    cleanup();
  }
});

test('a formula is taken whole, as it was written', async () => {
  const text = corpus['math'] as string;
  const root = await shown(text);
  const map = new PassageMap(root, text);
  const written = [...root.querySelectorAll('[data-whole]')].map((formula) => {
    const range = document.createRange();
    range.selectNodeContents(formula);
    const slice = map.toSource(range);
    return text.slice(slice?.from, slice?.to);
  });
  expect(written).toEqual([
    String.raw`\(\pi r^2\)`,
    String.raw`$e^{i\pi}+1=0$`,
    String.raw`\[ \frac{1}{2} \]`,
    '$$\nx^2\n$$',
    '$a_1$',
    '$b$',
  ]);
});

test('words go by the language; signs and formulas are words too', async () => {
  const text = '堪培拉是**首都** 👍🏽 $x^2$ ok.';
  const root = await shown(text);
  await waitFor(() => expect(root.querySelector('.katex')).not.toBeNull());
  const words = new PassageMap(root, text).words('zh-CN').map(({ from, to }) => text.slice(from, to));
  expect(words.slice(-4)).toEqual(['首都', '👍🏽', '$x^2$', 'ok']);
  expect(words.join('')).toBe('堪培拉是首都👍🏽$x^2$ok');
});
