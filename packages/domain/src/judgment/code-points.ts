/** Positions in a text count Unicode code points, as most trainers' languages do; JavaScript counts UTF-16 units. */

/** The UTF-16 position of a code point; the text's length for one at or beyond its end. */
export function toUnits(text: string, codePoints: number): number {
  let units = 0;
  for (let left = codePoints; left > 0 && units < text.length; left--)
    units += (text.codePointAt(units) as number) > 0xffff ? 2 : 1;
  return units;
}

/** How many code points stand before a UTF-16 position. */
export function toCodePoints(text: string, units: number): number {
  let points = 0;
  for (let at = 0; at < units && at < text.length; points++)
    at += (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
  return points;
}

/** The phrase from one code point to before another. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  const from = toUnits(text, start);
  return text.slice(from, from + toUnits(text.slice(from), end - start));
}
