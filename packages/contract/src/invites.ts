import { z } from 'zod';
import { role } from './access.ts';
import { email, me, password, passwordAgain, proofForRole } from './auth.ts';
import { askedConsent } from './consent.ts';
import { endpoint } from './endpoint.ts';
import { pay } from './projects.ts';
import { labels } from './routing.ts';
import { count, id, locale, name, pageOf, pageQuery, projectParams, timestamp } from './shapes.ts';

const tag = 'Invitations';

/** `maker_gone`: whoever made it may no longer manage the project. */
export const inviteState = z.enum(['open', 'used_up', 'expired', 'revoked', 'maker_gone']);
export type InviteState = z.infer<typeof inviteState>;

export const invite = z.strictObject({
  id,
  role,
  /** What it is for, in the maker's words. */
  note: z.string(),
  /** Only for the account with this e-mail; null: for whoever has the link. */
  email: z.string().nullable(),
  /** The last characters of the link. */
  hint: z.string(),
  state: inviteState,
  /** Who joins by it is in these. */
  teams: z.array(z.string()),
  uses: count,
  maxUses: z.number().int(),
  createdBy: z.string(),
  createdAt: timestamp,
  expiresAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type Invite = z.infer<typeof invite>;

/** The secret of a link: the page `/join#<token>` reads it; it is in the answer that makes it and nowhere else. */
export const inviteToken = z.string().min(1).max(100);
const expiresInDays = z.number().int().min(1).max(90).default(14);

export const listInvites = endpoint({
  method: 'GET',
  path: '/projects/:projectId/invites',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Invitations into the project with their state, newest first',
  params: projectParams,
  query: pageQuery,
  response: pageOf(invite),
});

export const createInvite = endpoint({
  method: 'POST',
  path: '/projects/:projectId/invites',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Make an invitation link; its token is in this answer only. By an API token: for annotators only',
  params: projectParams,
  body: z.strictObject({
    role,
    note: z.string().trim().max(200).default(''),
    maxUses: z.number().int().min(1).max(1000).default(1),
    expiresInDays,
    teams: labels.default([]),
    currentPassword: passwordAgain,
  }),
  response: invite.extend({ token: z.string() }),
  status: 201,
  errors: proofForRole,
});

export const revokeInvite = endpoint({
  method: 'DELETE',
  path: '/projects/:projectId/invites/:inviteId',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: 'Take an invitation back at once; who joined by it stays',
  params: projectParams.extend({ inviteId: id }),
});

/** Largest table of people that one request takes. */
export const MAX_INVITED = 500;

/** What can be wrong with a line of the table, as `rule` of its fault. */
export const invitedRules = {
  columns: 'the first line names the columns email and role, and perhaps team, language and note',
  table: 'the text is a table of comma-separated values',
  email: 'this is an e-mail address',
  role: 'a role is annotator, reviewer, researcher or admin',
  language: 'a language is en or zh-CN',
  note: 'a note has at most 200 characters',
  team: 'a team is one of the project: of a member, of an open invitation or of work that is for it',
  twice: 'an e-mail stands in the table once',
  member: 'a person who is a member needs no invitation',
  lines: 'a table has 1 to 500 people',
} as const;

export const invitePeople = endpoint({
  method: 'POST',
  path: '/projects/:projectId/invites/table',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary:
    'Invite everybody in a CSV table (email, role, team, language, note), each with a link of their own; a fault in any line leaves all undone',
  params: projectParams,
  body: z.strictObject({
    csv: z.string().min(1).max(300_000),
    expiresInDays,
    send: z.boolean().default(false),
    currentPassword: passwordAgain,
  }),
  response: z.strictObject({
    items: z.array(z.strictObject({ line: z.number().int(), email: z.string(), role, token: z.string() })),
    /** Mails that are on their way; 0 when none were asked for. */
    sending: count,
  }),
  status: 201,
  errors: ['wrong_state', ...proofForRole],
});

export const lookAtInvite = endpoint({
  method: 'POST',
  path: '/invitations/look',
  tag,
  access: { kind: 'public' },
  summary: 'What an invitation link leads to: the project, the role and who invites',
  body: z.strictObject({ token: inviteToken }),
  response: z.strictObject({
    project: z.string(),
    description: z.string(),
    language: z.enum(['en', 'zh-CN', 'mixed']),
    role,
    invitedBy: z.string(),
    /** What a judgment is paid; null where nothing is said of it. */
    pay: pay.nullable(),
    /** What one agrees to before the first task; null: nothing. */
    consent: askedConsent.nullable(),
    email: z.string().nullable(),
    expiresAt: timestamp,
  }),
  errors: ['invite_over'],
});

export const joinAsNewPerson = endpoint({
  method: 'POST',
  path: '/invitations/register',
  tag,
  access: { kind: 'public' },
  summary: 'Make an account by an invitation and join; the answer sets the session cookie',
  body: z.strictObject({ token: inviteToken, email, name, password, locale }),
  response: me,
  status: 201,
  errors: ['invite_over', 'email_taken', 'password_too_common', 'too_many_requests', 'wrong_state'],
});

export const joinByInvite = endpoint({
  method: 'POST',
  path: '/invitations/accept',
  tag,
  access: { kind: 'signed_in', about: 'oneself', scope: 'session_only' },
  summary: 'Join a project by an invitation with the account one has',
  body: z.strictObject({ token: inviteToken }),
  response: z.strictObject({ projectId: id, role }),
  errors: ['invite_over', 'member_exists', 'wrong_state'],
});
