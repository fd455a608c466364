import type { Annotator } from './measures.ts';

export const orders = ['votes', 'alerts', 'gold', 'agreement', 'left', 'fast', 'active'] as const;
export type Order = (typeof orders)[number];

/** Lowest first; what is not known comes last. */
const keys: Readonly<Record<Order, (one: Annotator) => number | null>> = {
  votes: ({ votes }) => -votes,
  alerts: ({ alerts }) => -alerts.length,
  gold: ({ goldAccuracy }) => goldAccuracy.value,
  agreement: ({ adjustedAgreement }) => adjustedAgreement.value,
  left: ({ leftShare: { value } }) => (value === null ? null : -Math.abs(value - 0.5)),
  fast: ({ relativeSpeed }) => relativeSpeed.value,
  active: ({ lastActive }) => (lastActive === null ? null : -Date.parse(lastActive)),
};

export interface Wanted {
  order: Order;
  /** Part of a name; empty: all. */
  name: string;
  /** Only those with a hypothesis. */
  alertsOnly: boolean;
}

/** Those who are looked for, in the order asked for; equal ones by name. */
export function rosterOf(annotators: readonly Annotator[], { order, name, alertsOnly }: Wanted): Annotator[] {
  const part = name.trim().toLocaleLowerCase();
  const height = (one: Annotator): number => keys[order](one) ?? Infinity;
  return annotators
    .filter((one) => one.name.toLocaleLowerCase().includes(part) && (!alertsOnly || one.alerts.length > 0))
    .sort((one, other) => {
      const [first, second] = [height(one), height(other)];
      return first === second ? one.name.localeCompare(other.name) : first - second;
    });
}
