import { sql } from 'kysely';
import type { AgreementOptions, JudgedScale } from '@pairwright/contract/statistics/agreement';
import type { StoredOutcome } from '@pairwright/contract/judgment';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import type { Votes } from '@pairwright/stats/votes';
import { ordersOf } from '@pairwright/domain/judgment/ranking-orders';
import { firstWrongOf } from '../annotators/answers.ts';
import { Names, newColumn } from '../columns.ts';
import type { Source } from '../compute-statistics.service.ts';
import { ratingLengths } from '../rating-lengths.ts';
import { eachRow } from '../read-votes.ts';
import { DAY_MS } from './over-time.ts';
import { passing } from '../passing.sql.ts';

interface Row {
  comparison_id: string;
  prompt_id: string;
  annotator_id: string;
  outcome: StoredOutcome;
  ranks: (number | null)[] | null;
  ratings: CanonicalDetails['ratings'] | null;
  steps: CanonicalDetails['steps'];
  given_at: number;
}

type What = JudgedScale['what'];

/** What people said on one scale. A unit is what is given a value, see `JudgedScale`. */
export interface ScaleVotes extends Pick<JudgedScale, 'what' | 'key' | 'level'> {
  /** Labels are the places of `values`. */
  readonly votes: Votes;
  /** Ascending. */
  readonly values: Float64Array;
  /** Between the ends of the scale; null where values have no order. */
  readonly length: number | null;
  readonly comparisonOfUnit: Int32Array;
  readonly promptOfUnit: Int32Array;
}

/** The scales of judgments that are no votes on pairs, and what the indexes stand for. */
export interface JudgedScales {
  readonly scales: readonly ScaleVotes[];
  readonly comparisonIds: readonly string[];
  readonly annotatorIds: readonly string[];
  /** Of each comparison the day of its last judgment, in days since 1970. */
  readonly lastDay: Int32Array;
}

const judged = sql`j.outcome in ('ranking', 'rated', 'thumbs_up', 'thumbs_down', 'steps')`;

export async function readScaleVotes(source: Source, options: AgreementOptions): Promise<JudgedScales> {
  const lengths = await ratingLengths(source);
  const all = { comparisons: new Names(), annotators: new Names(), prompts: new Names() };
  const scales = new Map<string, GrowingScale>();
  const lastDay: number[] = [];
  const rows = sql<Row>`
    select x.comparison_id, x.prompt_id, x.annotator_id, x.outcome, x.ranks, x.details -> 'ratings' as ratings,
      case when x.outcome = 'steps' then x.details -> 'steps' end as steps,
      extract(epoch from x.created_at)::float8 * 1000 as given_at
    from ${passing(source.projectId, options, { filter: judged })} x`;
  await eachRow(source, rows, (row) => {
    const comparison = all.comparisons.of(row.comparison_id);
    const by = {
      comparison,
      annotator: all.annotators.of(row.annotator_id),
      prompt: all.prompts.of(row.prompt_id),
    };
    lastDay[comparison] = Math.max(lastDay[comparison] ?? 0, Math.floor(row.given_at / DAY_MS));
    for (const said of saidIn(row)) {
      const name = `${said.what} ${said.key}`;
      const known = scales.get(name) ?? new GrowingScale(said.what, said.key);
      scales.set(name, known);
      known.add(by, said);
    }
  });
  const raters = all.annotators.all.length;
  return {
    scales: [...scales.values()].map((scale) => scale.result(raters, lengths)),
    comparisonIds: all.comparisons.all,
    annotatorIds: all.annotators.all,
    lastDay: Int32Array.from(lastDay),
  };
}

interface Said {
  readonly what: What;
  readonly key: string | null;
  /** What of the comparison it is about. */
  readonly part: string | number;
  readonly value: number;
}

function saidIn({ outcome, ranks, ratings, steps }: Row): Said[] {
  const said = (ratings ?? []).map(({ key, response, value }): Said => ({
    what: 'rating',
    key,
    part: response,
    value,
  }));
  const of = (what: What, part: string | number, value: number): Said => ({ what, key: null, part, value });
  if (outcome === 'ranking')
    ordersOf(ranks ?? []).forEach((order, part) => {
      if (order !== null) said.push(of('ranking', part, order));
    });
  if (outcome === 'thumbs_up' || outcome === 'thumbs_down')
    said.push(of('thumbs', '', outcome === 'thumbs_up' ? 1 : 0));
  if (outcome === 'steps') {
    said.push(of('first_wrong', '', firstWrongOf(steps ?? []) ?? -1));
    for (const { start, label } of steps ?? [])
      said.push(of('step', start, ['wrong', 'neutral', 'right'].indexOf(label)));
  }
  return said;
}

class GrowingScale {
  readonly #what: What;
  readonly #key: string | null;
  readonly #units = new Names();
  readonly #unit = newColumn.int();
  readonly #rater = newColumn.int();
  readonly #value = newColumn.float();
  readonly #comparisonOfUnit: number[] = [];
  readonly #promptOfUnit: number[] = [];

  constructor(what: What, key: string | null) {
    this.#what = what;
    this.#key = key;
  }

  add(by: { comparison: number; annotator: number; prompt: number }, { part, value }: Said): void {
    const unit = this.#units.of(`${by.comparison} ${part}`);
    this.#comparisonOfUnit[unit] = by.comparison;
    this.#promptOfUnit[unit] = by.prompt;
    this.#unit.push(unit);
    this.#rater.push(by.annotator);
    this.#value.push(value);
  }

  result(raters: number, lengths: ReadonlyMap<string, number>): ScaleVotes {
    const given = this.#value.values();
    const values = Float64Array.from(new Set(given)).sort();
    const place = new Map(Array.from(values, (value, label) => [value, label]));
    const level = this.#what === 'ranking' || this.#what === 'rating' ? 'ordinal' : 'nominal';
    const used = (values.at(-1) ?? 0) - (values[0] ?? 0);
    return {
      what: this.#what,
      key: this.#key,
      level,
      votes: {
        unit: this.#unit.values(),
        rater: this.#rater.values(),
        label: Int32Array.from(given, (value) => place.get(value)!),
        units: this.#units.all.length,
        raters,
        labels: values.length,
      },
      values,
      length:
        level === 'nominal' ? null : this.#what === 'ranking' ? 2 : (lengths.get(this.#key ?? '') ?? used),
      comparisonOfUnit: Int32Array.from(this.#comparisonOfUnit),
      promptOfUnit: Int32Array.from(this.#promptOfUnit),
    };
  }
}
