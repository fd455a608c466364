import { sql } from 'kysely';
import type { CanonicalDetails } from '@pairwright/domain/judgment/canonical';
import type { Asked } from '@pairwright/domain/judgment/asked';
import type { Tx } from '@pairwright/db/transaction';
import type { Votes } from '@pairwright/stats/votes';
import type { Ratings } from '@pairwright/stats/labels/rating-precision';
import { judgmentsWithReason } from '../../datasets/resolution.sql.ts';
import { Names, newColumn } from '../../statistics/columns.ts';
import { eachRow } from '../../statistics/read-votes.ts';
import { readAsked } from './answers.queries.ts';

/** What was said on one rating or criterion as it is asked now, and by whom: raters are places in `annotatorIds`. */
export interface BesideVotes {
  readonly asked: Asked;
  readonly annotatorIds: readonly string[];
  /** Of a rating; units are responses of comparisons. Null of a criterion. */
  readonly ratings: Ratings | null;
  /** Of a criterion: first, second, tie as in `pairLabels`; units are comparisons. Null of a rating. */
  readonly preferences: Omit<Votes, 'labels'> | null;
}

interface Row {
  comparison_id: string;
  annotator_id: string;
  version: number;
  ratings: CanonicalDetails['ratings'] | null;
  criteria: CanonicalDetails['criteria'] | null;
}

/** All that counts on the ratings and criteria that the project asks, or asked last, on the scale of then; none costs one look. */
export async function readBesideVotes(db: Tx, projectId: string): Promise<BesideVotes[]> {
  const byVersion = await readAsked(db, projectId);
  const growing = new Map<string, Growing>();
  for (const asked of [...byVersion.values()].flat())
    if ((asked.kind === 'rating' || asked.kind === 'criterion') && !growing.has(asked.question))
      growing.set(asked.question, new Growing(asked));
  if (growing.size === 0) return [];
  const more = sql`, j.question_version as version`;
  const rows = sql<Row>`
    select x.comparison_id, x.annotator_id, x.version, x.details -> 'ratings' as ratings, x.details -> 'criteria' as criteria
    from (${judgmentsWithReason(projectId, sql`j.details is not null`, more)}) x where x.reason is null
    order by x.created_at, x.id`;
  await eachRow({ db, signal: new AbortController().signal }, rows, (row) => {
    const then = byVersion.get(row.version) ?? [];
    const of = (kind: 'rating' | 'criterion', key: string): Growing | undefined => {
      const one = growing.get(`${kind}:${key}`);
      const asked = then.find(({ question }) => question === one?.asked.question);
      return asked !== undefined && one?.isOn(asked) === true ? one : undefined;
    };
    for (const { key, response, value } of row.ratings ?? [])
      of('rating', key)?.add(row, `${row.comparison_id} ${response}`, value);
    for (const { key, strength } of row.criteria ?? [])
      if (strength !== null)
        of('criterion', key)?.add(row, row.comparison_id, strength === 0 ? 2 : Number(strength > 0));
  });
  return [...growing.values()].map((one) => one.result());
}

class Growing {
  readonly asked: Asked;
  readonly #units = new Names();
  readonly #raters = new Names();
  readonly #unit = newColumn.int();
  readonly #rater = newColumn.int();
  readonly #value = newColumn.float();

  constructor(asked: Asked) {
    this.asked = asked;
  }

  /** Whether it was asked on the same scale. */
  isOn({ scale }: Asked): boolean {
    return scale?.min === this.asked.scale?.min && scale?.max === this.asked.scale?.max;
  }

  add({ annotator_id }: Row, unit: string, value: number): void {
    this.#unit.push(this.#units.of(unit));
    this.#rater.push(this.#raters.of(annotator_id));
    this.#value.push(value);
  }

  result(): BesideVotes {
    const { asked } = this;
    const of = {
      unit: this.#unit.values(),
      rater: this.#rater.values(),
      units: this.#units.all.length,
      raters: this.#raters.all.length,
    };
    const value = this.#value.values();
    const isRating = asked.kind === 'rating';
    return {
      asked,
      annotatorIds: this.#raters.all,
      ratings: isRating ? { ...of, value } : null,
      preferences: isRating ? null : { ...of, label: Int32Array.from(value) },
    };
  }
}
