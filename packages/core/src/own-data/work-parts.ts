import { sql } from 'kysely';
import { told } from '../working-life/gold-notices.queries.ts';
import type { Part, Row } from './part.ts';

/** How somebody works, beside what they judged. What they are not told otherwise, they are not told here. */
export const workParts: readonly Part[] = [
  {
    kind: 'preferences',
    rows: (id) => sql<Row>`select opt_out from annotator_settings where user_id = ${id}`,
  },
  {
    kind: 'standing',
    rows: (id) => sql<Row>`
      select project_id, paused_at, practice_since, qualified_until from annotator_cursors where annotator_id = ${id} order by project_id`,
  },
  {
    kind: 'guidelines_read',
    rows: (id) => sql<Row>`
      select project_id, version, acknowledged_at from guidelines_acknowledgments where user_id = ${id} order by acknowledged_at`,
  },
  {
    kind: 'consent',
    rows: (id) => sql<Row>`
      select project_id, version, accepted_at from consent_acceptances where user_id = ${id} order by accepted_at`,
  },
  {
    kind: 'practice_attempt',
    rows: (id) => sql<Row>`
      select project_id, attempt, started_at, finished_at, items, correct, passed from practice_attempts
      where annotator_id = ${id} order by started_at`,
  },
  {
    kind: 'exam_attempt',
    // While it runs nothing is told of how it goes.
    rows: (id) => sql<Row>`
      select project_id, attempt, items, started_at, finished_at, case when finished_at is not null then correct end as correct,
        case when finished_at is not null then passed end as passed, seen_at
      from exam_attempts where annotator_id = ${id} order by started_at`,
  },
  {
    kind: 'skip',
    rows: (id) => sql<Row>`
      select id as assignment_id, project_id, skip_reason as reason, skip_note as note, closed_at from assignments
      where annotator_id = ${id} and state = 'skipped' order by id`,
  },
  {
    kind: 'flag',
    rows: (id) => sql<Row>`
      select assignment_id, project_id, reason, note, state, created_at from flags where annotator_id = ${id} order by id`,
  },
  {
    kind: 'draft',
    rows: (id) => sql<Row>`
      select d.assignment_id, a.project_id, d.body, d.saved_at from drafts d join assignments a on a.id = d.assignment_id
      where a.annotator_id = ${id} order by d.saved_at`,
  },
  {
    kind: 'feedback',
    rows: (id) => sql<Row>`
      select project_id, judgment_id, message, reply, disputed, answer, upheld, created_at, replied_at, settled_at
      from feedback where annotator_id = ${id} order by id`,
  },
  {
    kind: 'message',
    rows: (id) => sql<Row>`
      select e.project_id, e.note as message, e.created_at, e.read_at from routing_events e
      where e.annotator_id = ${id} and e.note is not null and ${told} order by e.created_at`,
  },
  {
    kind: 'notice',
    // What rules and leads did without words: what was told, and pauses, which one meets. Numbers only where the project shows them.
    rows: (id) => sql<Row>`
      select e.project_id, e.action, e.created_at, e.read_at, e.undone_at, case when p.show_numbers and ${told} then e.evidence end as evidence
      from routing_events e join projects p on p.id = e.project_id
      where e.annotator_id = ${id} and e.note is null and (e.action = 'pause' or ${told}) order by e.created_at`,
  },
  {
    kind: 'exclusion',
    // Neither why nor by whom: that is between those who lead the project.
    rows: (id) => sql<Row>`
      select project_id, scope, from_at, state, created_at, ended_at, effect -> 'judgments' as judgments
      from exclusions where annotator_id = ${id} order by id`,
  },
  {
    kind: 'time_correction',
    rows: (id) => sql<Row>`
      select project_id, day, minutes, note, created_at from time_corrections where user_id = ${id} order by id`,
  },
  {
    kind: 'reply_to_numbers',
    rows: (id) => sql<Row>`
      select project_id, text, written_at from annotator_replies where annotator_id = ${id} order by written_at`,
  },
];
