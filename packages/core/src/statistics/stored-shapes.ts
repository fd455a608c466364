import { agreement } from '@pairwright/contract/statistics/agreement';
import { annotatorDay, annotatorNumbers, answerKind } from '@pairwright/contract/statistics/annotators';
import type { StatisticsKind } from '@pairwright/contract/statistics/compute';
import { leaderboard } from '@pairwright/contract/statistics/leaderboard';
import { overview } from '@pairwright/contract/statistics/overview';
import { sha256Hex } from '@pairwright/runtime/hash';
import { z } from 'zod';

/** All numbers of a project's annotators; whoever reads them gives people their names. */
const storedAnnotators = z.strictObject({
  kinds: z.array(answerKind),
  annotators: z.array(annotatorNumbers.extend({ days: z.array(annotatorDay) })),
});
export type StoredAnnotators = z.infer<typeof storedAnnotators>;

const shapes: Readonly<Record<StatisticsKind, z.ZodType>> = {
  agreement,
  annotators: storedAnnotators,
  leaderboard,
  overview,
};

/** Count up where numbers of the same shape come to mean something else: what is stored is then computed anew. */
const meanings: Readonly<Record<StatisticsKind, number>> = {
  agreement: 1,
  annotators: 1,
  leaderboard: 1,
  overview: 1,
};

const known = new Map<StatisticsKind, string>();

/**
 * What a stored result of this kind looks like in this version, as a hash. It is stored with each result and asked for when one is
 * read, so that a result of another version is never taken for one with gaps.
 */
export function shapeOf(kind: StatisticsKind): string {
  const there = known.get(kind);
  if (there !== undefined) return there;
  const shape = hashOf(shapes[kind], meanings[kind]);
  known.set(kind, shape);
  return shape;
}

/** The same for the same fields, whatever stands beside them. */
export function hashOf(shape: z.ZodType, meaning: number): string {
  return sha256Hex(JSON.stringify([meaning, z.toJSONSchema(shape, { unrepresentable: 'any' })])).slice(0, 16);
}
