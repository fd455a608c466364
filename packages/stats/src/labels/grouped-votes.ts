import type { Votes } from '../votes.ts';

/** Votes of the same unit side by side. */
export interface GroupedVotes {
  /** The units that have votes, ascending. */
  readonly unit: Int32Array;
  /** The votes of `unit[group]` are those from `start[group]` to before `start[group + 1]`. */
  readonly start: Int32Array;
  readonly rater: Int32Array;
  readonly label: Int32Array;
}

/** Sorts by counting; votes of a unit keep their order. Units that are marked in `without` are left out. */
export function groupVotes(votes: Votes, without?: Uint8Array): GroupedVotes {
  const ends = new Int32Array(votes.units);
  for (const unit of votes.unit) if (!without?.[unit]) ends[unit]! += 1;
  const units = ends.reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  const unit = new Int32Array(units);
  const start = new Int32Array(units + 1);
  let [group, total] = [0, 0];
  for (let of = 0; of < votes.units; of += 1) {
    const count = ends[of]!;
    ends[of] = total;
    if (count === 0) continue;
    unit[group] = of;
    group += 1;
    total += count;
    start[group] = total;
  }
  const rater = new Int32Array(total);
  const label = new Int32Array(total);
  for (let vote = 0; vote < votes.unit.length; vote += 1) {
    const of = votes.unit[vote]!;
    if (without?.[of]) continue;
    const place = ends[of]!;
    ends[of] = place + 1;
    rater[place] = votes.rater[vote]!;
    label[place] = votes.label[vote]!;
  }
  return { unit, start, rater, label };
}
