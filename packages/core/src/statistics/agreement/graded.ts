import { type RawBuilder, sql } from 'kysely';
import type { Agreement, AgreementOptions } from '@pairwright/contract/statistics/agreement';
import type { StoredOutcome } from '@pairwright/contract/judgment';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import type { Votes } from '@pairwright/stats/votes';
import { Names, newColumn } from '../columns.ts';
import type { Source } from '../compute-statistics.service.ts';
import { eachRow, type RowSource } from '../read-votes.ts';
import { alphaOf, percentOf, replicatesFor } from './coefficients.ts';
import { passing } from '../passing.sql.ts';

interface GradedRow {
  comparison_id: string;
  prompt_id: string;
  annotator_id: string;
  outcome: StoredOutcome;
  ratings: CanonicalDetails['ratings'] | null;
  criteria: CanonicalDetails['criteria'] | null;
}

type Graded = Agreement['graded'][number];

export interface GradedAnswers {
  readonly graded: Graded[];
  /** Judgments of one response by itself. */
  readonly singles: number;
}

/** Agreement on everything that is answered on a scale of its own, one entry for each. */
export async function gradedOf(source: Source, options: AgreementOptions): Promise<GradedAnswers> {
  return gradedAmong(source, passing(source.projectId, options, { filter: isGraded }));
}

/** Over judgment j: whether it may have an answer on a scale of its own. */
export const isGraded = sql`(j.details is not null or j.outcome in ('thumbs_up', 'thumbs_down'))`;

/** The same of these judgments: a table with their columns and `prompt_id`. */
export async function gradedAmong(source: RowSource, judgments: RawBuilder<unknown>): Promise<GradedAnswers> {
  const scales = new Map<string, GradedVotes>();
  const scaleOf = (what: Graded['what'], key: string | null): GradedVotes => {
    const name = `${what} ${key}`;
    const known = scales.get(name) ?? new GradedVotes(what, key);
    scales.set(name, known);
    return known;
  };
  const rows = sql<GradedRow>`
    select x.comparison_id, x.prompt_id, x.annotator_id, x.outcome, x.details -> 'ratings' as ratings, x.details -> 'criteria' as criteria
    from ${judgments} x`;
  let singles = 0;
  await eachRow(source, rows, (row) => {
    const { outcome } = row;
    if (outcome === 'thumbs_up' || outcome === 'thumbs_down')
      scaleOf('thumbs', null).add(row, '', outcome === 'thumbs_up' ? 1 : 0);
    if (outcome === 'thumbs_up' || outcome === 'thumbs_down' || outcome === 'rated' || outcome === 'steps')
      singles += 1;
    for (const { key, response, value } of row.ratings ?? [])
      scaleOf('rating', key).add(row, response, value);
    for (const { key, strength } of row.criteria ?? [])
      if (strength !== null) scaleOf('criterion', key).add(row, '', strength);
  });
  return { graded: [...scales.values()].map((scale) => scale.result()), singles };
}

/** The answers on one scale; a unit is a comparison, or one response of it. */
class GradedVotes {
  readonly #what: Graded['what'];
  readonly #key: string | null;
  readonly #units = new Names();
  readonly #raters = new Names();
  readonly #prompts = new Names();
  readonly #unit = newColumn.int();
  readonly #rater = newColumn.int();
  readonly #value = newColumn.float();
  readonly #promptOfUnit: number[] = [];

  constructor(what: Graded['what'], key: string | null) {
    this.#what = what;
    this.#key = key;
  }

  add(row: GradedRow, part: number | '', value: number): void {
    const unit = this.#units.of(`${row.comparison_id}${part}`);
    this.#promptOfUnit[unit] = this.#prompts.of(row.prompt_id);
    this.#unit.push(unit);
    this.#rater.push(this.#raters.of(row.annotator_id));
    this.#value.push(value);
  }

  result(): Graded {
    const given = this.#value.values();
    const values = Float64Array.from(new Set(given)).sort();
    const place = new Map(Array.from(values, (value, label) => [value, label]));
    const votes: Votes = {
      unit: this.#unit.values(),
      rater: this.#rater.values(),
      label: Int32Array.from(given, (value) => place.get(value)!),
      units: this.#units.all.length,
      raters: this.#raters.all.length,
      labels: values.length,
    };
    const promptOfUnit = Int32Array.from(this.#promptOfUnit);
    return {
      what: this.#what,
      key: this.#key,
      answers: given.length,
      alpha: alphaOf(votes, 'ordinal', { replicates: replicatesFor(votes.units), promptOfUnit }),
      perAnswer: percentOf(votes, promptOfUnit).perComparison,
    };
  }
}
