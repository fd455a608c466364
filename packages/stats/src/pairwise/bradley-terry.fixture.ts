import { expect } from 'vitest';
import { bradleyTerry, type BradleyTerryFit } from './bradley-terry.ts';

/** The fit of comparisons that have one. */
export function fitted(...args: Parameters<typeof bradleyTerry>): BradleyTerryFit {
  const { fit, reason } = bradleyTerry(...args);
  expect(reason).toBeNull();
  return fit!;
}
