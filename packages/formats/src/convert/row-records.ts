import type { Converted } from '../in/convert.ts';
import type { ExportRecord } from '../out/record.ts';
import { pairRecords } from './pair-records.ts';
import type { ConvertReason } from './reasons.ts';
import { headOf } from './row-head.ts';
import { singleRecords } from './single-records.ts';

export interface RowRecords {
  readonly records: readonly ExportRecord[];
  /** Why pairs or responses that its votes speak of are none, one for each; not empty where there is no record. */
  readonly refused: readonly ConvertReason[];
}

/** What the past votes of a row come to, by the usual recipe; margins only where they are asked for, as in a recipe. Votes that were taken back or do not count say nothing. */
export function recordsOf(made: Converted, withMargin: boolean): RowRecords {
  const votes =
    made.row.votes?.filter(({ outcome, counted }) => outcome !== 'retracted' && counted !== false) ?? [];
  if (votes.length === 0) return { records: [], refused: ['no_votes'] };
  const row = { ...made.row, votes };
  const head = headOf(made);
  const told = [...pairRecords(row, head, withMargin), ...singleRecords(row, head)];
  const records = told.flatMap((one) => ('record' in one ? [one.record] : []));
  const refused = told.flatMap((one) => ('refused' in one ? [one.refused] : []));
  if (records.length > 0 || refused.length > 0) return { records, refused };
  const canJudge = votes.some(({ outcome }) => outcome !== 'cannot_judge');
  return { records, refused: [canJudge ? 'no_preference' : 'cannot_judge'] };
}
