import type { FastifyInstance } from 'fastify';
import { addMember, listMembers, removeMember, updateMember } from '@pairwright/core/people/members.service';
import { changeEmail } from '@pairwright/core/people/change-email.service';
import { changeOwnership } from '@pairwright/core/people/ownership.service';
import { createUser, listUsers, updateUser } from '@pairwright/core/people/users.service';
import { proofOf } from '../auth/proof-of.ts';
import { implement } from '../../implement.ts';

interface AccountEvent {
  readonly event: string;
  readonly by: string;
  readonly userId: string;
  readonly projectId?: string;
  readonly role?: string;
}

const auditOf =
  (app: FastifyInstance) =>
  (entry: AccountEvent): void =>
    app.services.log.info(entry, 'account event');

/** Accounts of the installation. */
export function registerPeopleRoutes(app: FastifyInstance): void {
  const audit = auditOf(app);

  implement(app, 'listUsers', (ctx, { query }) => listUsers(ctx, query));

  implement(app, 'createUser', async (ctx, { body }) => {
    const made = await createUser(ctx, body);
    audit({ event: 'user_created', by: ctx.actor.userId, userId: made.id });
    return made;
  });

  implement(app, 'updateUser', async (ctx, { params, body }) => {
    const changed = await updateUser(ctx, { ...params, ...body });
    audit({ event: 'user_changed', by: ctx.actor.userId, userId: changed.id });
    return changed;
  });

  implement(app, 'changeEmail', async (ctx, { params, body }, http) => {
    const { email, newEmail } = body;
    const wanted = { ...params, email, newEmail, proof: proofOf(http, body) };
    const changed = await changeEmail(ctx, wanted, app.postOffice);
    audit({ event: 'email_changed', by: ctx.actor.userId, userId: changed.id });
    return changed;
  });

  implement(app, 'changeOwnership', async (ctx, { params, body }, http) => {
    const proof = proofOf(http, body);
    const { change, email } = body;
    const changed = await changeOwnership(ctx, { ...params, change, email, proof }, app.postOffice);
    audit({ event: `ownership_${change}`, by: ctx.actor.userId, userId: changed.id });
    return changed;
  });
}

/** Who works in a project. */
export function registerMemberRoutes(app: FastifyInstance): void {
  const audit = auditOf(app);

  implement(app, 'listMembers', async (ctx) => ({ items: await listMembers(ctx) }));

  implement(app, 'addMember', async (ctx, { body }, http) => {
    const { currentPassword: _, ...wanted } = body;
    const member = await addMember(ctx, { ...wanted, proof: proofOf(http, body) });
    audit({
      event: 'member_added',
      by: ctx.actor.userId,
      userId: member.userId,
      projectId: ctx.projectId,
      role: member.role,
    });
    return member;
  });

  implement(app, 'updateMember', async (ctx, { params, body }, http) => {
    const proof = proofOf(http, body);
    const member = await updateMember(ctx, { userId: params.userId, role: body.role, proof });
    audit({
      event: 'role_changed',
      by: ctx.actor.userId,
      userId: member.userId,
      projectId: ctx.projectId,
      role: member.role,
    });
    return member;
  });

  implement(app, 'removeMember', async (ctx, { params }) => {
    await removeMember(ctx, params.userId);
    audit({ event: 'member_removed', by: ctx.actor.userId, userId: params.userId, projectId: ctx.projectId });
  });
}
