import type { Tables } from './evidence.ts';

/**
 * How a rater errs. `matrix`: each class has error rates of its own. `one_coin`: one accuracy for all classes, and errors
 * spread evenly over the other classes.
 */
export type ErrorModel = 'matrix' | 'one_coin';

/** The M-step of Dawid and Skene, each rater by a model of their own, with a pseudo-count in each cell. */
export function maximiseErrors(
  sums: Tables,
  into: Tables,
  how: { readonly models: readonly ErrorModel[]; readonly smoothing: number },
): void {
  normaliseShare(sums.share, into.share);
  const classes = sums.share.length;
  for (const [rater, model] of how.models.entries()) {
    const at = { from: rater * classes * classes, classes, smoothing: how.smoothing };
    if (model === 'matrix') normaliseColumns(sums.cells, into.cells, at);
    else tieCells(sums.cells, into.cells, at);
  }
}

interface Block {
  readonly from: number;
  readonly classes: number;
  readonly smoothing: number;
}

function normaliseShare(sums: Float64Array, into: Float64Array): void {
  const total = sums.reduce((sum, count) => sum + count, 0);
  for (let k = 0; k < into.length; k += 1) into[k] = sums[k]! / total;
}

/** A class in which the rater is not expected to have voted has no error rates; its cells are 0. */
function normaliseColumns(sums: Float64Array, into: Float64Array, { from, classes, smoothing }: Block): void {
  for (let k = 0; k < classes; k += 1) {
    let total = smoothing * classes;
    for (let label = 0; label < classes; label += 1) total += sums[from + label * classes + k]!;
    for (let label = 0; label < classes; label += 1) {
      const cell = from + label * classes + k;
      into[cell] = total > 0 ? (sums[cell]! + smoothing) / total : 0;
    }
  }
}

function tieCells(sums: Float64Array, into: Float64Array, { from, classes, smoothing }: Block): void {
  let total = 0;
  let right = 0;
  for (let cell = 0; cell < classes * classes; cell += 1) {
    const count = sums[from + cell]! + smoothing;
    total += count;
    if (cell % (classes + 1) === 0) right += count;
  }
  fillOneCoin(into, { from, classes, accuracy: total > 0 ? Math.min(1, right / total) : 0 });
}

/** Writes the cells of a rater of this accuracy. */
export function fillOneCoin(
  into: Float64Array,
  { from, classes, accuracy }: { from: number; classes: number; accuracy: number },
): void {
  const error = (1 - accuracy) / (classes - 1);
  for (let cell = 0; cell < classes * classes; cell += 1)
    into[from + cell] = cell % (classes + 1) === 0 ? accuracy : error;
}
