import type { NotDefined } from '../not-defined.ts';

/** What a model found, or why there is nothing to find. */
export type Outcome<Found> =
  | { readonly found: Found; readonly reason: null }
  | { readonly found: null; readonly reason: NotDefined };

export function found<Found>(value: Found): Outcome<Found> {
  return { found: value, reason: null };
}

export function notFound(reason: NotDefined): { readonly found: null; readonly reason: NotDefined } {
  return { found: null, reason };
}
