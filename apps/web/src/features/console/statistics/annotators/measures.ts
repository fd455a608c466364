import type { CallOutput } from '@pairwright/contract/client';
import type { AnswerKind } from '@pairwright/contract/statistics/annotators';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { useT } from '../../../../i18n/use-i18n.ts';
import type { Rows } from '../../shared/RowsLink.tsx';
import { useEstimate } from '../use-estimate.ts';

type Roster = NonNullable<CallOutput<'getAnnotators'>['result']>;
export type Annotator = Roster['annotators'][number];

/** How a number is written: as a share, in seconds, or as a multiple. */
type Style = 'percent' | 'seconds' | 'times';

/** The numbers of an annotator that have an interval, in the order they are shown. */
export const measures = {
  goldAccuracy: 'percent',
  agreement: 'percent',
  adjustedAgreement: 'percent',
  selfConsistency: 'percent',
  keptPick: 'percent',
  alwaysLeft: 'percent',
  alwaysRight: 'percent',
  leftShare: 'percent',
  longerShare: 'percent',
  logSeconds: 'seconds',
  relativeSpeed: 'times',
  agreementDrift: 'percent',
  speedDrift: 'times',
  tieRate: 'percent',
  bothBadRate: 'percent',
  cannotJudgeRate: 'percent',
  skipRate: 'percent',
} as const satisfies Partial<Record<keyof Annotator, Style>>;
export type Measure = keyof typeof measures;

/** The rows that each is made from, beside whose they are. */
export const measureRows = {
  goldAccuracy: { votes: 'gold' },
  agreement: { shared: 'any' },
  adjustedAgreement: { shared: 'any' },
  selfConsistency: { votes: 'repeat' },
  keptPick: { votes: 'repeat', outcome: 'preference' },
  alwaysLeft: { votes: 'repeat', side: 'left' },
  alwaysRight: { votes: 'repeat', side: 'right' },
  leftShare: { outcome: 'preference' },
  longerShare: { outcome: 'preference' },
  logSeconds: {},
  relativeSpeed: { shared: 'any' },
  agreementDrift: { shared: 'any' },
  speedDrift: {},
  tieRate: { outcome: 'tie' },
  bothBadRate: { outcome: 'both_bad' },
  cannotJudgeRate: { outcome: 'cannot_judge' },
  skipRate: { votes: 'skipped' },
} as const satisfies Record<Measure, Rows>;
export const measureNames = Object.keys(measures) as Measure[];

/** What only two answers side by side can have. */
const ofPairs: readonly Measure[] = [
  'keptPick',
  'alwaysLeft',
  'alwaysRight',
  'leftShare',
  'longerShare',
  'tieRate',
  'bothBadRate',
];

/** Those of these that have a meaning for what is judged in the project. */
export function measuresFor(
  kinds: readonly AnswerKind[],
  names: readonly Measure[] = measureNames,
): Measure[] {
  return names.filter((name) => kinds.includes('pair') || kinds.length === 0 || !ofPairs.includes(name));
}

/** The judgments among which the longest stretch of one answer is. */
export function stretchRows({ answer }: Annotator['straightLine']): Rows {
  switch (answer) {
    case null:
      return {};
    case 'left':
    case 'right':
      return { side: answer };
    case 'wrong_step':
    case 'no_wrong_step':
      return { outcome: 'steps' };
    default:
      return { outcome: answer };
  }
}

export interface MeasureFormat {
  /** With its interval, or why there is none. */
  estimate: (measure: Measure, estimate: Estimate) => string;
  number: (measure: Measure, value: number | null) => string;
}

/** Logarithms are shown as what they are the logarithm of. */
export function useMeasure(): MeasureFormat {
  const t = useT();
  const percent = useEstimate('percent');
  const decimal = useEstimate();
  const raised = (value: number | null): number | null => (value === null ? null : Math.exp(value));
  const number = (measure: Measure, value: number | null): string => {
    const style = measures[measure];
    if (style === 'percent') return percent.number(value);
    if (value === null) return decimal.number(value);
    return t(`console-annotators.in_${style}`, { value: decimal.number(raised(value)) });
  };
  const estimate = (measure: Measure, one: Estimate): string => {
    const style = measures[measure];
    if (style === 'percent') return percent.estimate(one);
    const { value, low, high } = one;
    const text = decimal.estimate({ ...one, value: raised(value), low: raised(low), high: raised(high) });
    return value === null ? text : t(`console-annotators.in_${style}`, { value: text });
  };
  return { number, estimate };
}
