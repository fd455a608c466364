import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, levelsOf, scaleFault, scaleOptions, tiePosition, toPosition, toStrength } from './scale.ts';

const points = fc.integer({ min: 2, max: 8 });
const order = fc.constantFrom([0, 1], [1, 0]);

describe('a scale', () => {
  it('has its options in mirror image, the tie in the middle of an odd one', () => {
    fc.assert(
      fc.property(points, (count) => {
        const options = scaleOptions({ points: count });
        expect(options.map((option) => option.position)).toEqual(
          Array.from({ length: count }, (_, index) => index + 1),
        );
        expect(options.filter((option) => option.side === 'tie').map((option) => option.position)).toEqual(
          count % 2 === 1 ? [tiePosition({ points: count })] : [],
        );
        options.forEach((option, index) => {
          const mirrored = options[count - 1 - index]!;
          expect(mirrored.level).toBe(option.level);
          if (option.side !== 'tie') expect(mirrored.side).toBe(option.side === 'first' ? 'second' : 'first');
        });
      }),
    );
  });

  it('gives a seven-point scale the strengths -3..3', () => {
    expect(
      scaleOptions({ points: 7 }).map(({ position }) => toStrength({ points: 7 }, position, [0, 1]).strength),
    ).toEqual([-3, -2, -1, 0, 1, 2, 3]);
  });

  it('gives the strengths -3 and 3 to two points and quarters to eight', () => {
    expect([1, 2].map((position) => toStrength({ points: 2 }, position, [0, 1]).strength)).toEqual([-3, 3]);
    expect([1, 2, 3, 4, 5].map((position) => toStrength({ points: 8 }, position, [0, 1]).strength)).toEqual([
      -3, -2.25, -1.5, -0.75, 0.75,
    ]);
  });

  it('means the same response whatever order was shown', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 8 }), (count, position) => {
        fc.pre(position <= count);
        const asShown = toStrength({ points: count }, position, [0, 1]);
        const swapped = toStrength({ points: count }, count + 1 - position, [1, 0]);
        expect(swapped).toEqual(asShown);
        expect(Math.abs(asShown.strength)).toBeLessThanOrEqual(3);
        expect(Number.isInteger(asShown.strength * 4)).toBe(true);
      }),
    );
  });

  it('finds the position again from the strength', () => {
    fc.assert(
      fc.property(points, fc.integer({ min: 1, max: 8 }), order, (count, position, shown) => {
        fc.pre(position <= count);
        expect(
          toPosition({ points: count }, toStrength({ points: count }, position, shown).strength, shown),
        ).toBe(position);
      }),
    );
  });

  it('has no position for a strength it cannot express', () => {
    expect(toPosition({ points: 4 }, 0, [0, 1])).toBeNull();
    expect(toPosition({ points: 4 }, 1, [0, 1])).toBeNull();
    expect(toPosition({ points: 7 }, 4, [0, 1])).toBeNull();
  });

  it('refuses positions off the scale and orders that are not of two', () => {
    expect(() => toStrength({ points: 4 }, 5, [0, 1])).toThrow('position 5 is not on a scale of 1..4');
    expect(() => toStrength({ points: 4 }, 1.5, [0, 1])).toThrow(RangeError);
    expect(() => toStrength({ points: 4 }, 1, [0, 1, 2])).toThrow('is not an order of two responses');
    expect(() => toPosition({ points: 4 }, 3, [1, 1])).toThrow(RangeError);
  });

  it('names its own fault', () => {
    const scale = { points: 7, allowTie: false, allowBothBad: true, allowCannotJudge: true };
    expect(scaleFault(scale)).toBe('odd_points_need_tie');
    expect(scaleFault({ ...scale, points: 10, allowTie: true })).toBe('points_out_of_range');
    expect(scaleFault({ ...scale, points: 8 })).toBeNull();
    expect(levelsOf({ points: 3 })).toBe(1);
  });
});

describe('an answer', () => {
  const open = { points: 4, allowTie: true, allowBothBad: true, allowCannotJudge: true };
  const closed = { points: 4, allowTie: false, allowBothBad: false, allowCannotJudge: false };

  it('is decided only when the question offers it', () => {
    for (const outcome of ['tie', 'both_bad', 'cannot_judge'] as const) {
      expect(decide(closed, { outcome }, [0, 1])).toBeNull();
      expect(decide(open, { outcome }, [0, 1])).toMatchObject({ outcome, position: null });
    }
    expect(decide(closed, { outcome: 'scale', position: 5 }, [0, 1])).toBeNull();
    expect(decide(closed, { outcome: 'scale', position: 1 }, [1, 0])).toEqual({
      outcome: 'preference',
      position: 1,
      strength: 3,
    });
  });

  it('says tie by key or by the middle of an odd scale alike', () => {
    const odd = { ...open, points: 5 };
    expect(decide(odd, { outcome: 'tie' }, [1, 0])).toEqual(
      decide(odd, { outcome: 'scale', position: 3 }, [1, 0]),
    );
  });
});
