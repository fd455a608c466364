import { useSyncExternalStore } from 'react';
import { ownSetting, parsed } from '../../device/own-settings.ts';

/** How a person paces their day. Kept on this device for them alone, told to nobody. */
export interface Pace {
  /** A break is suggested after so many minutes at work; null: never. */
  breakMinutes: number | null;
  /** And after so many judgments; null: never. */
  breakJudgments: number | null;
  /** Judgments a person wants to give in a day; null: no goal. */
  dailyGoal: number | null;
}

const usual: Pace = { breakMinutes: 50, breakJudgments: 100, dailyGoal: null };

const own = ownSetting<Pace>('pace', (text) => {
  const kept = parsed(text) as Partial<Record<keyof Pace, unknown>> | null | undefined;
  return {
    breakMinutes: numberOr(kept?.breakMinutes, usual.breakMinutes),
    breakJudgments: numberOr(kept?.breakJudgments, usual.breakJudgments),
    dailyGoal: numberOr(kept?.dailyGoal, usual.dailyGoal),
  };
});

export const pace = own.get;

export function setPace(change: Partial<Pace>): void {
  own.set({ ...pace(), ...change });
}

export function usePace(): Pace {
  return useSyncExternalStore(own.subscribe, pace);
}

function numberOr(value: unknown, otherwise: number | null): number | null {
  if (value === null) return null;
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : otherwise;
}
