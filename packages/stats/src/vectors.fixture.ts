import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

/** A reference vector: inputs of a statistic and what at least two independent implementations make of them. */
export interface Vector {
  readonly id: string;
  readonly statistic: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly input: Readonly<Record<string, unknown>>;
  readonly expected: unknown;
  readonly tolerance: number;
}

const file = new URL('fixtures/stats-reference.json', import.meta.url);
const { vectors } = JSON.parse(readFileSync(file, 'utf8')) as { vectors: readonly Vector[] };

/** The vectors of these statistics; throws when there is none of one of them. */
export function vectorsOf(...statistics: readonly string[]): readonly Vector[] {
  for (const statistic of statistics)
    if (!vectors.some((vector) => vector.statistic === statistic))
      throw new Error(`There is no vector of ${statistic}.`);
  return vectors.filter(({ statistic }) => statistics.includes(statistic));
}

export function allVectors(): readonly Vector[] {
  return vectors;
}

/** Every part of what is expected is there, numbers within tolerance * max(1, |expected|). */
export function expectVector(vector: Vector, actual: unknown): void {
  expectClose(actual, vector.expected, { tolerance: vector.tolerance, at: vector.id });
}

function expectClose(actual: unknown, expected: unknown, how: { tolerance: number; at: string }): void {
  const { tolerance, at } = how;
  if (typeof expected === 'number') {
    expect(actual, at).toBeTypeOf('number');
    const error = Math.abs((actual as number) - expected) / Math.max(1, Math.abs(expected));
    expect(error, `${at}: ${String(actual)} for ${expected}`).toBeLessThanOrEqual(tolerance);
  } else if (Array.isArray(expected)) {
    const list = Array.from(actual as ArrayLike<unknown>);
    expect(list, at).toHaveLength(expected.length);
    expected.forEach((one, index) => expectClose(list[index], one, { tolerance, at: `${at}[${index}]` }));
  } else if (expected !== null && typeof expected === 'object') {
    for (const [key, one] of Object.entries(expected))
      expectClose((actual as Record<string, unknown>)[key], one, { tolerance, at: `${at}.${key}` });
  } else expect(actual, at).toEqual(expected);
}
