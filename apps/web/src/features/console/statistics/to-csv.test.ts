import { expect, test } from 'vitest';
import { toCsv } from './to-csv.ts';

test('quotes what would end a cell, and writes numbers to their last digit', () => {
  const rows = [
    ['model', 'ability'],
    ['a "b", c\nd', 0.1 + 0.2],
    ['none', null],
  ];
  expect(toCsv(rows)).toBe('\u{FEFF}model,ability\r\n"a ""b"", c\nd",0.30000000000000004\r\nnone,\r\n');
});

test('a name is never a formula', () => {
  for (const name of ['=1+1', '+x', '-x', '@x', '\tx']) expect(toCsv([[name]])).toBe(`\u{FEFF}'${name}\r\n`);
  expect(toCsv([[-1]])).toBe('\u{FEFF}-1\r\n');
});
