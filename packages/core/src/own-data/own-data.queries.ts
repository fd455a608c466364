import { type RawBuilder, sql } from 'kysely';
import type { Executor } from '@pairwright/db/database';
import { told } from '../working-life/gold-notices.queries.ts';

type Row = Record<string, unknown>;

/**
 * What is kept about a person beside their judgments, by kind. Nothing here that they must not see: no models, no expected
 * answers, no notes about them that they were not told.
 */
const parts: readonly { readonly kind: string; readonly rows: (userId: string) => RawBuilder<Row> }[] = [
  {
    kind: 'account',
    rows: (id) => sql<Row>`
      select id, email, name, locale, is_owner, created_at, disabled_at from users where id = ${id}`,
  },
  {
    kind: 'membership',
    rows: (id) => sql<Row>`
      select m.project_id, p.name as project, m.role, m.languages, m.skills, m.teams, m.created_at
      from project_members m join projects p on p.id = m.project_id where m.user_id = ${id} order by m.created_at`,
  },
  {
    kind: 'session',
    rows: (id) => sql<Row>`
      select created_at, last_used_at, expires_at, user_agent, address from sessions where user_id = ${id} order by created_at`,
  },
  {
    kind: 'token',
    rows: (id) => sql<Row>`
      select id, name, scopes, project_ids, created_at, expires_at, last_used_at, revoked_at from api_tokens where user_id = ${id} order by id`,
  },
  {
    kind: 'passkey',
    rows: (id) => sql<Row>`
      select name, created_at, last_used_at from passkeys where user_id = ${id} order by id`,
  },
  {
    kind: 'authenticator',
    rows: (id) => sql<Row>`select created_at, confirmed_at from totp_factors where user_id = ${id}`,
  },
  {
    kind: 'identity',
    rows: (id) => sql<Row>`
      select issuer, subject, email, created_at, last_used_at from identities where user_id = ${id} order by id`,
  },
  {
    kind: 'platform',
    rows: (id) => sql<Row>`select external_id, created_at from crowd_people where user_id = ${id}`,
  },
  {
    kind: 'preferences',
    rows: (id) => sql<Row>`select opt_out from annotator_settings where user_id = ${id}`,
  },
  {
    kind: 'guidelines_read',
    rows: (id) => sql<Row>`
      select project_id, version, acknowledged_at from guidelines_acknowledgments where user_id = ${id} order by acknowledged_at`,
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
    kind: 'earlier_judgment',
    rows: (id) => sql<Row>`
      select j.id as judgment_id, j.project_id, j.assignment_id, j.outcome, j.position, j.rationale, j.active_ms, j.created_at
      from judgments j join assignments a on a.id = j.assignment_id
      where j.annotator_id = ${id} and j.id is distinct from a.judgment_id order by j.id`,
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
    kind: 'time_correction',
    rows: (id) => sql<Row>`
      select project_id, day, minutes, note, created_at from time_corrections where user_id = ${id} order by id`,
  },
  {
    kind: 'reply_to_numbers',
    rows: (id) => sql<Row>`
      select project_id, text, written_at from annotator_replies where annotator_id = ${id} order by written_at`,
  },
  {
    kind: 'erasure_request',
    rows: (id) => sql<Row>`
      select state, note, asked_at, decided_at, reason from erasure_requests where user_id = ${id} order by id`,
  },
  {
    kind: 'audit',
    rows: (id) => sql<Row>`
      select e.seq, e.occurred_at, e.action, e.via, e.object_kind, e.project_id, o.data ->> 'address' as address, o.data ->> 'userAgent' as user_agent
      from audit_events e left join audit_private o on o.seq = e.seq and o.part = 'origin' where e.actor_id = ${id} order by e.seq`,
  },
];

/** Each kind with its rows, oldest first. */
export async function* readOwnParts(
  db: Executor,
  userId: string,
): AsyncGenerator<{ kind: string; rows: Row[] }> {
  for (const { kind, rows } of parts) yield { kind, rows: (await rows(userId).execute(db)).rows };
}

/** Projects in which somebody has judged. */
export async function findJudgedProjects(db: Executor, userId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from projects p where exists (select from judgments j where j.annotator_id = ${userId} and j.project_id = p.id) order by p.id`.execute(
    db,
  );
  return rows.map(({ id }) => id);
}
