import type { AnnotatorDay } from '@pairwright/contract/statistics/annotators';
import type { AnnotatorData } from './annotator-data.ts';
import type { Peers } from './peers.ts';

/** Days shown at most. */
const MOST_DAYS = 183;
const DAY_MS = 86_400_000;

/** What somebody did by day in UTC, the oldest first. */
export function daysOf(data: AnnotatorData, annotator: number, peers: Peers): AnnotatorDay[] {
  const days = new Map<number, AnnotatorDay>();
  const on = (givenAt: number): AnnotatorDay => {
    const number = Math.floor(givenAt / DAY_MS);
    const known = days.get(number);
    if (known !== undefined) return known;
    const day = new Date(number * DAY_MS).toISOString().slice(0, 10);
    const made = { day, votes: 0, gold: 0, goldRight: 0, pairs: 0, agreeing: 0 };
    days.set(number, made);
    return made;
  };
  for (const vote of data.votesOf[annotator]!) {
    const day = on(data.votes.givenAt[vote]!);
    day.votes += 1;
    day.pairs += peers.pairs[vote]!;
    day.agreeing += peers.agreeing[vote]!;
  }
  for (const { givenAt, matched } of data.goldOf[annotator]!) {
    const day = on(givenAt);
    day.gold += 1;
    day.goldRight += matched ? 1 : 0;
  }
  return [...days.entries()]
    .sort(([one], [other]) => one - other)
    .slice(-MOST_DAYS)
    .map(([, day]) => day);
}
