import { type RawBuilder, sql } from 'kysely';

/** Whether the last sign of life is a minute old, or of a time to come: then the clock has gone back, and says nothing of who lives. */
export function isSilent(lastSign: RawBuilder<unknown>): RawBuilder<boolean> {
  return sql<boolean>`(${lastSign} not between now() - interval '60 seconds' and now() + interval '60 seconds')`;
}
