import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JOIN, LineJoiner } from './join-messages.ts';

const seam = String.fromCodePoint(JOIN);
const header = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');

/** What the database sends for these lines: a message for each, the last for the end. */
function messages(lines: readonly string[]): Buffer[] {
  const rows = lines.map((line) => {
    const text = Buffer.from(line, 'utf8');
    const row = Buffer.alloc(6 + text.length);
    row.writeInt16BE(1, 0);
    row.writeInt32BE(text.length, 2);
    text.copy(row, 6);
    return row;
  });
  return [header, ...rows, Buffer.from([0xff, 0xff])];
}

const items = fc.array(fc.string({ unit: 'grapheme', maxLength: 30 }), { maxLength: 3 });

test('joins lists at their seams into one block, whenever the lines are taken', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ lists: fc.array(items, { minLength: 1, maxLength: 3 }), isTaken: fc.boolean() })),
      (lines) => {
        const joiner = new LineJoiner();
        const found: string[] = [];
        let count = 0;
        const take = (): void => {
          const waiting = joiner.waiting;
          const taken = joiner.take();
          expect(taken.bytes.length).toBe(waiting);
          found.push(taken.bytes.toString('utf8'));
          count += taken.count;
        };
        const [head, ...rows] = messages(
          lines.map(({ lists }) => lists.map((list) => JSON.stringify(list)).join(seam)),
        );
        joiner.push(head!);
        rows.forEach((row, index) => {
          const bytes = Buffer.from(row);
          joiner.push(bytes);
          // The connection uses its bytes for what comes next.
          bytes.fill(0xaa);
          if (lines[index]?.isTaken === true) take();
        });
        joiner.finish();
        take();
        expect(count).toBe(lines.length);
        expect(found.join('')).toBe(lines.map(({ lists }) => `${JSON.stringify(lists.flat())}\n`).join(''));
      },
    ),
  );
});

test('makes room for lines of any length', () => {
  const joiner = new LineJoiner();
  const long = ['x'.repeat(3_000_000), '漢'.repeat(1_000_000), 'y'];
  for (const message of messages(long.map((text) => JSON.stringify([text])))) joiner.push(message);
  joiner.finish();
  const { bytes, count } = joiner.take();
  expect(count).toBe(3);
  expect(bytes.toString('utf8') === long.map((text) => `${JSON.stringify([text])}\n`).join('')).toBe(true);
  expect(joiner.take()).toEqual({ bytes: Buffer.alloc(0), count: 0 });
});

test.each([
  ['a raw line break', '["a\nb"]', 'raw line break'],
  ['a seam that joins no lists', `{"a":1}${seam}[2]`, 'not a JSON list'],
])('refuses %s', (_, line, why) => {
  const joiner = new LineJoiner();
  expect(() => messages([line]).forEach((message) => joiner.push(message))).toThrow(why);
});
