import { z } from 'zod';
import { passwordAgain } from './auth.ts';
import { endpoint } from './endpoint.ts';
import { count, id, name, projectParams, timestamp } from './shapes.ts';

const tag = 'Trash';

/** Days after which a deleted project is gone for good. */
export const TRASH_DAYS = 30;

export const trashedProject = z.strictObject({
  projectId: id,
  name: z.string(),
  deletedAt: timestamp,
  /** Null once the account is removed. */
  deletedBy: z.string().nullable(),
  /** From when on the nightly job removes it. */
  purgedFrom: timestamp,
  comparisons: count,
  judgments: count,
});
export type TrashedProject = z.infer<typeof trashedProject>;

/** The name of the project, as it is: typed by who means it. */
const confirmation = z.strictObject({ name });

export const trashProject = endpoint({
  method: 'POST',
  path: '/projects/:projectId/trash',
  tag,
  access: { kind: 'project', action: 'manage', scope: 'manage' },
  summary: `Move a project to the trash, with everything in it; it can be restored for ${TRASH_DAYS} days`,
  params: projectParams,
  body: confirmation,
  errors: ['invalid_request'],
});

const trashParams = z.strictObject({ projectId: id });

export const listTrash = endpoint({
  method: 'GET',
  path: '/trash',
  tag,
  access: { kind: 'signed_in', about: { of: 'list', action: 'manage' }, scope: 'manage' },
  summary: 'Deleted projects that can be restored, by those who managed them, newest first',
  response: z.strictObject({ items: z.array(trashedProject) }),
});

export const restoreProject = endpoint({
  method: 'POST',
  path: '/trash/:projectId/restore',
  tag,
  access: { kind: 'signed_in', about: { of: 'one', action: 'manage' }, scope: 'manage' },
  summary: 'Take a project out of the trash; it is as it was',
  params: trashParams,
});

export const purgeProject = endpoint({
  method: 'POST',
  path: '/trash/:projectId/purge',
  tag,
  access: { kind: 'owner', scope: 'session_only' },
  summary: 'Remove a deleted project at once and for good, with its judgments, datasets and files',
  params: trashParams,
  body: confirmation.extend({ currentPassword: passwordAgain }),
  errors: ['wrong_password', 'proof_needed', 'invalid_request', 'too_many_requests'],
});
