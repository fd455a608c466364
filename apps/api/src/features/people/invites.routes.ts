import type { FastifyInstance } from 'fastify';
import { invitePeople } from '@pairwright/core/invites/invite-people.service';
import { createInvite, listInvites, revokeInvite } from '@pairwright/core/invites/invites.service';
import { joinAsNewPerson, joinByInvite, lookAtInvite } from '@pairwright/core/invites/join.service';
import { signOut } from '@pairwright/core/auth/sign-in.service';
import { logAccountEvent, placeOf } from '../../account-event.ts';
import { readSessionToken, setSessionCookie } from '../../credentials.ts';
import { implement } from '../../implement.ts';
import { proofOf } from '../auth/proof-of.ts';

export function registerInviteRoutes(app: FastifyInstance): void {
  implement(app, 'listInvites', (ctx, { query }) => listInvites(ctx, query));

  implement(app, 'createInvite', async (ctx, { body }, http) => {
    const { currentPassword: _, ...wanted } = body;
    const made = await createInvite(ctx, { ...wanted, proof: proofOf(http, body) });
    const { actor, projectId } = ctx;
    logAccountEvent(app, http, {
      event: 'invite_made',
      by: actor.userId,
      projectId,
      role: made.role,
      inviteId: made.id,
    });
    return made;
  });

  implement(app, 'revokeInvite', async (ctx, { params }, http) => {
    await revokeInvite(ctx, params.inviteId);
    logAccountEvent(app, http, { event: 'invite_revoked', by: ctx.actor.userId, ...params });
  });

  implement(app, 'invitePeople', async (ctx, { body }, http) => {
    const invited = await invitePeople(ctx, { ...body, proof: proofOf(http, body) }, app.postOffice);
    logAccountEvent(app, http, { event: 'people_invited', by: ctx.actor.userId, projectId: ctx.projectId });
    return invited;
  });

  implement(app, 'lookAtInvite', (ctx, { body }) => lookAtInvite(ctx, body.token));

  implement(app, 'joinAsNewPerson', async (ctx, { body }, http) => {
    const { me, token, projectId, role } = await joinAsNewPerson(ctx, { ...body, ...placeOf(http) });
    // A session that was open in this browser ends: its cookie is about to be overwritten.
    await signOut(ctx, readSessionToken(http.request));
    setSessionCookie(http, token);
    logAccountEvent(app, http, { event: 'joined_as_new_person', userId: me.id, projectId, role });
    return me;
  });

  implement(app, 'joinByInvite', async (ctx, { body }, http) => {
    const joined = await joinByInvite(ctx, body.token);
    logAccountEvent(app, http, { event: 'joined', userId: ctx.actor.userId, ...joined });
    return joined;
  });
}
