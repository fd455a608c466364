import type { Agreement, HardComparison } from '@pairwright/contract/statistics/agreement';
import { labelPairs } from '@pairwright/stats/agreement/label-pairs';
import { entropyNats } from '@pairwright/stats/labels/entropy';
import { countByUnit } from '@pairwright/stats/votes';
import { groupByUnit } from '@pairwright/stats/votes-by-unit';
import { findExcerpts } from '../../browse/comparisons.queries.ts';
import type { Source } from '../compute-statistics.service.ts';
import type { VoteTable } from '../vote-table.ts';
import type { LabelledVotes } from './label-votes.ts';

const SHOWN = 100;

/** What the one said of a comparison where the other said this, over all pairs of votes on it. */
export function confusionOf(labelled: LabelledVotes): Agreement['confusion'] {
  const { strengths, strengthOfRow, direction } = labelled;
  const bothBad = labelled.directions.includes('both_bad');
  const labels = strengths.length + (bothBad ? 1 : 0);
  const label = strengthOfRow.map((strength) => (strength < 0 ? strengths.length : strength));
  const { pairs } = labelPairs(groupByUnit({ ...direction, label, labels }), () => 1);
  const at = (one: number, other: number): number =>
    pairs[Math.min(one, other) * labels + Math.max(one, other)]!;
  const places = Array.from({ length: labels }, (_, place) => place);
  return {
    labels: [...strengths, ...(bothBad ? [null] : [])],
    counts: places.map((one) => places.map((other) => at(one, other))),
  };
}

interface Dispute {
  readonly unit: number;
  readonly votes: number[];
  readonly total: number;
  readonly entropy: number;
  readonly spread: number | null;
}

/** The comparisons whose votes are spread most, and how many are disputed at all. */
export async function hardestOf(
  source: Source,
  votes: VoteTable,
  labelled: LabelledVotes,
): Promise<Agreement['hardest']> {
  const disputes = disputesOf(labelled);
  const idOf = ({ unit }: Dispute): string => votes.comparisons.ids[labelled.comparisonOfUnit[unit]!]!;
  disputes.sort(
    (one, other) =>
      other.entropy - one.entropy ||
      other.total - one.total ||
      (other.spread ?? 0) - (one.spread ?? 0) ||
      (idOf(one) < idOf(other) ? -1 : 1),
  );
  const shown = disputes.slice(0, SHOWN);
  const excerpts = await findExcerpts(source.db, shown.map(idOf));
  return {
    comparisons: shown.map((dispute): HardComparison => ({
      id: idOf(dispute),
      promptExcerpt: excerpts.get(idOf(dispute)) ?? '',
      votes: dispute.votes,
      entropy: dispute.entropy,
      spread: dispute.spread,
    })),
    disputed: disputes.length,
  };
}

function disputesOf({ direction, strength, strengths }: LabelledVotes): Dispute[] {
  const counts = countByUnit(direction);
  const { labels } = direction;
  const [least, most] = [
    new Float64Array(direction.units).fill(Infinity),
    new Float64Array(direction.units).fill(-Infinity),
  ];
  const onScale = new Int32Array(direction.units);
  strength.unit.forEach((unit, row) => {
    const value = strengths[strength.label[row]!]!;
    onScale[unit] = onScale[unit]! + 1;
    least[unit] = Math.min(least[unit]!, value);
    most[unit] = Math.max(most[unit]!, value);
  });
  const disputes: Dispute[] = [];
  for (let unit = 0; unit < direction.units; unit += 1) {
    const votes = counts.subarray(unit * labels, (unit + 1) * labels);
    const total = votes.reduce((sum, count) => sum + count, 0);
    if (votes.includes(total)) continue;
    // In one order, so that the same shares give the same number.
    const shares = votes.map((count) => count / total).sort();
    disputes.push({
      unit,
      votes: [...votes],
      total,
      entropy: entropyNats(shares),
      spread: onScale[unit]! < 2 ? null : most[unit]! - least[unit]!,
    });
  }
  return disputes;
}
