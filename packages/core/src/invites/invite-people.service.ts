import type { Role } from '@pairwright/contract/access';
import { type Fault, Problem } from '@pairwright/contract/errors';
import { inTransaction, type Tx } from '@pairwright/db/transaction';
import type { Proof } from '../auth/proof.service.ts';
import type { ProjectContext } from '../context.ts';
import { inviteMail } from '../mail/mail-texts.ts';
import type { Post } from '../mail/post.ts';
import { givesMore, requireProofForRole } from '../people/role-grants.ts';
import { teamsOf } from './invites.queries.ts';
import { insertInvite } from './invites.service.ts';
import { faultAt, type InvitedPerson, readPeopleTable } from './people-table.ts';

export interface InvitedTable {
  readonly csv: string;
  readonly expiresInDays: number;
  /** Send each person their link; the post must be able to. */
  readonly send: boolean;
  readonly proof: Proof;
}

export interface Invited {
  readonly line: number;
  readonly email: string;
  readonly role: Role;
  readonly token: string;
}

/**
 * Makes a link for each person of a table, all or none. Every fault of every line is named (`invalid_request`). Whether a
 * person has an account here is told to nobody: both get a link. Throws `wrong_state` when mails are asked for and there is no post,
 * and as `requireProofForRole`.
 */
export async function invitePeople(
  ctx: ProjectContext,
  input: InvitedTable,
  post: Post,
): Promise<{ items: Invited[]; sending: number }> {
  if (input.send && !post.canSend)
    throw new Problem('wrong_state', { detail: 'This installation sends no mail: SMTP_URL is not set.' });
  const { people, faults } = await readPeopleTable(input.csv);
  if (faults.length > 0 || people.length === 0)
    throw refused(faults.length > 0 ? faults : [faultAt(1, '', { rule: 'lines' })]);
  const higher = people.find(({ role }) => givesMore(role, 'annotator'));
  if (higher !== undefined) await requireProofForRole(ctx, higher, input.proof);
  const items = await inTransaction(ctx.db.db, async (db) => {
    const strangers = [
      ...(await membersAmong(db, ctx.projectId, people)),
      ...(await unknownTeams(db, ctx.projectId, people)),
    ];
    if (strangers.length > 0) throw refused(strangers);
    const made: Invited[] = [];
    for (const { line, email, role, teams, note } of people) {
      const { expiresInDays } = input;
      const { token } = await insertInvite(ctx, db, {
        email,
        role,
        note,
        expiresInDays,
        maxUses: 1,
        teams,
      });
      made.push({ line, email, role, token });
    }
    return made;
  });
  if (!input.send) return { items, sending: 0 };
  const { project, sender } = await namesFor(ctx);
  items.forEach(({ email, token }, index) => {
    const locale = people[index]?.locale ?? sender.locale;
    post.send(inviteMail(locale, { to: email, project, by: sender.name, link: post.link('/join', token) }));
  });
  return { items, sending: items.length };
}

async function membersAmong(db: Tx, projectId: string, people: readonly InvitedPerson[]): Promise<Fault[]> {
  const members = await db
    .selectFrom('project_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('u.email')
    .where('m.project_id', '=', projectId)
    .where(
      'u.email',
      'in',
      people.map(({ email }) => email),
    )
    .execute();
  const known = new Set(members.map((row) => row.email));
  return people
    .filter(({ email }) => known.has(email))
    .map(({ line, email }) => faultAt(line, 'email', { rule: 'member', value: email }));
}

/** A name that is written a little differently would be another team, which nobody looks at. */
async function unknownTeams(db: Tx, projectId: string, people: readonly InvitedPerson[]): Promise<Fault[]> {
  if (people.every(({ teams }) => teams.length === 0)) return [];
  const known = await teamsOf(db, projectId);
  const fix =
    known.length === 0
      ? 'The project has no team yet. Put a member into one first, or leave the cell empty.'
      : `Write one of its teams (${known.join(', ').slice(0, 300)}), or put a member into this one first.`;
  return people.flatMap(({ line, teams }) =>
    teams
      .filter((team) => !known.includes(team))
      .map((value) => faultAt(line, 'team', { rule: 'team', value, fix })),
  );
}

function refused(faults: Fault[]): Problem {
  return new Problem('invalid_request', {
    detail: 'Nobody was invited. Correct the lines named below and send the table again.',
    faults,
  });
}

async function namesFor(
  ctx: ProjectContext,
): Promise<{ project: string; sender: { name: string; locale: 'en' | 'zh-CN' } }> {
  const row = await ctx.db.db
    .selectFrom('projects as p')
    .innerJoin('users as u', (on) => on.on('u.id', '=', ctx.actor.userId))
    .select(['p.name as project', 'u.name', 'u.locale'])
    .where('p.id', '=', ctx.projectId)
    .executeTakeFirstOrThrow();
  return { project: row.project, sender: { name: row.name, locale: row.locale } };
}
