/** Ranks from 1 in ascending order; equal values share the mean of their ranks. */
export function midranks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, index) => index).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let at = from; at < to; at += 1) ranks[order[at]!] = (from + 1 + to) / 2;
    from = to;
  }
  return ranks;
}

/** The sizes of groups of equal values, where equal values stand next to each other. */
export function runLengths(sorted: ArrayLike<number>): number[] {
  const lengths: number[] = [];
  for (let at = 0; at < sorted.length; at += 1) {
    if (at > 0 && sorted[at] === sorted[at - 1]) lengths[lengths.length - 1] = lengths.at(-1)! + 1;
    else lengths.push(1);
  }
  return lengths;
}
