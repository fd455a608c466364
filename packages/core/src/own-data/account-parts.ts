import { sql } from 'kysely';
import type { Part, Row } from './part.ts';

/** Who somebody is here, how they get in, and what they asked for. */
export const accountParts: readonly Part[] = [
  {
    kind: 'account',
    rows: (id) => sql<Row>`
      select id, email, name, locale, is_owner, created_at, disabled_at from users where id = ${id}`,
  },
  {
    kind: 'membership',
    rows: (id) => sql<Row>`
      select m.project_id, p.name as project, m.role, m.by_claims, m.languages, m.skills, m.teams, m.created_at
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
    kind: 'recovery_code',
    rows: (id) => sql<Row>`select used_at from recovery_codes where user_id = ${id} order by used_at`,
  },
  {
    kind: 'password_link',
    rows: (id) => sql<Row>`
      select created_at, expires_at from password_resets where user_id = ${id} order by created_at`,
  },
  {
    kind: 'identity',
    rows: (id) => sql<Row>`
      select issuer, subject, email, created_at, last_used_at from identities where user_id = ${id} order by id`,
  },
  {
    kind: 'platform',
    rows: (id) =>
      sql<Row>`select external_id, created_at from crowd_people where user_id = ${id} order by created_at`,
  },
  {
    kind: 'platform_entry',
    rows: (id) => sql<Row>`
      select l.project_id, e.entered_at from crowd_entries e join crowd_links l on l.id = e.link_id where e.user_id = ${id} order by e.entered_at`,
  },
  {
    kind: 'registration',
    rows: (id) => sql<Row>`
      select r.state, r.name, r.email, r.locale, r.note, r.created_at, r.decided_at
      from registrations r join users u on u.email = r.email where u.id = ${id} order by r.id`,
  },
  {
    kind: 'invitation',
    rows: (id) => sql<Row>`
      select i.project_id, i.role, i.teams, i.email, i.created_at, i.expires_at, i.last_used_at, i.revoked_at
      from invites i join users u on u.email = i.email where u.id = ${id} order by i.id`,
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
