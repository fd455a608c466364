import { expect, test } from 'vitest';
import { compareWords } from '../reading/diff/word-diff.ts';
import { changedLines } from './changed-lines.ts';

function shown(first: string, second: string): string[] {
  const parts = compareWords(first, second, 1000);
  if (typeof parts === 'string') throw new Error(parts);
  const marks = { same: ['', ''], removed: ['[-', '-]'], added: ['{+', '+}'] };
  return changedLines(parts).map((line) =>
    line.kind === 'gap'
      ? `(${line.lines})`
      : line.parts.map(({ kind, text }) => marks[kind].join(text)).join(''),
  );
}

test('only lines with changes and one around them are shown', () => {
  const text = (third: string): string => ['one', 'two', third, 'four', 'five', 'six'].join('\n');
  expect(shown(text('old words'), text('new words'))).toEqual([
    '(1)',
    'two',
    '[-old -]{+new +}words',
    'four',
    '(2)',
  ]);
});

test('a whole new section is one run of added lines', () => {
  expect(shown('# A\n\nText.', '# A\n\nText.\n\n## B\n\nMore.')).toContain('{+More.+}');
});

test('equal texts have nothing to show but a gap', () => {
  expect(shown('a\nb', 'a\nb')).toEqual(['(2)']);
});
