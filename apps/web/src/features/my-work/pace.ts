import { useSyncExternalStore } from 'react';

/** How a person paces their day. Kept on this device, told to nobody. */
export interface Pace {
  /** A break is suggested after so many minutes at work; null: never. */
  breakMinutes: number | null;
  /** And after so many judgments; null: never. */
  breakJudgments: number | null;
  /** Judgments a person wants to give in a day; null: no goal. */
  dailyGoal: number | null;
}

const storageKey = 'pairwright.pace';
const usual: Pace = { breakMinutes: 50, breakJudgments: 100, dailyGoal: null };
const listeners = new Set<() => void>();
let current: Pace | null = null;

export function pace(): Pace {
  current ??= read();
  return current;
}

export function setPace(change: Partial<Pace>): void {
  current = { ...pace(), ...change };
  try {
    localStorage.setItem(storageKey, JSON.stringify(current));
  } catch {
    // Storage may be forbidden; the choice then lasts until reload.
  }
  for (const listener of listeners) listener();
}

export function usePace(): Pace {
  return useSyncExternalStore(onPaceChange, pace);
}

export function onPaceChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function read(): Pace {
  try {
    const kept = JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<
      Record<keyof Pace, unknown>
    > | null;
    return {
      breakMinutes: numberOr(kept?.breakMinutes, usual.breakMinutes),
      breakJudgments: numberOr(kept?.breakJudgments, usual.breakJudgments),
      dailyGoal: numberOr(kept?.dailyGoal, usual.dailyGoal),
    };
  } catch {
    return usual;
  }
}

function numberOr(value: unknown, otherwise: number | null): number | null {
  if (value === null) return null;
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : otherwise;
}
