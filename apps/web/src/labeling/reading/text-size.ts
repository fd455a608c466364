/** In percent of the usual. */
const sizes = [75, 90, 100, 110, 125, 150, 175, 200];

/** The next size up or down; the ends stay. */
export function nextTextSize(now: number, direction: 1 | -1): number {
  const beyond = direction === 1 ? sizes.find((size) => size > now) : sizes.findLast((size) => size < now);
  return beyond ?? (direction === 1 ? 200 : 75);
}
