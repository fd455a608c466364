import type { FastifyInstance } from 'fastify';
import {
  closeCrowdLink,
  createCrowdLink,
  listCrowdLinks,
  listCrowdPeople,
} from '@pairwright/core/crowd/crowd-links.service';
import { enterByCrowdLink } from '@pairwright/core/crowd/enter.service';
import { getMyCrowdWork } from '@pairwright/core/crowd/my-crowd-work.service';
import { signOut } from '@pairwright/core/auth/sign-in.service';
import { logAccountEvent, placeOf } from '../../account-event.ts';
import { readSessionToken, setSessionCookie } from '../../credentials.ts';
import { implement } from '../../implement.ts';

export function registerCrowdRoutes(app: FastifyInstance): void {
  implement(app, 'listCrowdLinks', (ctx, { query }) => listCrowdLinks(ctx, query));

  implement(app, 'createCrowdLink', async (ctx, { body }, http) => {
    const made = await createCrowdLink(ctx, body);
    const { actor, projectId } = ctx;
    logAccountEvent(app, http, { event: 'crowd_link_made', by: actor.userId, projectId, linkId: made.id });
    return made;
  });

  implement(app, 'closeCrowdLink', async (ctx, { params }, http) => {
    await closeCrowdLink(ctx, params.linkId);
    logAccountEvent(app, http, { event: 'crowd_link_closed', by: ctx.actor.userId, ...params });
  });

  implement(app, 'listCrowdPeople', (ctx, { params, query }) => listCrowdPeople(ctx, params.linkId, query));

  implement(app, 'enterByCrowdLink', async (ctx, { body }, http) => {
    const sessionToken = readSessionToken(http.request);
    const { projectId, userId, token } = await enterByCrowdLink(ctx, {
      ...body,
      ...placeOf(http),
      sessionToken,
    });
    if (token !== null) {
      // A session that was open in this browser ends: its cookie is about to be overwritten.
      await signOut(ctx, sessionToken);
      setSessionCookie(http, token);
    }
    logAccountEvent(app, http, { event: 'entered_by_crowd_link', userId, projectId });
    return { projectId };
  });

  implement(app, 'getMyCrowdWork', (ctx) => getMyCrowdWork(ctx));
}
