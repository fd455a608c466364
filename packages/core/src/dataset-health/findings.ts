import type { DatasetHealth, HealthFinding, HealthKind } from '@pairwright/contract/dataset-health';
import type { Estimate } from '@pairwright/contract/statistics/numbers';
import { isOfLabels } from '@pairwright/domain/dataset-health/of-labels';
import { levelOf } from '@pairwright/domain/dataset-health/levels';
import type { Found } from './health-source.ts';

type Numbers = Omit<DatasetHealth, 'findings'>;

/** Rows that the findings name. */
export interface Named {
  readonly split: Found;
  readonly contradictions: Found;
  readonly same: Found;
  readonly near: Found;
  readonly long: Found;
  readonly largest: Found;
  /** Of responses judged alone. */
  readonly good: Estimate;
}

/** Fewer comparisons of a model say nothing of how often it wins. */
const LEAST_OF_MODEL = 20;

/** Every finding, in the order of the kinds, with its level. */
export function findingsOf(health: Numbers, named: Named): HealthFinding[] {
  const { rows, preferences, labels, shared } = health;
  const ofLabels = isOfLabels(health);
  return [
    sampled('label_noise', labels.ceiling, named.split),
    share('contradictions', { of: preferences + named.good.n, ...named.contradictions }),
    between('prompt_overlap', shared.same, { of: shared.of, ...named.same }),
    between('near_prompts', shared.near, { of: shared.looked, ...named.near }),
    sampled('length', baseline(health, ofLabels ? 'label_longer' : 'longer')),
    sampled('formatting', baseline(health, ofLabels ? 'label_any' : 'any')),
    sampled('position', baseline(health, 'first_shown')),
    sampled('models', mostWins(health)),
    share('over_length', { of: rows, ...named.long }),
    sampled('label_balance', ofLabels ? named.good : health.balance.first),
    share('dominating_prompts', { of: rows, ...named.largest }),
    share('languages', {
      of: rows,
      found: health.languages.find(({ name }) => name === null)?.rows ?? 0,
      rows: [],
    }),
  ];
}

interface Measured {
  readonly value: number | null;
  readonly low?: number | null;
  readonly high?: number | null;
  readonly n: number;
  readonly reason?: HealthFinding['reason'];
}

function finding(kind: HealthKind, measured: Measured, found: Found | null): HealthFinding {
  const { value, low = null, high = null, n } = measured;
  return {
    kind,
    level: levelOf(kind, { value, low, high }),
    value,
    low,
    high,
    n,
    reason: value === null ? (measured.reason ?? 'no_rows') : null,
    found: found?.found ?? null,
    rows: [...(found?.rows ?? [])],
  };
}

function sampled(kind: HealthKind, estimate: Estimate, found: Found | null = null): HealthFinding {
  return finding(kind, estimate, found);
}

function share(kind: HealthKind, { of, ...found }: Found & { readonly of: number }): HealthFinding {
  return finding(kind, { value: of === 0 ? null : found.found / of, n: of }, found);
}

/** Null where there is one part only. */
function between(
  kind: HealthKind,
  shared: number | null,
  { of, ...found }: Found & { readonly of: number },
): HealthFinding {
  if (shared === null) return finding(kind, { value: null, n: 0, reason: 'one_part' }, null);
  return finding(kind, { value: of === 0 ? null : shared / of, n: of }, found);
}

function baseline({ baselines }: Numbers, name: string): Estimate {
  const found = baselines.find((each) => each.name === name);
  return found?.accuracy ?? { value: null, low: null, high: null, n: 0, reason: 'no_data' };
}

function mostWins({ models }: Numbers): Estimate {
  const enough = models.map(({ rate }) => rate).filter(({ n }) => n >= LEAST_OF_MODEL);
  const [most] = enough.toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0));
  const n = models.reduce((sum, { wins }) => sum + wins, 0);
  return (
    most ?? { value: null, low: null, high: null, n, reason: models.length === 0 ? 'no_data' : 'too_few' }
  );
}
