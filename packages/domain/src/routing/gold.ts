import type { Answer } from '@pairwright/contract/judgment';
import type { MainQuestion } from '@pairwright/contract/question-form';
import type { GoldRule } from '@pairwright/contract/gold-policy';
import type { RoutingPolicy } from '@pairwright/contract/routing';
import { usualGoldLimit } from '@pairwright/contract/statistics/annotators';
import { hashText } from '../random.ts';
import { wilsonInterval } from '@pairwright/stats/annotators/intervals';

/**
 * What of an answer in canonical order is compared with the expected one: the side on a scale, the order of a ranking, the
 * thumb, steps up to the first wrong one. Null: there is nothing to compare. The same rule as `gold_key` in the database.
 */
export function goldKey(main: MainQuestion, answer: Answer): string | null {
  switch (answer.outcome) {
    case 'scale':
      return main.kind === 'pair' ? sideOnScale(answer.position, main.scale.points) : null;
    case 'ranking':
      return `ranking ${answer.ranks.map((rank) => rank ?? '-').join(' ')}`;
    case 'thumbs':
      return answer.up ? 'thumbs_up' : 'thumbs_down';
    case 'steps': {
      const wrong = answer.labels.indexOf('wrong');
      return `steps ${(wrong === -1 ? answer.labels : answer.labels.slice(0, wrong + 1)).join(' ')}`;
    }
    case 'rated':
      return null;
    default:
      return answer.outcome;
  }
}

/** Which side a position of a scale is on; its middle is a tie. */
export function sideOnScale(position: number, points: number): 'first' | 'tie' | 'second' {
  const middle = (points + 1) / 2;
  if (position === middle) return 'tie';
  return position < middle ? 'first' : 'second';
}

/** The mildest answer with this key; null where none can be told from it. */
export function answerOfKey(main: MainQuestion, key: string): Answer | null {
  if (key === 'tie' || key === 'both_bad') return { outcome: key };
  if (key === 'thumbs_up' || key === 'thumbs_down') return { outcome: 'thumbs', up: key === 'thumbs_up' };
  if (key.startsWith('ranking '))
    return {
      outcome: 'ranking',
      ranks: key
        .slice('ranking '.length)
        .split(' ')
        .map((rank) => (rank === '-' ? null : Number(rank))),
    };
  if (main.kind !== 'pair' || (key !== 'first' && key !== 'second')) return null;
  const { points } = main.scale;
  const first = Math.ceil((points - 1) / 2);
  return { outcome: 'scale', position: key === 'first' ? first : points + 1 - first };
}

/** Answers to gold comparisons with the 95 % Wilson interval of their accuracy, 0..1; no interval without answers. */
export function accuracyOf(correct: number, total: number) {
  const interval = wilsonInterval({ successes: correct, trials: total });
  return { correct, total, low: interval?.[0] ?? null, high: interval?.[1] ?? null };
}

/** Whether a rule acts on these answers: there are enough, and the end of the interval that it names is below its mark. */
export function setsOff(
  rule: GoldRule,
  seen: { readonly total: number; readonly low: number | null; readonly high: number | null },
): boolean {
  const end = rule.bound === 'upper' ? seen.high : seen.low;
  return seen.total >= rule.atLeast && end !== null && end * 100 < rule.belowPercent;
}

/** Most answers that rules wait for after one to gold. */
const MOST_DELAY = 5;

/** After how many further answers rules look, 1..5, from the random end of a new id: each as often as the others. */
export function rulesDelay(id: string): number {
  return 1 + (hashText(id.slice(-8)) % MOST_DELAY);
}

/**
 * The accuracy (0..1) that somebody's whole interval must be below to be looked at: the highest mark of the gold rules that
 * want the same proof (the upper end), so that nobody a rule acts on is missing; 0.7 where there is none.
 */
export function goldLimitOf(policy: Pick<RoutingPolicy, 'gold'> | null): number {
  const marks = (policy?.gold?.rules ?? []).flatMap(({ bound, belowPercent }) =>
    bound === 'upper' ? [belowPercent / 100] : [],
  );
  return marks.length === 0 ? usualGoldLimit : Math.max(...marks);
}
