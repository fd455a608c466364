import type { Computed } from './compute.ts';

export type Verdict = Pick<Computed, 'result' | 'winner' | 'perResponse' | 'steps'>;

/** Whether a label says another thing than before: another result, response, thumb or label of a step. */
export function isFlip(before: Verdict, after: Verdict): boolean {
  return JSON.stringify(saidBy(before)) !== JSON.stringify(saidBy(after));
}

function saidBy({ result, winner, perResponse, steps }: Verdict): unknown[] {
  return [
    result,
    winner,
    perResponse?.map(({ mostly, decided }) => decided ?? mostly) ?? null,
    steps?.map(({ mostly, decided }) => decided ?? mostly) ?? null,
  ];
}
