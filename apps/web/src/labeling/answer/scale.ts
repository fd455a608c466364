import type { Translate } from '../../i18n/use-i18n.ts';

/** How strongly a position prefers its side. */
export type Degree = 'barely' | 'slightly' | 'better' | 'much';

export interface ScalePoint {
  /** From 1 at the left, as drawn and as pressed. */
  position: number;
  side: 'a' | 'b' | 'tie';
  degree: Degree;
  /** Reads from left to right in every language. */
  glyph: string;
}

const degreesOf: Record<number, readonly Degree[]> = {
  1: ['better'],
  2: ['slightly', 'much'],
  3: ['slightly', 'better', 'much'],
  4: ['barely', 'slightly', 'better', 'much'],
};

const glyphs: Record<'a' | 'b', Record<Degree, string>> = {
  a: { barely: 'A ⪆', slightly: 'A ≥', better: 'A >', much: 'A ≫' },
  b: { barely: '⪅ B', slightly: '≤ B', better: '< B', much: '≪ B' },
};

/** The positions of a scale of 2 to 8 points, left to right. */
export function scalePoints(points: number): ScalePoint[] {
  return Array.from({ length: points }, (_, index) => scalePoint(index + 1, points));
}

export function scalePoint(position: number, points: number): ScalePoint {
  const offset = position - (points + 1) / 2;
  if (offset === 0) return { position, side: 'tie', degree: 'better', glyph: '=' };
  const side = offset < 0 ? 'a' : 'b';
  const degrees = degreesOf[Math.floor(points / 2)] ?? ['better'];
  const degree = degrees[Math.ceil(Math.abs(offset)) - 1] ?? 'better';
  return { position, side, degree, glyph: glyphs[side][degree] };
}

export function pointText(point: ScalePoint, t: Translate): string {
  if (point.side === 'tie') return t('labeling.tie');
  return t(`labeling.${point.side}_${point.degree}`);
}
