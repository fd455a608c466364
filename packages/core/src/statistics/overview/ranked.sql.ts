import { type RawBuilder, sql } from 'kysely';
import { rankedPair, unitsByNumber } from '../../datasets/units.sql.ts';

/**
 * What the rankings in `counted` say of each two of their answers, i and j from 0, added up by these columns of it: `said` first,
 * second or tie, n times. Two unacceptable ones say nothing here, as both bad says nothing of a pair.
 */
export function rankedResults(key: string): RawBuilder<unknown> {
  return sql`
    select * from (
      select ${sql.raw(key)}, u.i, u.j, ${sql.raw(rankedPair('t.ranks[u.i + 1]', 't.ranks[u.j + 1]'))} as said, count(*) as n
      from counted t join ${unitsByNumber} on u.n = cardinality(t.ranks) where t.ranks is not null
      group by ${sql.raw(key)}, u.i, u.j, said
    ) x where said in ('first', 'second', 'tie')`;
}
