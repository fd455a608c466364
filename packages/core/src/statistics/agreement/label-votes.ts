import { sql } from 'kysely';
import type { AgreementOptions, DirectionLabel } from '@pairwright/contract/statistics/agreement';
import { directionLabel } from '@pairwright/contract/statistics/agreement';
import { levelsOf, maxStrength } from '@pairwright/domain/scale';
import type { Votes } from '@pairwright/stats/votes';
import type { Source } from '../compute-statistics.service.ts';
import { voteFilter } from '../vote-filter.ts';
import { pairOutcomes, type VoteTable } from '../vote-table.ts';

/** What the questions of a project offer, over all their versions. */
export interface Offered {
  readonly strengths: readonly number[];
  readonly tie: boolean;
  readonly bothBad: boolean;
}

/** The labels of the votes that are taken. Units are comparisons with such a vote, in the order of their first. */
export interface LabelledVotes {
  /** Places in the vote table. */
  readonly rows: Int32Array;
  readonly direction: Votes;
  readonly directions: readonly DirectionLabel[];
  /** Only votes that have a place on the scale; the same units and raters. */
  readonly strength: Votes;
  /** Ascending. */
  readonly strengths: readonly number[];
  /** The label in `strengths` of each of `rows`; -1 off the scale. */
  readonly strengthOfRow: Int32Array;
  /** Of each unit, the comparison's index in the vote table, and its prompt's. */
  readonly comparisonOfUnit: Int32Array;
  readonly promptOfUnit: Int32Array;
  readonly cannotJudge: number;
}

const outcomeNames = pairOutcomes;

/** The scales of the questions, as strengths -3..3. */
export async function readOffered({ db, projectId }: Source): Promise<Offered> {
  const { rows } = await sql<{ points: number; tie: boolean; both_bad: boolean }>`
    select distinct points, (form #>> '{main,scale,allowTie}')::boolean as tie, (form #>> '{main,scale,allowBothBad}')::boolean as both_bad
    from questions where project_id = ${projectId} and points is not null`.execute(db);
  const tie = rows.some((row) => row.tie);
  const strengths = rows.flatMap(({ points }) => {
    const levels = levelsOf({ points });
    const each = Array.from({ length: levels }, (_, level) => (maxStrength * (level + 1)) / levels);
    return [...each.map((strength) => -strength), ...each];
  });
  return { strengths: tie ? [0, ...strengths] : strengths, tie, bothBad: rows.some((row) => row.both_bad) };
}

/** Takes the votes that count, pass the options and say something of the pair. */
export function labelVotes(votes: VoteTable, options: AgreementOptions, offered: Offered): LabelledVotes {
  const passes = voteFilter(votes, options);
  const taken: number[] = [];
  const [said, strengths]: [DirectionLabel[], (number | null)[]] = [[], []];
  let cannotJudge = 0;
  for (let vote = 0; vote < votes.votes; vote += 1) {
    if (!passes(vote)) continue;
    const outcome = outcomeNames[votes.outcome[vote]!]!;
    if (outcome === 'cannot_judge') cannotJudge += 1;
    const label = directionOf(outcome, votes.strength[vote]!, options);
    if (label === null) continue;
    taken.push(vote);
    said.push(label);
    strengths.push(label === 'both_bad' ? null : label === 'tie' ? 0 : votes.strength[vote]!);
  }
  const directions = directionLabel.options.filter(
    (label) => isOffered(label, offered, options) || said.includes(label),
  );
  const scale = new Set(offered.strengths);
  for (const strength of strengths) if (strength !== null) scale.add(strength);
  const values = [...scale].sort((one, other) => one - other);
  const place = new Map(values.map((value, at) => [value, at]));
  return {
    ...columnsOf(votes, Int32Array.from(taken), {
      direction: Int32Array.from(said, (label) => directions.indexOf(label)),
      strength: Int32Array.from(strengths, (strength) => (strength === null ? -1 : place.get(strength)!)),
      directions: directions.length,
      strengths: values.length,
    }),
    directions,
    strengths: values,
    cannotJudge,
  };
}

function directionOf(
  outcome: (typeof pairOutcomes)[number],
  strength: number,
  { bothBad }: AgreementOptions,
): DirectionLabel | null {
  if (outcome === 'cannot_judge') return null;
  if (outcome === 'preference') return strength < 0 ? 'first' : 'second';
  if (outcome === 'tie' || bothBad === 'as_tie') return 'tie';
  return bothBad === 'own_label' ? 'both_bad' : null;
}

function isOffered(label: DirectionLabel, offered: Offered, { bothBad }: AgreementOptions): boolean {
  if (label === 'tie') return offered.tie || (offered.bothBad && bothBad === 'as_tie');
  if (label === 'both_bad') return offered.bothBad && bothBad === 'own_label';
  return true;
}

interface Labels {
  /** Of each row. */
  readonly direction: Int32Array;
  readonly strength: Int32Array;
  /** How many labels there are. */
  readonly directions: number;
  readonly strengths: number;
}

function columnsOf(
  votes: VoteTable,
  rows: Int32Array,
  labels: Labels,
): Pick<
  LabelledVotes,
  'rows' | 'direction' | 'strength' | 'strengthOfRow' | 'comparisonOfUnit' | 'promptOfUnit'
> {
  const unitOf = new Int32Array(votes.comparisons.ids.length).fill(-1);
  const comparisons: number[] = [];
  const unit = Int32Array.from(rows, (vote) => {
    const of = votes.comparison[vote]!;
    if (unitOf[of]! < 0) unitOf[of] = comparisons.push(of) - 1;
    return unitOf[of]!;
  });
  const rater = Int32Array.from(rows, (vote) => votes.annotator[vote]!);
  const comparisonOfUnit = Int32Array.from(comparisons);
  const sizes = { units: comparisons.length, raters: votes.annotators.length };
  const onScale = rows.map((_, at) => at).filter((at) => labels.strength[at]! >= 0);
  const only = (column: Int32Array): Int32Array => onScale.map((at) => column[at]!);
  return {
    rows,
    direction: { unit, rater, label: labels.direction, labels: labels.directions, ...sizes },
    strength: {
      unit: only(unit),
      rater: only(rater),
      label: only(labels.strength),
      labels: labels.strengths,
      ...sizes,
    },
    strengthOfRow: labels.strength,
    comparisonOfUnit,
    promptOfUnit: comparisonOfUnit.map((of) => votes.comparisons.prompt[of]!),
  };
}
