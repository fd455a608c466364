import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalMessages } from './canonical.ts';
import { readImageHeader } from './image-header.ts';
import { importFaultCodes } from './import-faults.ts';
import { maxImageBytes, type ImageTools } from './import-images.ts';
import { readImportRow } from './import-row.ts';
import { defaultRowOptions } from './import-types.ts';

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const webp = 'UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA';
const lossless = 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==';
const url = `data:image/png;base64,${png}`;
const sum = createHash('sha256').update(Buffer.from(png, 'base64')).digest('hex');
const onePixel = { sha256: sum, type: 'image/png', width: 1, height: 1 };

const tools: ImageTools = {
  decode: (text) => {
    const bytes = Buffer.from(text, 'base64');
    return bytes.toString('base64') === text ? bytes : null;
  },
  sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
};

const responses = [
  { model: 'a', content: 'x' },
  { model: 'b', content: 'y' },
];
const read = (row: unknown) => readImportRow(JSON.stringify(row), 1, { ...defaultRowOptions, images: tools });
const readMessage = (message: object) => read({ messages: [{ role: 'user', ...message }], responses });
const faultsOf = (message: object) => {
  const result = readMessage(message);
  return result.ok ? [] : result.faults.map(({ path, code }) => [path, code]);
};

/** A header that promises so many pixels, in a file of a few bytes. */
function pngHeader(width: number, height: number): string {
  const bytes = Buffer.from(png, 'base64');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes.toString('base64');
}

describe('an image', () => {
  it.each([
    [{ type: 'image_url', image_url: { url } }],
    [{ type: 'image_url', image_url: url }],
    [{ type: 'input_image', image_url: url }],
    [{ type: 'image', image: png, mimeType: 'image/png' }],
    [{ type: 'image', data: png, mimeType: 'image/png' }],
    [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: png } }],
    // What it says it is does not count.
    [{ type: 'image', url: url.replace('image/png', 'image/svg+xml;charset=utf-8') }],
  ])('comes as the part %j', (part) => {
    const result = readMessage({ content: [{ type: 'text', text: 'What is this?' }, part] });
    expect(result).toMatchObject({
      ok: true,
      row: { prompt: [{ role: 'user', content: 'What is this?', images: [onePixel] }] },
      notes: null,
    });
    if (result.ok) expect(Buffer.from(result.row.media![0]!.bytes).toString('base64')).toBe(png);
  });

  it('comes in the list of a message or a response, with words for it, and its bytes once', () => {
    const result = read({
      messages: [{ role: 'user', content: 'Q', images: [{ url, alt: 'a dot' }, png] }],
      responses: [
        { model: 'a', content: '', images: [url] },
        { model: 'b', content: [{ type: 'image', data: gif }] },
      ],
    });
    expect(result).toMatchObject({
      ok: true,
      row: {
        prompt: [{ content: 'Q', images: [{ ...onePixel, alt: 'a dot' }, onePixel] }],
        responses: [
          { messages: [{ role: 'assistant', content: '', images: [onePixel] }] },
          { messages: [{ role: 'assistant', content: '', images: [{ type: 'image/gif' }] }] },
        ],
      },
      notes: null,
    });
    if (result.ok) expect(result.row.media).toHaveLength(2);
  });

  it('is part of the canonical text, in one order of keys', () => {
    const result = readMessage({ images: [{ alt: 'ä "dot"', url }], content: 'Q' });
    expect(result.ok && canonicalMessages(result.row.prompt)).toBe(
      `[{"role":"user","content":"Q","images":[{"sha256":"${sum}","type":"image/png","width":1,"height":1,"alt":"ä \\"dot\\""}]}]`,
    );
  });

  it('stands for a prompt without words; several texts are joined, which a note says', () => {
    expect(readMessage({ content: [{ type: 'image', data: png }] }).ok).toBe(true);
    expect(
      readMessage({ content: ['a', { type: 'image', data: png }, { type: 'text', text: 'b' }] }),
    ).toMatchObject({
      ok: true,
      row: { prompt: [{ content: 'a\nb' }] },
      notes: { joinedTexts: 1 },
    });
  });
});

