import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineSplitter, readLines, type Line, type LineOptions } from './lines.ts';

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text);

function split(
  bytes: Uint8Array,
  chunkSize: number,
  options: LineOptions = {},
): { lines: Line[]; splitter: LineSplitter } {
  const splitter = new LineSplitter(options);
  const lines: Line[] = [];
  const chunk = new Uint8Array(chunkSize);
  for (let at = 0; at < bytes.length; at += chunkSize) {
    // The same memory for each chunk, as streams do.
    const part = chunk.subarray(0, Math.min(chunkSize, bytes.length - at));
    part.set(bytes.subarray(at, at + chunkSize));
    for (const line of splitter.push(part))
      lines.push(line.ok ? { ...line, bytes: line.bytes.slice() } : line);
  }
  lines.push(...splitter.finish());
  return { lines, splitter };
}

const texts = (lines: Line[]) => lines.map((line) => (line.ok ? line.text : line.fault.code));

describe('the lines of a file', () => {
  it('end at newlines only', () => {
    const { lines } = split(bytesOf('a\u2028b\u0085\r\n\n  \t\r\nc\rd\nlast'), 4);
    expect(lines.map((line) => [line.line, line.byteOffset, line.byteLength])).toEqual([
      [1, 0, 7],
      [4, 15, 3],
      [5, 19, 4],
    ]);
    expect(texts(lines)).toEqual(['a\u2028b\u0085', 'c\rd', 'last']);
  });

  it('do not hold the byte order mark of the file, but any later one', () => {
    for (const size of [1, 2, 3, 100]) {
      const { lines, splitter } = split(bytesOf('\ufeffone\n\ufefftwo'), size);
      expect(texts(lines)).toEqual(['one', '\ufefftwo']);
      expect(lines[0]).toMatchObject({ line: 1, byteOffset: 3, byteLength: 3, nextOffset: 7 });
      expect(splitter.byteOrderMark).toBe(true);
    }
  });

  it('keep short files that only begin like a mark', () => {
    for (const size of [1, 2])
      expect(texts(split(Uint8Array.of(0xef, 0xbb), size).lines)).toEqual(['invalid_utf8']);
    expect(split(bytesOf('x'), 1).splitter.byteOrderMark).toBe(false);
    expect(split(new Uint8Array(0), 1).lines).toEqual([]);
  });

  it('report invalid UTF-8 by line and go on', () => {
    const { lines } = split(Uint8Array.of(0x61, 0xff, 0x0a, 0x62, 0x0a, 0xe4, 0xbd), 3);
    expect(texts(lines)).toEqual(['invalid_utf8', 'b', 'invalid_utf8']);
    expect(lines[0]).toMatchObject({
      ok: false,
      line: 1,
      fault: { value: 'a\ufffd', fix: expect.stringContaining('UTF-8') },
    });
  });

  it('report a line over the limit without keeping it', () => {
    const { lines } = split(bytesOf(`short\n${'x'.repeat(5000)}\nnext\n`), 64, { maxLineBytes: 100 });
    expect(texts(lines)).toEqual(['short', 'line_too_long', 'next']);
    expect(lines[1]).toMatchObject({
      line: 2,
      byteOffset: 6,
      byteLength: 5000,
      nextOffset: 5007,
      fault: { value: '(5000 bytes)', rule: 'a line is at most 100 bytes long' },
    });
  });

  const file = fc
    .array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('', ' ', '\r', '中文\u2028')), {
      maxLength: 12,
    })
    .map((lines) => bytesOf(lines.map((line) => line.replaceAll('\n', '')).join('\n')));

  it('are the same however the bytes arrive', () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 20 }), (bytes, size) => {
        expect(split(bytes, size).lines).toEqual(split(bytes, bytes.length + 1).lines);
      }),
    );
  });

  it('say where their bytes are', () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 20 }), (bytes, size) => {
        for (const line of split(bytes, size).lines) {
          if (line.ok)
            expect(bytes.subarray(line.byteOffset, line.byteOffset + line.byteLength)).toEqual(line.bytes);
        }
      }),
    );
  });

  it('go on from any line as if nothing had happened', () => {
    fc.assert(
      fc.property(file, fc.integer({ min: 1, max: 20 }), (bytes, size) => {
        const { lines } = split(bytes, size);
        lines.forEach((line, index) => {
          const start = { byteOffset: line.nextOffset, lineNumber: line.line };
          expect(split(bytes.subarray(line.nextOffset), size, { start }).lines).toEqual(
            lines.slice(index + 1),
          );
        });
      }),
    );
  });

  it('can be read from a stream', async () => {
    async function* source() {
      yield bytesOf('{"a":');
      yield bytesOf('1}\n{}');
    }
    const lines: Line[] = [];
    for await (const line of readLines(source())) lines.push(line);
    expect(texts(lines)).toEqual(['{"a":1}', '{}']);
  });
});
