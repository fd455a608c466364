import { z } from 'zod';
import type { RowVote } from '../import-votes.ts';

const instant = z.iso.datetime({ offset: true });

/** Seconds since 1970 as a table holds them, from September 2001 on: fewer digits may be a date. */
const secondsText = /^\d{10}(?:\.\d+)?$/;

/** A point in time as RFC 3339: text that is one already, or seconds since 1970. Null for anything else. */
export function instantOf(value: unknown): string | null {
  if (typeof value === 'string' && instant.safeParse(value).success) return value;
  const seconds = typeof value === 'string' && secondsText.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !(seconds > 0 && seconds < 1e11)) return null;
  return new Date(seconds * 1000).toISOString();
}

/** A language tag, or nothing: names of languages stay in the metadata. */
export function languageOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(value) ? value : undefined;
}

/** Who voted, by a name. */
export function voter(name: unknown, kind: RowVote['kind']): Pick<RowVote, 'annotator' | 'kind'> {
  const known = typeof name === 'string' || typeof name === 'number' ? String(name).trim() : '';
  return { annotator: known === '' || known.length > 200 ? null : known, kind };
}
