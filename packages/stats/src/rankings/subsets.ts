/** All ways to choose `size` of `many` places, one behind the other, each ascending. */
export function subsetsOf(many: number, size: number): Int32Array {
  const chosen: number[] = Array.from({ length: size }, (_, index) => index);
  const all: number[] = [];
  if (size > many) return new Int32Array();
  for (;;) {
    all.push(...chosen);
    let at = size - 1;
    while (at >= 0 && chosen[at] === many - size + at) at -= 1;
    if (at < 0) return Int32Array.from(all);
    chosen[at]! += 1;
    for (let after = at + 1; after < size; after += 1) chosen[after] = chosen[after - 1]! + 1;
  }
}

/** How many ways there are to choose `size` of `many`. */
export function subsetCount(many: number, size: number): number {
  let count = 1;
  for (let index = 0; index < size; index += 1) count = (count * (many - index)) / (index + 1);
  return count;
}
