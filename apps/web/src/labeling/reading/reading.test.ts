import { afterEach, expect, test } from 'vitest';
import { layoutFor, nextLayout } from '../desk/use-stage-size.ts';
import { ShortcutRegistry } from '../shortcuts/registry.ts';
import { matchesOf } from './find/matches.ts';
import { readingShortcuts } from './reading-shortcuts.ts';
import { followed } from './sync-scroll.ts';
import { mapText, rangesOf } from './text-map.ts';
import { nextTextSize } from './text-size.ts';

afterEach(() => {
  document.body.innerHTML = '';
});

const found = (text: string, phrase: string): string[] =>
  matchesOf(text, phrase).map(([from, to]) => text.slice(from, to));

test('a phrase is found whatever its case, width or spaces, and without overlap', () => {
  expect(found('The moon. MOON! Moonlight', 'moon')).toEqual(['moon', 'MOON', 'Moon']);
  expect(found('价格是ＡＢＣ１２３', 'abc123')).toEqual(['ＡＢＣ１２３']);
  expect(found('一（二）三', '(二)')).toEqual(['（二）']);
  expect(found('the  quick\tfox', ' the quick ')).toEqual(['the  quick']);
  expect(found('one\ntwo', 'one two')).toEqual([]);
  expect(found('aaaa', 'aa')).toEqual(['aa', 'aa']);
  expect(found('İstanbul', 'i')).toEqual([]);
  expect(found('a.b axb [x] \\ $1 ^', 'a.b')).toEqual(['a.b']);
  for (const odd of ['[', '(', '\\', '*', '$', '^', '|', '{', '}', '?', '+', '.', '/', '-', ']', ')'])
    expect(found(`x${odd}y`, odd), odd).toEqual([odd]);
  expect(found('anything', '   ')).toEqual([]);
});

test('a text is read as its blocks, and each stretch of it is found again in the document', () => {
  document.body.innerHTML =
    '<div id="t"><p>One <b>two</b> three</p><ul><li>four</li><li>five</li></ul>' +
    '<div data-aside>python</div><pre><code>six</code></pre><table><tr><td>a</td><td>b</td></tr></table></div>';
  const map = mapText(document.querySelector('#t')!);
  expect(map.text.trim().split(/\n+/)).toEqual(['One two three', 'four', 'five', 'six', 'a', 'b']);
  const from = map.text.indexOf('e two th');
  const ranges = rangesOf(map, from, from + 'e two th'.length);
  expect(ranges.map((range) => range.toString())).toEqual(['e ', 'two', ' th']);
  expect(
    rangesOf(map, 0, map.text.length)
      .map((range) => range.toString())
      .join(''),
  ).toBe('One two threefourfivesixab');
  expect(rangesOf(map, 3, 3)).toEqual([]);
});

test('scrolling follows evenly between headings, and to the ends', () => {
  const anchors = [
    [0, 0],
    [100, 300],
    [200, 400],
  ] as const;
  expect([0, 50, 100, 150, 200, 999].map((top) => followed(top, anchors))).toEqual([
    0, 150, 300, 350, 400, 400,
  ]);
  expect(
    followed(10, [
      [0, 0],
      [0, 0],
    ]),
  ).toBe(0);
});

test('sizes of text go up and down in steps and stop at the ends', () => {
  const sizes = [100];
  for (let step = 0; step < 7; step += 1) sizes.push(nextTextSize(sizes.at(-1)!, 1));
  expect(sizes).toEqual([100, 110, 125, 150, 175, 200, 200, 200]);
  expect([nextTextSize(100, -1), nextTextSize(75, -1), nextTextSize(103, -1)]).toEqual([90, 75, 100]);
});

test('layouts go round, and where there is no room for two columns, without them', () => {
  expect(nextLayout('side_by_side', false)).toBe('stacked');
  expect(nextLayout('stacked', false)).toBe('one_at_a_time');
  expect(nextLayout('one_at_a_time', false)).toBe('side_by_side');
  expect(nextLayout('one_at_a_time', true)).toBe('stacked');
  expect(nextLayout('stacked', true)).toBe('one_at_a_time');
  expect(layoutFor(400, 'side_by_side')).toBe('stacked');
  expect(layoutFor(400, 'one_at_a_time')).toBe('one_at_a_time');
  expect(layoutFor(1200, 'one_at_a_time')).toBe('one_at_a_time');
});

type Form = Parameters<typeof readingShortcuts>[0];

function keysOf(part: object): string[] {
  const form = { ratings: [], allowDiff: true, ...part } as unknown as Form;
  const registry = new ShortcutRegistry();
  registry.register(
    readingShortcuts(form, () => {
      throw new Error('not pressed');
    }),
  );
  return registry.list().flatMap(({ chords }) => chords);
}

test('no two tools have one key, and keys that name answers are left alone', () => {
  expect(keysOf({ main: { kind: 'pair' } })).toEqual(
    expect.arrayContaining(['d', '/', 'y', 'i', '+', '=', '-', '0', 'Shift+1', 'Shift+2']),
  );
  const ranking = keysOf({ main: { kind: 'rank' } });
  expect(ranking.filter((chord) => /^[a-i0-9=]$/.test(chord))).toEqual([]);
  expect(ranking).toEqual(expect.arrayContaining(['Shift+d', 'Shift+9']));
  expect(keysOf({ main: { kind: 'pair' }, allowDiff: false })).not.toContain('d');
});
