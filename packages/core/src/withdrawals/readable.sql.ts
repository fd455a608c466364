import { sql } from 'kysely';

/** Whether all answers of comparison c are here as texts. One that is not stays closed: nobody could read it. */
export const isReadable = sql<boolean>`not exists (
  select from unnest(c.response_ids) as u (id) join responses r on r.id = u.id where r.messages is null)`;
