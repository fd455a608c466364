/**
 * Which rows to multiply: of two matrices with `n` columns, rows `rows` to `rows + 3` of the one with row `row` of the
 * other, from column `from` up to `to`. One object serves many calls, so that none is made in an inner loop.
 */
export interface Dots {
  readonly n: number;
  rows: number;
  row: number;
  from: number;
  to: number;
  /** What the last call made of it. */
  readonly sums: Float64Array;
}

export function dotsOf(n: number): Dots {
  return { n, rows: 0, row: 0, from: 0, to: 0, sums: new Float64Array(4) };
}

/**
 * Four dot products in one pass: each entry of `right` is loaded once, and four sums do not wait for each other. Rows
 * beyond the end of `left` give sums of no meaning.
 */
export function fourDots(left: Float64Array, right: Float64Array, dots: Dots): void {
  const { n, rows, row, from, to, sums } = dots;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const [r0, at] = [rows * n, row * n];
  const [r1, r2, r3] = [r0 + n, r0 + 2 * n, r0 + 3 * n];
  if (r3 + n > left.length) return lastDots(left, right, dots);
  for (let k = from; k < to; k += 1) {
    const x = right[at + k]!;
    s0 += left[r0 + k]! * x;
    s1 += left[r1 + k]! * x;
    s2 += left[r2 + k]! * x;
    s3 += left[r3 + k]! * x;
  }
  sums[0] = s0;
  sums[1] = s1;
  sums[2] = s2;
  sums[3] = s3;
}

/** As many of the four rows as there are. */
function lastDots(left: Float64Array, right: Float64Array, { n, rows, row, from, to, sums }: Dots): void {
  for (let index = 0; (rows + index + 1) * n <= left.length; index += 1) {
    let sum = 0;
    for (let k = from; k < to; k += 1) sum += left[(rows + index) * n + k]! * right[row * n + k]!;
    sums[index] = sum;
  }
}
