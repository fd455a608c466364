import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sliceCodePoints, toCodePoints, toUnits } from './code-points.ts';
import { rankedPair } from './ranking.ts';
import { stepsOf } from './steps.ts';

const textsOf = (content: string): string[] =>
  stepsOf(content).map(({ start, end }) => content.slice(start, end));

it('takes paragraphs for steps, lines where there is but one paragraph', () => {
  expect(textsOf('One.\n\nTwo\nlines.\n\n\nThree.')).toEqual(['One.', 'Two\nlines.', 'Three.']);
  expect(textsOf('One.\nTwo.\nThree.')).toEqual(['One.', 'Two.', 'Three.']);
  expect(textsOf('Only one.')).toEqual(['Only one.']);
  expect(textsOf(' \n\n ')).toEqual([]);
});

it('takes each item of a list for a step', () => {
  expect(textsOf('Solve it:\n1. Add.\n   Carry.\n2. Check.\n\n- So\n- it is 5.')).toEqual([
    'Solve it:',
    '1. Add.\n   Carry.',
    '2. Check.',
    '- So',
    '- it is 5.',
  ]);
  expect(textsOf('2.5 is more\n\nthan 2')).toEqual(['2.5 is more', 'than 2']);
});

it('leaves code whole', () => {
  const code = '```py\na = 1\n\nb = 2\n```';
  expect(textsOf(`Write it:\n${code}\n\nDone.`)).toEqual([`Write it:\n${code}`, 'Done.']);
  expect(textsOf(`${code}\n\nDone.`)).toEqual([code, 'Done.']);
});

it('covers every character that is not blank, in order, whatever the text', () => {
  const lines = fc.array(fc.constantFrom('', ' ', 'text', '```', '~~~~', '步骤', '\t', '1. x'), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(lines, (given) => {
      const content = given.join('\n');
      const steps = stepsOf(content);
      let at = 0;
      for (const { start, end } of steps) {
        expect(start).toBeGreaterThanOrEqual(at);
        expect(end).toBeGreaterThan(start);
        expect(content.slice(at, start).trim()).toBe('');
        at = end;
      }
      expect(content.slice(at).trim()).toBe('');
    }),
  );
});

it('counts code points as other languages do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(), fc.nat(), (text, a, b) => {
      const points = [...text];
      const [start, end] = [a % (points.length + 1), b % (points.length + 1)].sort((x, y) => x - y) as [
        number,
        number,
      ];
      expect(sliceCodePoints(text, start, end)).toBe(points.slice(start, end).join(''));
      expect(toCodePoints(text, toUnits(text, start))).toBe(start);
    }),
  );
});

it('reads a ranking pair by pair', () => {
  expect(rankedPair(1, 2)).toBe('first');
  expect(rankedPair(3, 2)).toBe('second');
  expect(rankedPair(2, 2)).toBe('tie');
  expect(rankedPair(0, 0)).toBe('both_bad');
  expect(rankedPair(0, 5)).toBe('second');
  expect(rankedPair(1, 0)).toBe('first');
  expect(rankedPair(1, null)).toBe('first');
  expect(rankedPair(null, null)).toBe('unknown');
  expect(rankedPair(null, 0)).toBe('unknown');
});
