import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cholesky, choleskyInverse, choleskySolve } from './cholesky.ts';
import { maximise } from './newton.ts';
import { randomFrom } from './random.ts';

/** B Bᵀ + 1 of a random B, which is positive definite. */
function anyDefinite(n: number, seed: number): Float64Array {
  const random = randomFrom(seed);
  const b = Float64Array.from({ length: n * n }, () => 2 * random() - 1);
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n];
    let sum = row === column ? 1 : 0;
    for (let k = 0; k < n; k += 1) sum += b[row * n + k]! * b[column * n + k]!;
    return sum;
  });
}

function times(matrix: Float64Array, other: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    const [row, column] = [Math.floor(at / n), at % n];
    let sum = 0;
    for (let k = 0; k < n; k += 1) sum += matrix[row * n + k]! * other[k * n + column]!;
    return sum;
  });
}

test('factors and inverses of every size, those that are no multiple of four too', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 14 }), fc.nat(), (n, seed) => {
      const matrix = anyDefinite(n, seed);
      const lower = cholesky(matrix, n)!;
      const transposed = lower.map((_, at) => lower[(at % n) * n + Math.floor(at / n)]!);
      const product = times(lower, transposed, n);
      const unit = times(matrix, choleskyInverse(lower, n), n);
      const b = Float64Array.from({ length: n }, (_, index) => index + 1);
      const x = choleskySolve(lower, b);
      for (let row = 0; row < n; row += 1) {
        let sum = 0;
        for (let column = 0; column < n; column += 1) {
          expect(product[row * n + column]).toBeCloseTo(matrix[row * n + column]!, 10);
          expect(unit[row * n + column]).toBeCloseTo(row === column ? 1 : 0, 10);
          sum += matrix[row * n + column]! * x[column]!;
        }
        expect(sum).toBeCloseTo(b[row]!, 9);
      }
    }),
  );
});

/** One parameter; a value, a slope and a bend. */
const maximiseOne = (at: (x: number) => readonly [number, number, number], start: number) =>
  maximise(
    {
      parameters: 1,
      centred: 0,
      evaluate([x], { gradient, information }) {
        const [value, slope, bend] = at(x!);
        gradient[0]! += slope;
        information[0]! += bend;
        return value;
      },
    },
    Float64Array.of(start),
  );

test('a maximum is found where full steps would run away, and within a domain', () => {
  // -log cosh: from 2 Newton's full step leads to -11.6 and ever further.
  const { maximum } = maximiseOne((x) => [-Math.log(Math.cosh(x)), -Math.tanh(x), 1 / Math.cosh(x) ** 2], 2);
  expect(maximum!.at[0]).toBeCloseTo(0, 12);
  expect(maximum!.covariance[0]).toBeCloseTo(1, 8);
  // log x - x is none below 0.
  expect(maximiseOne((x) => [Math.log(x) - x, 1 / x - 1, 1 / x ** 2], 100).maximum!.at[0]).toBeCloseTo(1, 12);
});

test('no maximum: at infinity, or flat from the start', () => {
  const rising = (x: number): readonly [number, number, number] => {
    const against = 1 / (1 + Math.exp(x));
    return [-Math.log1p(Math.exp(-x)), against, against * (1 - against)];
  };
  expect(maximiseOne(rising, 0)).toEqual({ maximum: null, reason: 'no_convergence' });
  expect(maximiseOne(() => [0, 0, 0], 0)).toEqual({ maximum: null, reason: 'singular' });
});
