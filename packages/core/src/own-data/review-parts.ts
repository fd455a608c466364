import { sql } from 'kysely';
import type { Part, Row } from './part.ts';

/** What reviewers and leads did and wrote; whom it was about is left out. */
export const reviewParts: readonly Part[] = [
  {
    kind: 'feedback_written',
    rows: (id) => sql<Row>`
      select project_id, judgment_id, message, created_at from feedback where author_id = ${id} order by id`,
  },
  {
    kind: 'message_written',
    rows: (id) => sql<Row>`
      select project_id, note as message, created_at from routing_events
      where created_by = ${id} and note is not null order by created_at`,
  },
  {
    kind: 'review_event',
    rows: (id) => sql<Row>`
      select v.project_id, v.comparison_id, v.kind as event, v.created_at,
        case v.kind when 'dispute_answered' then (
          select f.answer from feedback f where f.id::text = v.facts ->> 'feedbackId') end as answer
      from review_events v where v.actor_id = ${id} order by v.id`,
  },
  {
    kind: 'decision_withdrawn',
    rows: (id) => sql<Row>`
      select project_id, comparison_id, withdrawn_because as reason, withdrawn_at from review_decisions
      where withdrawn_by = ${id} order by withdrawn_at`,
  },
];
