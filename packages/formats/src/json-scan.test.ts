import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countKeys, scanJson } from './json-scan.ts';

function keysOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + keysOf(item), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, item) => sum + 1 + keysOf(item), 0);
}

describe('a scan of JSON', () => {
  it('accepts what the platform accepts', () => {
    fc.assert(
      fc.property(fc.json(), fc.boolean(), (text, pretty) => {
        const shown = pretty ? JSON.stringify(JSON.parse(text), null, 2) : text;
        expect(scanJson(shown)).toMatchObject({ error: null, duplicates: [] });
        expect(countKeys(shown)).toBe(keysOf(JSON.parse(shown)));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses what the platform refuses', () => {
    const noise = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('"', '\\', '{', '}', ',', ':', '\n', '\u0001', 'N', '-', ''),
      )
      .map(([text, at, put]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + 1);
      });
    fc.assert(
      fc.property(noise, (text) => {
        let good = true;
        try {
          JSON.parse(text);
        } catch {
          good = false;
        }
        expect(scanJson(text).error === null).toBe(good);
      }),
      { numRuns: 1000 },
    );
  });

  it('names keys that stand twice', () => {
    const text = String.raw`{"a":1,"b":[{"c":1,"c":2}],"\u0061":3,"x y":{"k":"\"k\":","k":0}}`;
    expect(scanJson(text).duplicates.map(({ path }) => path)).toEqual(['$.b[0].c', '$.a', '$["x y"].k']);
    expect(countKeys(text)).toBe(8);
  });

  it('places the first fault', () => {
    expect(scanJson('{"a": NaN}').error).toEqual({ offset: 6, atEnd: false });
    expect(scanJson('{"a": "b').error).toEqual({ offset: 8, atEnd: true });
    expect(scanJson('{"a": "b\tc"}').error).toEqual({ offset: 8, atEnd: false });
    expect(scanJson('[1] 2').error).toEqual({ offset: 4, atEnd: false });
  });

  it('reads long strings without trouble', () => {
    expect(scanJson(JSON.stringify({ text: '\\"\n中'.repeat(500_000) })).error).toBeNull();
  });
});
