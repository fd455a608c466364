import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasHidden, mixedScripts, withHiddenShown } from './name-marks.ts';
import { lookAlikesAmong, lookAlikesOfKinds, lookAlikesOfPeople, skeletonOf } from './skeleton.ts';

describe('names that look alike', () => {
  it.each([
    ['admin', 'аdmin'],
    ['paypal', 'раураl'],
    ['Bo Lin', 'Bo  Lin'],
    ['Bo Lin', 'Bo\u00A0Lin'],
    ['Bo', 'B\u200Bo'],
    ['Anna', 'Ａｎｎａ'],
    ['Anna', '𝐀𝐧𝐧𝐚'],
    ['ΑΒΕ', 'ABE'],
    ['Michael', 'Michae1'],
    ['rnodel', 'model'],
    ['Zoë', 'Zoe\u0308'],
    ['gpt‑4', 'gpt-4'],
  ])('%s and %s', (one, other) => {
    expect(skeletonOf(one)).toBe(skeletonOf(other));
    expect(lookAlikesAmong([one, other, 'Somebody'])(one)).toBe(true);
  });

  it.each([
    ['Anna', 'Hanna'],
    ['李雷', '李蕾'],
    ['Bo', 'Во1'],
    ['Zoë', 'Zoe'],
  ])('not %s and %s', (one, other) => {
    expect(skeletonOf(one)).not.toBe(skeletonOf(other));
    expect(lookAlikesAmong([one, other])(one)).toBe(false);
  });

  it('the same name twice is another person, but the same model', () => {
    const names = ['gpt-4', 'gpt-4', 'vicuna'];
    expect(names.map(lookAlikesAmong(names))).toEqual([true, true, false]);
    expect(names.map(lookAlikesOfKinds(names))).toEqual([false, false, false]);
    const twins = [...names, 'gрt-4'];
    expect(twins.map(lookAlikesOfKinds(twins))).toEqual([true, true, false, true]);
  });

  it('of people who stand there twice are no twins; two of one name are', () => {
    const anna = ['1', 'Anna'] as const;
    expect(lookAlikesOfPeople([anna, ['2', 'Bo'], anna])('Anna')).toBe(false);
    expect(lookAlikesOfPeople([anna, ['2', 'Anna']])('Anna')).toBe(true);
  });

  it('looks the same whatever is looked at twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(skeletonOf(skeletonOf(name))).toBe(skeletonOf(name));
      }),
    );
  });
});

describe('words that mix scripts', () => {
  it.each([
    ['аdmin', ['Latn', 'Cyrl']],
    ['Αnna Smith', ['Latn', 'Grek']],
    ['gpt-4 turbо', ['Latn', 'Cyrl']],
    ['аdmin@example.org', ['Latn', 'Cyrl']],
  ])('%s', (name, scripts) => expect(mixedScripts(name)).toEqual(scripts));

  it.each([
    'Anna',
    'Иван (Ivan)',
    '李雷 Lei',
    'カラオケ屋さん',
    'Kim 김철수',
    'gpt-4-β',
    'Zoë',
    'علی',
    'T恤',
    '',
  ])('not %s', (name) => expect(mixedScripts(name)).toEqual([]));
});

describe('what is hidden in a name', () => {
  it.each([
    ['ad\u200Bmin', 'ad[U+200B]min'],
    ['\u202Enimda', '[U+202E]nimda'],
    ['a\u2066b', 'a[U+2066]b'],
    ['a\u00ADb', 'a[U+00AD]b'],
    ['a\u200Db', 'a[U+200D]b'],
    ['a\u{E0041}', 'a[U+E0041]'],
    ['a\nb', 'a[U+000A]b'],
  ])('%j is shown', (name, shown) => {
    expect(hasHidden(name)).toBe(true);
    expect(withHiddenShown(name)).toBe(shown);
  });

  it.each(['Anna', '👩‍💻', '❤️', 'می‌خواهم', 'Bo Lin', 'क्‍ष'])('nothing in %j', (name) => {
    expect(hasHidden(name)).toBe(false);
    expect(withHiddenShown(name)).toBe(name);
  });
});
