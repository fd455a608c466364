import type { Amount } from '@pairwright/contract/projects';
import type { Dashboard, Overview } from '@pairwright/contract/statistics/overview';
import { payOf } from '../../projects/projects.queries.ts';
import type { Rate } from '../../pay/rates.queries.ts';

export interface CostFacts {
  /** All that ever held, oldest first; the last one holds now. */
  readonly rates: readonly Rate[];
  /** The chance of each new pair to be gold, and how often gold can still be given. */
  readonly goldPercent: number;
  readonly goldPlaces: number;
  /** The chance of each that is not gold to be a repeat. */
  readonly repeatPercent: number;
}

/** What the paid judgments are worth, each by its rate, and what it will be when all is judged; null where nothing ever was paid. */
export function costOf(
  facts: CostFacts,
  paidByRate: Overview['paidByRate'],
  remaining: number,
): Dashboard['cost'] {
  const { rates } = facts;
  if (rates.every(({ micros }) => micros === null)) return null;
  const rate = rateOf(rates.at(-1));
  const paid = paidByRate.flatMap(({ rate: number, judgments }) => {
    const pay = rateOf(rates.find((one) => one.number === number));
    return pay === null ? [] : [{ ...pay, judgments }];
  });
  const soFar = addUp(
    paid.map(({ currency, perJudgmentMicros, judgments }) => ({
      currency,
      micros: perJudgmentMicros * judgments,
    })),
  );
  const toCome = toComeOf(facts, remaining);
  const more = toCome.wanted + toCome.gold + toCome.repeats;
  const final =
    rate === null
      ? soFar
      : addUp([...soFar, { currency: rate.currency, micros: rate.perJudgmentMicros * more }]);
  return { rate, paid, soFar, toCome, final };
}

function rateOf(rate: Rate | undefined) {
  return rate === undefined ? null : payOf(rate.currency, rate.micros);
}

/** Each new pair is gold by chance; of the others each is a repeat by chance; what is left is what is wanted. */
function toComeOf({ goldPercent, goldPlaces, repeatPercent }: CostFacts, remaining: number) {
  const others = remaining / (1 - repeatPercent / 100);
  return {
    wanted: remaining,
    gold: Math.min(goldPlaces, Math.round((others * goldPercent) / (100 - goldPercent))),
    repeats: Math.round(others) - remaining,
  };
}

function addUp(amounts: readonly Amount[]): Amount[] {
  const sums = new Map<string, number>();
  for (const { currency, micros } of amounts) sums.set(currency, (sums.get(currency) ?? 0) + micros);
  return [...sums].map(([currency, micros]) => ({ currency, micros }));
}
