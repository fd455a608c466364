import type { Agreement, LengthBin } from '@pairwright/contract/statistics/agreement';
import { positionTest } from '@pairwright/stats/annotators/position-test';
import type { Source } from '../compute-statistics.service.ts';
import { eachRow } from '../read-votes.ts';
import { type TextCounts, textCountsOf } from '../text-counts.sql.ts';
import type { VoteTable } from '../vote-table.ts';
import { estimateOf, shareOf } from '../estimates.ts';
import type { LabelledVotes } from './label-votes.ts';

/** Ratios of characters, longer over shorter, between which preferences are counted. */
const RATIOS = [1, 1.1, 1.25, 1.5, 2, 3, Infinity];
const styles = ['any', 'headings', 'lists', 'bold'] as const;

/** Preferences for one kind of answer, and for the other. */
class Picks {
  picked = 0;
  trials = 0;

  add(isPicked: boolean): void {
    this.trials += 1;
    if (isPicked) this.picked += 1;
  }

  get share(): ReturnType<typeof shareOf> {
    return shareOf(this.picked, this.trials);
  }
}

/** What preferences go with beside the content: the side, the length, what is formatted. Ties say nothing here. */
export async function biasOf(
  source: Source,
  votes: VoteTable,
  { rows }: LabelledVotes,
): Promise<Agreement['bias']> {
  const texts = new Map<string, TextCounts>();
  await eachRow(source, textCountsOf(source.projectId), (row) => void texts.set(row.id, row));
  const [left, longer] = [new Picks(), new Picks()];
  const bins = RATIOS.slice(1).map(() => new Picks());
  const more = styles.map(() => new Picks());
  let textMissing = 0;
  for (const vote of rows) {
    const strength = votes.strength[vote]!;
    if (strength === 0) continue;
    const firstPicked = strength < 0;
    left.add(firstPicked === (votes.firstOnLeft[vote] === 1));
    const text = texts.get(votes.comparisons.ids[votes.comparison[vote]!]!);
    if (text === undefined) {
      textMissing += 1;
      continue;
    }
    const [first, second] = text.length;
    if (first !== second) {
      const ratio = Math.max(first, second) / Math.min(first, second);
      const isPicked = firstPicked === first > second;
      longer.add(isPicked);
      bins[RATIOS.slice(1).findIndex((most) => ratio <= most)]!.add(isPicked);
    }
    styles.forEach((style, at) => {
      const [one, other] = marksOf(text, style);
      if (one !== other) more[at]!.add(firstPicked === one > other);
    });
  }
  const sides = positionTest({ left: left.picked, right: left.trials - left.picked });
  const [low = null, high = null] = sides.interval ?? [];
  return {
    left: estimateOf(sides.leftShare, { n: left.trials, ends: { low, high }, reason: sides.reason }),
    leftP: sides.pValue,
    length: bins.map(({ share }, at): LengthBin => {
      const upTo = RATIOS[at + 1]!;
      return { above: RATIOS[at]!, upTo: upTo === Infinity ? null : upTo, longer: share };
    }),
    longer: longer.share,
    formatting: styles.map((name, at) => ({ name, more: more[at]!.share })),
    textMissing,
  };
}

function marksOf(text: TextCounts, style: (typeof styles)[number]): readonly [number, number] {
  if (style !== 'any') return text[style];
  const sum = (place: 0 | 1): number => text.headings[place] + text.lists[place] + text.bold[place];
  return [sum(0), sum(1)];
}