describe('an image that is refused', () => {
  it.each([
    'https://example.org/a.png',
    'HTTP://example.org/a.png',
    '//example.org/a.png',
    'blob:x',
    'file:///etc/passwd',
  ])('is behind an address: %s', (address) => {
    expect(faultsOf({ content: 'Q', images: [address] })).toEqual([
      ['$.messages[0].images[0]', 'image_remote'],
    ]);
    expect(faultsOf({ content: [{ type: 'image_url', image_url: { url: address } }] })).toEqual([
      ['$.messages[0].content[0]', 'image_remote'],
    ]);
  });

  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>').toString('base64');
  it.each([
    ['an SVG, whatever it says it is', `data:image/png;base64,${svg}`],
    ['HTML', `data:image/gif;base64,${Buffer.from('<script>alert(1)</script>').toString('base64')}`],
    ['a GIF cut off in its header', `data:image/gif;base64,${Buffer.from('GIF89a').toString('base64')}`],
    ['broken base64', `data:image/png;base64,${png.slice(0, -1)}`],
    ['base64 with something else in it', `data:image/png;base64,${png.slice(0, 40)}!!!!${png.slice(40)}`],
    ['a data URL without base64', `data:image/png,${png}`],
    ['a path', 'images/cat.png'],
    ['nothing', ''],
    ['no pixels', pngHeader(0, 10)],
    ['a number', 7],
    ['null', null],
    ['an object without data', { url: 5 }],
    ['a list', [[png]]],
  ])('is %s', (_name, image) => {
    expect(faultsOf({ content: 'Q', images: [image] })).toEqual([
      ['$.messages[0].images[0]', 'image_invalid'],
    ]);
  });

  it.each([
    ['pixels', pngHeader(10_000, 10_000)],
    ['width', pngHeader(16_385, 1)],
    ['pixels beyond counting', pngHeader(0xffffffff, 0xffffffff)],
    ['bytes', Buffer.concat([Buffer.from(png, 'base64'), Buffer.alloc(maxImageBytes)]).toString('base64')],
  ])('is too large in %s', (_name, image) => {
    expect(faultsOf({ content: 'Q', images: [`data:image/png;base64,${image}`] })).toEqual([
      ['$.messages[0].images[0]', 'image_too_large'],
    ]);
  });

  it('is one of too many, a part of another kind, or not in a list', () => {
    expect(faultsOf({ content: 'Q', images: Array.from({ length: 17 }, () => png) })).toEqual([
      ['$.messages[0].images', 'image_count'],
    ]);
    expect(
      faultsOf({ content: [{ type: 'input_audio', data: 'x' }, 5, { type: 'text', text: null }] }),
    ).toEqual([0, 1, 2].map((index) => [`$.messages[0].content[${index}]`, 'unknown_part']));
    expect(faultsOf({ content: 'Q', images: png })).toEqual([['$.messages[0].images', 'wrong_type']]);
    expect(faultsOf({ content: 'Q', images: [{ url, alt: 5 }] })).toEqual([
      ['$.messages[0].images[0].alt', 'wrong_type'],
    ]);
  });

  it('is of any JSON at all, without anything thrown', () => {
    const part = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.record({
        type: fc.constantFrom('text', 'image', 'image_url'),
        image_url: fc.jsonValue({ maxDepth: 1 }),
      }),
      fc.constant({ type: 'image', data: png }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 4 }), fc.jsonValue({ maxDepth: 2 }), (content, images) => {
        const result = readMessage({ content, images });
        if (!result.ok) for (const { code } of result.faults) expect(importFaultCodes).toContain(code);
      }),
      { numRuns: 200 },
    );
  });
});

describe('the header of an image', () => {
  const header = (base64: string) => readImageHeader(Buffer.from(base64, 'base64'));
  const jpeg = (width: number, height: number) => {
    const bytes = Buffer.from(
      'ffd8ffe000104a46494600010100000100010000ffffc20011080000000003012200021101031101',
      'hex',
    );
    bytes.writeUInt16BE(height, 26);
    bytes.writeUInt16BE(width, 28);
    return bytes.toString('base64');
  };
  const extended = () => {
    const bytes = Buffer.alloc(30);
    bytes.write('RIFF', 0);
    bytes.write('WEBPVP8X', 8);
    bytes.writeUIntLE(69_999, 24, 3);
    bytes.writeUIntLE(299, 27, 3);
    return bytes.toString('base64');
  };

  it.each([
    ['PNG', pngHeader(640, 480), { type: 'image/png', width: 640, height: 480 }],
    ['GIF', gif, { type: 'image/gif', width: 1, height: 1 }],
    ['lossy WebP', webp, { type: 'image/webp', width: 1, height: 1 }],
    ['lossless WebP', lossless, { type: 'image/webp', width: 1, height: 1 }],
    ['extended WebP', extended(), { type: 'image/webp', width: 70_000, height: 300 }],
    [
      'progressive JPEG behind other segments and fill bytes',
      jpeg(800, 600),
      { type: 'image/jpeg', width: 800, height: 600 },
    ],
  ])('of a %s gives kind and size', (_name, base64, expected) => {
    expect(header(base64)).toEqual(expected);
  });

  it('that is cut off or garbage gives null or a size, and never fails', () => {
    const starts = [png, gif, webp, lossless, jpeg(5, 5)].map((text) => Buffer.from(text, 'base64'));
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        fc.nat({ max: 100 }),
        fc.uint8Array({ maxLength: 60 }),
        (start, cut, tail) => {
          const found = readImageHeader(Buffer.concat([start.subarray(0, cut), tail]));
          if (found !== null) expect(Math.min(found.width, found.height)).toBeGreaterThan(0);
        },
      ),
    );
  });
});
