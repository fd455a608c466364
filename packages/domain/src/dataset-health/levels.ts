import type { HealthKind, HealthLevel } from '@pairwright/contract/dataset-health';

/** A number with its 95 % interval, if it is a sample of something. */
export interface Measure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

type Rule = (measure: { value: number; low: number; high: number }) => HealthLevel;

const from =
  (look: number, act: number): Rule =>
  ({ value }) =>
    value >= act ? 'act' : value >= look ? 'look' : 'fine';

/** Accuracy of a rule that knows nothing: only what is surely not one half counts, in either direction. */
const offHalf =
  (look: number, act: number): Rule =>
  ({ value, low, high }) => {
    if (low <= 0.5 && high >= 0.5) return 'fine';
    return from(look, act)({ value: Math.abs(value - 0.5), low, high });
  };

const rules: Readonly<Record<HealthKind, Rule>> = {
  /** The ceiling. Single votes of people who agree in 72.6 % of pairs (InstructGPT) have 0.84, in 63 % (HH) 0.755. */
  label_noise: ({ value }) => (value < 0.7 ? 'act' : value < 0.8 ? 'look' : 'fine'),
  /** Share of preferences of which another one says the opposite. */
  contradictions: ({ value }) => (value > 0.02 ? 'act' : value > 0 ? 'look' : 'fine'),
  /** Share of prompts. Each makes the evaluation of a model look better than it is. */
  prompt_overlap: ({ value }) => (value > 0 ? 'act' : 'fine'),
  near_prompts: ({ value }) => (value > 0.01 ? 'act' : value > 0 ? 'look' : 'fine'),
  /** Accuracy of "always the longer"; 55.7 % of WebGPT. */
  length: offHalf(0.05, 0.15),
  /** Of "always the one with more Markdown". */
  formatting: offHalf(0.05, 0.15),
  /** Of "always the one shown first". */
  position: offHalf(0.03, 0.1),
  /** The highest share of wins of one model. */
  models: from(0.8, 0.95),
  /** Share of rows over 1024 tokens, where TRL drops them unless told otherwise. */
  over_length: from(0.01, 0.1),
  /** Share of preferences for the first response. */
  label_balance: offHalf(0.1, 0.25),
  /** Share of rows of the one prompt with the most. */
  dominating_prompts: from(0.05, 0.2),
  /** Share of rows whose language is not known. */
  languages: from(0.1, 2),
};

/** How much a finding matters for training; null where there is no number. */
export function levelOf(kind: HealthKind, { value, low, high }: Measure): HealthLevel | null {
  if (value === null) return null;
  return rules[kind]({ value, low: low ?? value, high: high ?? value });
}
