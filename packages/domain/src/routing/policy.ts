import type { RoutingPolicy } from '@pairwright/contract/routing';

/** What holds where nobody set anything: everybody gets everything, in the order it came. */
export const openPolicy: RoutingPolicy = {
  languageMatch: false,
  categorySkills: {},
  caps: { perHour: null, perDay: null, perProject: null },
  cooldown: null,
  gold: null,
  repeats: null,
  adaptive: null,
  active: null,
  qualification: null,
  practice: null,
};

/** Kinds of assignments that take a place of their comparison; the same rule as `takes_place` in the database. */
export function takesPlace(kind: string): boolean {
  return kind === 'normal' || kind === 'imported';
}
