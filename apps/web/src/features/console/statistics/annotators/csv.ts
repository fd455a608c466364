import type { Cell } from '../to-csv.ts';
import { type Annotator, measureNames } from './measures.ts';

/** Every number of every annotator, none of them rounded. */
export function csvOf(annotators: readonly Annotator[]): Cell[][] {
  const ends = ['', '_low', '_high', '_n'];
  const head = [
    'annotator',
    'votes',
    'gold_votes',
    'repeat_votes',
    'skips',
    ...measureNames.flatMap((name) => ends.map((end) => `${name}${end}`)),
    'left_p',
    'swap_p',
    'speed_z',
    'longest_run',
    'longest_run_answer',
    'longest_run_p',
    'first_active',
    'last_active',
    'hypotheses',
  ];
  return [
    head,
    ...annotators.map((one) => [
      one.name,
      one.votes,
      one.goldVotes,
      one.repeatVotes,
      one.skips,
      ...measureNames.flatMap((name) => {
        const { value, low, high, n } = one[name];
        return [value, low, high, n];
      }),
      one.leftPValue,
      one.swapPValue,
      one.speedZ,
      one.straightLine.length,
      one.straightLine.answer,
      one.straightLine.probability,
      one.firstActive,
      one.lastActive,
      one.alerts.map(({ kind }) => kind).join(' '),
    ]),
  ];
}
