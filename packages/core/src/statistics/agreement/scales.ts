import type { Agreement, AgreementOptions, JudgedScale } from '@pairwright/contract/statistics/agreement';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { raterPairs } from '@pairwright/stats/agreement/rater-pairs';
import { orderByUnit } from '@pairwright/stats/votes-by-unit';
import type { Votes } from '@pairwright/stats/votes';
import { findExcerpts } from '../../browse/comparisons.queries.ts';
import type { Source } from '../compute-statistics.service.ts';
import { namesOfAnnotators } from '../read-votes.ts';
import { matrixOf } from './annotator-matrix.ts';
import { alphaOf, replicatesFor } from './coefficients.ts';
import { dateOf, groupsOf, guidelinesOf, periodsFor, REPLICATES, splitVotes } from './over-time.ts';
import { type JudgedScales, readScaleVotes, type ScaleVotes } from './scale-votes.ts';

const SHOWN = 100;

/** How far people agree where they do not vote on pairs, scale by scale. */
export async function scalesOf(source: Source, options: AgreementOptions): Promise<Agreement['scales']> {
  const read = await readScaleVotes(source, options);
  const people = await namesOfAnnotators(source, read.annotatorIds);
  const guidelines = read.scales.length === 0 ? [] : await guidelinesOf(source);
  const scales: JudgedScale[] = [];
  for (const scale of read.scales) {
    source.signal.throwIfAborted();
    const byComparison = comparisonVotes(scale, read.comparisonIds.length);
    const { what, key, level, votes, promptOfUnit } = scale;
    scales.push({
      what,
      key,
      level,
      votes: byComparison.unit.length,
      comparisons: new Set(scale.comparisonOfUnit).size,
      shared: sharedOf(byComparison),
      annotators: new Set(votes.rater).size,
      alpha: {
        ...alphaOf(votes, level, { replicates: replicatesFor(votes.units), promptOfUnit }),
        n: sharedOf(byComparison),
      },
      matrix: matrixOfScale(scale, byComparison, people),
      overTime: { ...overTimeOf(scale, read), guidelines },
      hardest: await hardestOfScale(source, scale, read),
    });
  }
  return scales;
}

/** One vote for each judgment that says something on the scale, its unit the comparison, its label nothing. */
function comparisonVotes(
  { votes, comparisonOfUnit }: Pick<ScaleVotes, 'votes' | 'comparisonOfUnit'>,
  comparisons: number,
): Votes {
  const seen = new Set<number>();
  votes.unit.forEach((unit, row) => seen.add(comparisonOfUnit[unit]! * votes.raters + votes.rater[row]!));
  const all = [...seen];
  return {
    unit: Int32Array.from(all, (one) => Math.floor(one / votes.raters)),
    rater: Int32Array.from(all, (one) => one % votes.raters),
    label: new Int32Array(all.length),
    units: comparisons,
    raters: votes.raters,
    labels: 1,
  };
}

/** Comparisons with judgments of two people. */
function sharedOf({ unit, units }: Pick<Votes, 'unit' | 'units'>): number {
  const judgments = new Int32Array(units);
  for (const of of unit) judgments[of]! += 1;
  return judgments.reduce((sum, count) => sum + (count > 1 ? 1 : 0), 0);
}

/** As that of votes on pairs; what is shared are comparisons, however many values there are on each. */
function matrixOfScale(
  { votes, level }: ScaleVotes,
  byComparison: Votes,
  people: Parameters<typeof matrixOf>[1],
): JudgedScale['matrix'] {
  const shared = new Map(
    raterPairs(byComparison).map(({ first, second, sharedUnits }) => [
      first * votes.raters + second,
      sharedUnits,
    ]),
  );
  const pairs = raterPairs(votes, level === 'ordinal' ? 'quadratic' : 'unweighted').map((pair) => ({
    ...pair,
    sharedUnits: shared.get(pair.first * votes.raters + pair.second)!,
  }));
  return matrixOf(byComparison, people, pairs);
}

function overTimeOf(
  { votes, level, comparisonOfUnit, promptOfUnit }: ScaleVotes,
  { lastDay }: JudgedScales,
): Omit<JudgedScale['overTime'], 'guidelines'> {
  const { unit, periodOf } = periodsFor(comparisonOfUnit.map((of) => lastDay[of]!));
  const { periods, groupOf } = groupsOf(periodOf);
  const parts = splitVotes(votes, groupOf, periods.length);
  const all = parts.map((part, at) => {
    const comparisonOf = part.unitOf.map((of) => comparisonOfUnit[of]!);
    const judgments = comparisonVotes({ votes: part.votes, comparisonOfUnit: comparisonOf }, lastDay.length);
    const alpha: Estimate = {
      ...alphaOf(part.votes, level, {
        replicates: REPLICATES,
        promptOfUnit: part.unitOf.map((of) => promptOfUnit[of]!),
      }),
      n: sharedOf(judgments),
    };
    return { from: dateOf(periods[at]!), votes: judgments.unit.length, alpha };
  });
  return { unit, periods: all.filter(({ alpha }) => alpha.n > 0) };
}

interface Apart {
  readonly comparison: number;
  votes: Set<number>;
  pairs: number;
  distance: number;
  spread: number;
}

/** The comparisons whose judgments are furthest apart, and how many are disputed at all. */
async function hardestOfScale(
  source: Source,
  scale: ScaleVotes,
  { comparisonIds }: JudgedScales,
): Promise<JudgedScale['hardest']> {
  const disputes = apartOf(scale).filter(({ distance }) => distance > 0);
  const idOf = ({ comparison }: Apart): string => comparisonIds[comparison]!;
  const mean = ({ distance, pairs }: Apart): number => Math.min(1, distance / pairs);
  disputes.sort(
    (one, other) =>
      mean(other) - mean(one) ||
      other.votes.size - one.votes.size ||
      other.spread - one.spread ||
      (idOf(one) < idOf(other) ? -1 : 1),
  );
  const shown = disputes.slice(0, SHOWN);
  const excerpts = await findExcerpts(source.db, shown.map(idOf));
  return {
    comparisons: shown.map((one) => ({
      id: idOf(one),
      promptExcerpt: excerpts.get(idOf(one)) ?? '',
      votes: one.votes.size,
      apart: mean(one),
      spread: scale.what === 'rating' ? one.spread : null,
    })),
    disputed: disputes.length,
  };
}

/** Of each comparison: how far apart every two people are on everything that both gave a value. */
function apartOf({ votes, values, length, comparisonOfUnit }: ScaleVotes): Apart[] {
  const found = new Map<number, Apart>();
  const { start, order } = orderByUnit(votes);
  for (let unit = 0; unit < votes.units; unit += 1) {
    const rows = order.subarray(start[unit], start[unit + 1]);
    const comparison = comparisonOfUnit[unit]!;
    const one = found.get(comparison) ?? { comparison, votes: new Set(), pairs: 0, distance: 0, spread: 0 };
    found.set(comparison, one);
    for (const row of rows) one.votes.add(votes.rater[row]!);
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(votes.label[row]!, (counts.get(votes.label[row]!) ?? 0) + 1);
    const said = [...counts.keys()].sort((a, b) => a - b);
    one.pairs += (rows.length * (rows.length - 1)) / 2;
    said.forEach((label, at) => {
      for (const other of said.slice(at + 1)) {
        const far = length === null ? 1 : (values[other]! - values[label]!) / length;
        one.distance += far * counts.get(label)! * counts.get(other)!;
      }
    });
    if (said.length > 0) one.spread = Math.max(one.spread, values[said.at(-1)!]! - values[said[0]!]!);
  }
  return [...found.values()];
}
