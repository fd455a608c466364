import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CopyValues } from './copy-values.ts';

const header = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');

function int(bytes: 2 | 4, value: number): Buffer {
  const out = Buffer.alloc(bytes);
  out.writeIntBE(value, 0, bytes);
  return out;
}

function written(values: readonly Uint8Array[]): Buffer {
  const rows = values.flatMap((value) => [int(2, 1), int(4, value.length), value]);
  return Buffer.concat([header, ...rows, int(2, -1)]);
}

test('gives the values whole, wherever the bytes were cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 12 }),
      fc.array(fc.nat({ max: 50 })),
      (values, cuts) => {
        let rest = written(values);
        const reader = new CopyValues();
        const found: Buffer[] = [];
        for (const cut of cuts) {
          const bytes = Buffer.from(rest.subarray(0, cut));
          found.push(...reader.push(bytes).map((value) => Buffer.from(value)));
          // Whose bytes they are uses them for what comes next.
          bytes.fill(0xaa);
          rest = rest.subarray(cut);
        }
        found.push(...reader.push(rest));
        reader.finish();
        expect(found.map((value) => [...value])).toEqual(values.map((value) => [...value]));
      },
    ),
  );
});

test.each<[string, Buffer, string]>([
  ['text', Buffer.from('{"id":"00000000-0000"}\n{"id"'), 'this is no binary COPY'],
  ['null', Buffer.concat([header, int(2, 1), int(4, -1)]), 'a value is null'],
  ['two columns', Buffer.concat([header, int(2, 2), int(4, 0), int(4, 0)]), 'a row has 2 columns'],
])('refuses %s', (_, bytes, why) => {
  expect(() => new CopyValues().push(bytes)).toThrow(why);
});

test.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['no end mark', written([Buffer.from('a')]).subarray(0, -2)],
  ['half a value', written([Buffer.from('abc')]).subarray(0, -4)],
  ['bytes after the end', Buffer.concat([written([]), Buffer.from('x')])],
])('refuses an end after %s', (_, bytes) => {
  const reader = new CopyValues();
  reader.push(bytes);
  expect(() => reader.finish()).toThrow('the last value has no end');
});
