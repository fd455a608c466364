import { noWinner } from '../labels/majority.ts';
import { orderByUnit } from '../votes-by-unit.ts';
import type { Votes } from '../votes.ts';

/** How alike two labels of one unit are, 0..1; null: they say nothing that could be compared. The same both ways. */
export type Likeness = (one: number, other: number) => number | null;

/** What labels are that have no order: the same or not. */
export const sameLabel: Likeness = (one, other) => (one === other ? 1 : 0);

/** Parallel to the votes. */
export interface AlikeVotes {
  /** Votes of other raters on the same unit that can be compared with it. */
  readonly pairs: Float64Array;
  /** Sum of how alike it is to each of these, 0..pairs. */
  readonly agreeing: Float64Array;
  /** The label with the most of the others' votes on the unit, or why there is none, as `winnerOf`. */
  readonly majority: Int32Array;
}

/** Compares each vote with those of the others on its unit. Steps through votes × distinct labels of each unit. */
export function alikeVotes(votes: Votes, likeness: Likeness = sameLabel): AlikeVotes {
  const { length } = votes.unit;
  const result = {
    pairs: new Float64Array(length),
    agreeing: new Float64Array(length),
    majority: new Int32Array(length),
  };
  const { start, order } = orderByUnit(votes);
  const unit = new UnitLabels(votes);
  for (let of = 0; of < votes.units; of += 1) {
    const rows = order.subarray(start[of], start[of + 1]);
    unit.open(rows);
    for (const row of rows) compareOne(unit, { row, rows }, { likeness, result });
    unit.close(rows);
  }
  return result;
}

interface Place {
  readonly row: number;
  readonly rows: Int32Array;
}

function compareOne(
  unit: UnitLabels,
  { row, rows }: Place,
  { likeness, result }: { likeness: Likeness; result: AlikeVotes },
): void {
  const label = unit.votes.label[row]!;
  let [pairs, agreeing, most] = [0, 0, 0];
  let winner: number = noWinner.noVotes;
  for (const other of unit.present) {
    const count = unit.counts[other]! - unit.ownOf(row, rows, other);
    if (count === 0) continue;
    if (count > most) [most, winner] = [count, other];
    else if (count === most) winner = noWinner.tie;
    const alike = likeness(label, other);
    if (alike === null) continue;
    pairs += count;
    agreeing += count * alike;
  }
  result.pairs[row] = pairs;
  result.agreeing[row] = agreeing;
  result.majority[row] = winner;
}

/** What is said of the unit at hand, by label; emptied again for the next. */
class UnitLabels {
  readonly votes: Votes;
  readonly counts: Float64Array;
  /** The labels with a vote, each once. */
  present: number[] = [];
  /** Whether somebody voted twice on it. */
  #repeated = false;
  readonly #seen: Uint8Array;

  constructor(votes: Votes) {
    this.votes = votes;
    this.counts = new Float64Array(votes.labels);
    this.#seen = new Uint8Array(votes.raters);
  }

  open(rows: Int32Array): void {
    this.present = [];
    this.#repeated = false;
    for (const row of rows) {
      const [label, rater] = [this.votes.label[row]!, this.votes.rater[row]!];
      if (this.counts[label] === 0) this.present.push(label);
      this.counts[label]! += 1;
      if (this.#seen[rater] === 1) this.#repeated = true;
      this.#seen[rater] = 1;
    }
  }

  close(rows: Int32Array): void {
    for (const row of rows) {
      this.counts[this.votes.label[row]!] = 0;
      this.#seen[this.votes.rater[row]!] = 0;
    }
  }

  /** Votes for the label by whoever gave this vote. */
  ownOf(row: number, rows: Int32Array, label: number): number {
    if (!this.#repeated) return this.votes.label[row] === label ? 1 : 0;
    const { rater, label: labels } = this.votes;
    return rows.reduce(
      (sum, other) => sum + (rater[other] === rater[row] && labels[other] === label ? 1 : 0),
      0,
    );
  }
}
