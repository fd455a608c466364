import { dotsOf, fourDots } from './dots.ts';

/**
 * The lower triangle L with L Lᵀ = A of a symmetric positive definite matrix of n rows, row after row; null when it is
 * not positive definite. Only the lower triangle of A is read.
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array | null {
  const lower = new Float64Array(n * n);
  const dots = dotsOf(n);
  for (let column = 0; column < n; column += 1) {
    dots.row = dots.to = column;
    for (let row = column; row < n; row += 4) {
      dots.rows = row;
      fourDots(lower, lower, dots);
      for (let index = 0; index < 4 && row + index < n; index += 1)
        lower[(row + index) * n + column] = matrix[(row + index) * n + column]! - dots.sums[index]!;
    }
    const pivot = lower[column * n + column]!;
    if (!(pivot > 1e-14 * Math.abs(matrix[column * n + column]!))) return null;
    const root = Math.sqrt(pivot);
    lower[column * n + column] = root;
    for (let row = column + 1; row < n; row += 1) lower[row * n + column]! /= root;
  }
  return lower;
}

/** x with A x = b, where `lower` is the Cholesky factor of A. */
export function choleskySolve(lower: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  const x = Float64Array.from(b);
  for (let row = 0; row < n; row += 1) {
    let sum = x[row]!;
    for (let k = 0; k < row; k += 1) sum -= lower[row * n + k]! * x[k]!;
    x[row] = sum / lower[row * n + row]!;
  }
  for (let row = n - 1; row >= 0; row -= 1) {
    let sum = x[row]!;
    for (let k = row + 1; k < n; k += 1) sum -= lower[k * n + row]! * x[k]!;
    x[row] = sum / lower[row * n + row]!;
  }
  return x;
}

/** The inverse of A, row after row, where `lower` is the Cholesky factor of A with n rows. */
export function choleskyInverse(lower: Float64Array, n: number): Float64Array {
  const half = inverseOfTriangle(lower, n);
  const inverse = new Float64Array(n * n);
  const dots = dotsOf(n);
  for (let column = 0; column < n; column += 1) {
    dots.row = dots.from = column;
    dots.to = n;
    for (let row = 0; row <= column; row += 4) {
      dots.rows = row;
      fourDots(half, half, dots);
      for (let index = 0; index < 4 && row + index <= column; index += 1) {
        inverse[(row + index) * n + column] = dots.sums[index]!;
        inverse[column * n + row + index] = dots.sums[index]!;
      }
    }
  }
  return inverse;
}

/** (L⁻¹)ᵀ: row i is the x with L x = unit i, which is 0 before its i-th entry. */
function inverseOfTriangle(lower: Float64Array, n: number): Float64Array {
  const half = new Float64Array(n * n);
  const dots = dotsOf(n);
  for (let k = 0; k < n; k += 1) {
    const diagonal = lower[k * n + k]!;
    half[k * n + k] = 1 / diagonal;
    dots.row = dots.to = k;
    for (let row = 0; row < k; row += 4) {
      dots.rows = dots.from = row;
      fourDots(half, lower, dots);
      for (let index = 0; index < 4 && row + index < k; index += 1)
        half[(row + index) * n + k] = -dots.sums[index]! / diagonal;
    }
  }
  return half;
}
