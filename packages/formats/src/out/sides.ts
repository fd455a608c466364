import type { RecordOf, RecordResponse } from './record.ts';

type PairRecord = RecordOf<'preference' | 'tie' | 'both_bad'>;

/**
 * The two responses of a pair in an order that tells nothing of the outcome, the same in every export: by their ids.
 * `sign` turns a strength of the record, negative = its first response, into one where negative = `first`.
 */
export function sidesOf(record: PairRecord): {
  readonly first: RecordResponse;
  readonly second: RecordResponse;
  readonly sign: 1 | -1;
} {
  const [one, other] =
    record.kind === 'preference' ? [record.chosen, record.rejected] : [record.first, record.second];
  return one.id <= other.id
    ? { first: one, second: other, sign: 1 }
    : { first: other, second: one, sign: -1 };
}
