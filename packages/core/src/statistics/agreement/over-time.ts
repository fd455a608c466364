import type { Agreement, AgreementPeriod } from '@pairwright/contract/statistics/agreement';
import type { Votes } from '@pairwright/stats/votes';
import type { Source } from '../compute-statistics.service.ts';
import type { VoteTable } from '../vote-table.ts';
import { alphaOf, type Level } from './coefficients.ts';
import type { LabelledVotes } from './label-votes.ts';

export const DAY_MS = 86_400_000;
/** Up to so many days are shown day by day, more by weeks from Monday. */
const DAYS = 35;
/** Fewer than for the whole: there is one interval for each period. */
export const REPLICATES = 200;

export async function overTime(
  source: Source,
  votes: VoteTable,
  labelled: LabelledVotes,
): Promise<Agreement['overTime']> {
  const { unit, periodOf } = periodsFor(lastDays(votes, labelled));
  return { unit, periods: periodsOf(labelled, periodOf), guidelines: await guidelinesOf(source) };
}

export function guidelinesOf({ db, projectId }: Source): Promise<Agreement['overTime']['guidelines']> {
  return db
    .selectFrom('guidelines')
    .select(['version', 'created_at as at'])
    .where('project_id', '=', projectId)
    .orderBy('version')
    .execute();
}

/** By day, or by week where that would be too many, what began with which day. Days are counted from 1970. */
export function periodsFor(days: Int32Array): { unit: 'day' | 'week'; periodOf: Int32Array } {
  const span =
    days.reduce((most, day) => Math.max(most, day), 0) -
    days.reduce((least, day) => Math.min(least, day), Infinity);
  if (span < DAYS) return { unit: 'day', periodOf: days };
  // 1970 began on a Thursday.
  return { unit: 'week', periodOf: days.map((day) => day - ((day + 3) % 7)) };
}

/** The periods there are, ascending, and for each unit the place of its own among them. */
export function groupsOf(periodOf: Int32Array): { periods: Int32Array; groupOf: Int32Array } {
  const periods = Int32Array.from(new Set(periodOf)).sort();
  const index = new Map(Array.from(periods, (period, at) => [period, at]));
  return { periods, groupOf: periodOf.map((period) => index.get(period)!) };
}

/** The first day of a period, in UTC. */
export function dateOf(period: number): string {
  return new Date(period * DAY_MS).toISOString().slice(0, 10);
}

/** The day of the last vote on each unit, in days since 1970. */
function lastDays(votes: VoteTable, { rows, direction }: LabelledVotes): Int32Array {
  const last = new Int32Array(direction.units);
  rows.forEach((vote, at) => {
    const of = direction.unit[at]!;
    last[of] = Math.max(last[of]!, Math.floor(votes.givenAt[vote]! / DAY_MS));
  });
  return last;
}

function periodsOf(labelled: LabelledVotes, periodOfUnit: Int32Array): AgreementPeriod[] {
  const { periods, groupOf: groupOfUnit } = groupsOf(periodOfUnit);
  const directions = splitVotes(labelled.direction, groupOfUnit, periods.length);
  const strengths = splitVotes(labelled.strength, groupOfUnit, periods.length);
  return Array.from(periods, (period, at): AgreementPeriod => {
    const alpha = ({ votes, unitOf }: Part, level: Level) =>
      alphaOf(votes, level, {
        replicates: REPLICATES,
        promptOfUnit: unitOf.map((unit) => labelled.promptOfUnit[unit]!),
      });
    return {
      from: dateOf(period),
      votes: directions[at]!.votes.unit.length,
      direction: alpha(directions[at]!, 'nominal'),
      strength: alpha(strengths[at]!, 'ordinal'),
    };
  }).filter(({ direction }) => direction.n > 0);
}

export interface Part {
  readonly votes: Votes;
  /** What its units are in the whole. */
  readonly unitOf: Int32Array;
}

/** The votes of each group of units, their units numbered anew. */
export function splitVotes(votes: Votes, groupOfUnit: Int32Array, groups: number): Part[] {
  const unitsOf = Array.from({ length: groups }, (): number[] => []);
  const inGroup = groupOfUnit.map((group, unit) => unitsOf[group]!.push(unit) - 1);
  const rowsOf = Array.from({ length: groups }, (): number[] => []);
  votes.unit.forEach((unit, row) => rowsOf[groupOfUnit[unit]!]!.push(row));
  return rowsOf.map((rows, group) => ({
    votes: {
      ...votes,
      unit: Int32Array.from(rows, (row) => inGroup[votes.unit[row]!]!),
      rater: Int32Array.from(rows, (row) => votes.rater[row]!),
      label: Int32Array.from(rows, (row) => votes.label[row]!),
      units: unitsOf[group]!.length,
    },
    unitOf: Int32Array.from(unitsOf[group]!),
  }));
}
