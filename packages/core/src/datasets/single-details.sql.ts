import type { SingleDetails } from '@pairwright/contract/judgment';
import { type RawBuilder, sql } from 'kysely';

/** What `SingleDetails` has of the details of a judgment, null where it has none. */
export function singleDetails(details: string): RawBuilder<SingleDetails | null> {
  return sql.raw(
    `case when ${details} is not null then json_build_object('ratings', coalesce(${details} -> 'ratings', '[]'), 'steps', ${details} -> 'steps') end`,
  );
}
