/** Round numbers from at or below `least` to at or above `most`, about `wanted` of them; one where both are the same. */
export function ticksOf(least: number, most: number, wanted = 6): number[] {
  if (!(most > least)) return Number.isFinite(least) ? [least] : [];
  const rough = (most - least) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * power).find((size) => size >= rough) ?? 10 * power;
  const first = Math.floor(least / step);
  const last = Math.ceil(most / step);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}
