import type { AlertKind, AnnotatorAlert } from '@pairwright/contract/statistics/annotators';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { benjaminiHochberg } from '@pairwright/stats/annotators/benjamini-hochberg';
import { binomialTest } from '@pairwright/stats/annotators/binomial-test';

/** Evidence links at most. */
const MOST_ROWS = 20;
/** Of false alarms among the alarms of one kind. */
const ALPHA = 0.05;
/** Somebody as consistent as that may well be careful. */
const CONSISTENT = 0.7;
/** In robust standard deviations. */
const FAST = -3;

/** The numbers of one annotator that may set off an alert, and the comparisons behind each. */
export interface Measured {
  readonly gold: Estimate;
  readonly adjusted: Estimate;
  /** That somebody who is like the others is as far below them, one-sided. */
  readonly adjustedP: number | null;
  readonly consistency: Estimate;
  readonly left: Estimate;
  readonly leftP: number | null;
  readonly longer: Estimate;
  readonly relativeSpeed: Estimate;
  readonly speedZ: number | null;
  readonly run: { readonly length: number; readonly probability: number | null; readonly n: number };
  readonly drift: Estimate;
  /** Comparison ids, the most telling first. */
  readonly rows: Readonly<Record<AlertKind, readonly string[]>>;
}

interface Suspicion {
  readonly annotator: number;
  readonly alert: AnnotatorAlert;
}

/**
 * What may be the matter with whom. Tests are of all annotators at once, so their p-values are adjusted (Benjamini and
 * Hochberg 1995); what has no test must lie outside its interval. `limits.gold`: the accuracy on known answers, 0..1.
 */
export function alertsOf(people: readonly Measured[], limits: { readonly gold: number }): AnnotatorAlert[][] {
  const alerts: AnnotatorAlert[][] = people.map(() => []);
  const found = [
    ...outside(people, 'gold_low', ({ gold }) => ({ evidence: gold, limit: limits.gold })),
    ...tested(people, 'agreement_low', ({ adjusted, adjustedP }) => ({
      evidence: adjusted,
      expected: 0,
      p: adjustedP,
    })),
    ...outside(people, 'inconsistent', ({ consistency }) => ({ evidence: consistency, limit: CONSISTENT })),
    ...tested(people, 'side_bias', ({ left, leftP }) => ({ evidence: left, expected: 0.5, p: leftP })),
    ...tested(people, 'length_bias', ({ longer }) => lengthTest(people, longer)),
    ...fast(people),
    ...tested(people, 'straight_lining', ({ run }) => ({
      evidence: { value: run.length, low: null, high: null, n: run.n, reason: null },
      expected: null,
      p: run.probability,
    })),
    ...outside(people, 'tiring', ({ drift }) => ({ evidence: drift, limit: 0 })),
  ];
  for (const { annotator, alert } of found) alerts[annotator]!.push(alert);
  return alerts;
}

/** Those whose whole interval is below the limit. */
function outside(
  people: readonly Measured[],
  kind: AlertKind,
  of: (one: Measured) => { readonly evidence: Estimate; readonly limit: number },
): Suspicion[] {
  return people.flatMap((one, annotator) => {
    const { evidence, limit } = of(one);
    if (evidence.high === null || evidence.high >= limit) return [];
    return [{ annotator, alert: alertOf(one, kind, { evidence, expected: limit, pValue: null }) }];
  });
}

interface Test {
  readonly evidence: Estimate;
  readonly expected: number | null;
  readonly p: number | null;
}

function tested(people: readonly Measured[], kind: AlertKind, of: (one: Measured) => Test): Suspicion[] {
  const tests = people.map(of).map((test, annotator) => ({ ...test, annotator }));
  const known = tests.filter(({ p }) => p !== null);
  const { adjusted } = benjaminiHochberg(known.map(({ p }) => p!));
  return known.flatMap(({ annotator, evidence, expected }, at) => {
    if (adjusted[at]! > ALPHA) return [];
    const alert = alertOf(people[annotator]!, kind, { evidence, expected, pValue: adjusted[at]! });
    return [{ annotator, alert }];
  });
}

/** Against the share of all the others: longer answers may be better ones. One-sided. */
function lengthTest(people: readonly Measured[], longer: Estimate): Test {
  const others = people.map((one) => one.longer).filter((one) => one !== longer && one.value !== null);
  const n = others.reduce((sum, one) => sum + one.n, 0);
  if (longer.value === null || n === 0) return { evidence: longer, expected: 0.5, p: null };
  const expected = others.reduce((sum, one) => sum + one.value! * one.n, 0) / n;
  const p =
    longer.value > expected ? binomialTest(Math.round(longer.value * longer.n), longer.n, expected) : 1;
  return { evidence: longer, expected, p };
}

/**
 * Far from the others, and their whole interval faster than them: where few people take nearly the same time, everybody is
 * many robust deviations away from somebody.
 */
function fast(people: readonly Measured[]): Suspicion[] {
  return people.flatMap((one, annotator) => {
    const evidence = one.relativeSpeed;
    if (one.speedZ === null || one.speedZ >= FAST) return [];
    if (evidence.high === null || evidence.high >= 0) return [];
    return [{ annotator, alert: alertOf(one, 'fast', { evidence, expected: 0, pValue: null }) }];
  });
}

function alertOf(
  one: Measured,
  kind: AlertKind,
  said: Pick<AnnotatorAlert, 'evidence' | 'expected' | 'pValue'>,
): AnnotatorAlert {
  return { kind, ...said, comparisonIds: one.rows[kind].slice(0, MOST_ROWS) };
}
