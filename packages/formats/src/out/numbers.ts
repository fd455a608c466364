/**
 * A number that a reader takes for a float whatever stands first in the column: 1 is written 1.0.
 * In SQL: `case when x = trunc(x) then x::text || '.0' else x::text end` for 0 and 1e-5 < |x| < 1e15.
 */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} cannot be written as JSON`);
  const text = JSON.stringify(value);
  return Number.isInteger(value) && !text.includes('e') ? `${text}.0` : text;
}

/** A chance in 0..1 as PostgreSQL writes it: 1 is 1.0, and what is below 0.0001 has an exponent of two digits or more. */
export function probabilityText(value: number): string {
  if (!(value >= 0 && value <= 1)) throw new RangeError(`${value} is no probability`);
  if (value >= 1e-4 || value === 0) return floatText(value);
  return value.toExponential().replace(/-(\d)$/, '-0$1');
}

export function nullableFloat(value: number | null): string {
  return value === null ? 'null' : floatText(value);
}
