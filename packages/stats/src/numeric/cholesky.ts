/**
 * The lower triangle L with L Lᵀ = A of a symmetric positive definite matrix of n rows, row after row; null when it is
 * not positive definite. Only the lower triangle of A is read.
 */
export function cholesky(matrix: Float64Array, n: number): Float64Array | null {
  const lower = new Float64Array(n * n);
  for (let row = 0; row < n; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = matrix[row * n + column]!;
      for (let k = 0; k < column; k += 1) sum -= lower[row * n + k]! * lower[column * n + k]!;
      if (row !== column) lower[row * n + column] = sum / lower[column * n + column]!;
      else if (sum > 1e-14 * Math.abs(matrix[row * n + row]!)) lower[row * n + row] = Math.sqrt(sum);
      else return null;
    }
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
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column += 1) {
    const unit = new Float64Array(n);
    unit[column] = 1;
    const solved = choleskySolve(lower, unit);
    for (let row = 0; row < n; row += 1) inverse[row * n + column] = solved[row]!;
  }
  return inverse;
}
