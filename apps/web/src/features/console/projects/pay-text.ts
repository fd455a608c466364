/** The most that can be paid for one judgment, in millionths. */
const mostMicros = 1_000_000_000;

/** Millionths from decimal text, exactly; null where it is no amount from 0.000001 to 1000 with up to six decimals. */
export function microsOf(text: string): number | null {
  const found = /^(\d{1,4})(?:[.,](\d{1,6}))?$/.exec(text.trim());
  if (found === null) return null;
  const micros = Number(found[1]) * 1_000_000 + Number((found[2] ?? '').padEnd(6, '0'));
  return micros >= 1 && micros <= mostMicros ? micros : null;
}

/** The decimal text of millionths, without zeros that say nothing. */
export function textOfMicros(micros: number): string {
  const whole = Math.floor(micros / 1_000_000);
  const rest = String(micros % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return rest === '' ? String(whole) : `${whole}.${rest}`;
}
