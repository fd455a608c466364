import type { FastifyInstance } from 'fastify';
import { endMyOtherSessions, endMySession, listSessions } from '@pairwright/core/auth/my-sessions.service';
import { passkeySiteOf } from '@pairwright/core/auth/passkey-site';
import {
  createPasswordReset,
  requestPasswordReset,
  resetPassword,
  setPassword,
} from '@pairwright/core/auth/password-reset.service';
import { endAllSessions, endSessionsOf } from '@pairwright/core/auth/sessions-of-others.service';
import { getSignInOptions } from '@pairwright/core/auth/sign-in-options.service';
import { logAccountEvent } from '../../account-event.ts';
import { readSessionToken } from '../../credentials.ts';
import { implement } from '../../implement.ts';
import { aboutSomebody } from './proof-of.ts';

export function registerSessionRoutes(app: FastifyInstance): void {
  const { publicUrl, oidc } = app.settings;
  const fixed = { passkeyHost: passkeySiteOf(publicUrl)?.host ?? null, provider: oidc?.name ?? null };
  implement(app, 'getSignInOptions', (ctx) => getSignInOptions(ctx, { post: app.postOffice, ...fixed }));

  implement(app, 'listSessions', async (ctx, _input, { request }) => ({
    items: await listSessions(ctx, readSessionToken(request)),
  }));

  implement(app, 'endMySession', async (ctx, { params }, http) => {
    await endMySession(ctx, params.sessionId);
    const { userId } = ctx.actor;
    logAccountEvent(app, http, { event: 'session_ended', userId, sessionId: params.sessionId });
  });

  implement(app, 'endMyOtherSessions', async (ctx, _input, http) => {
    const ended = await endMyOtherSessions(ctx, readSessionToken(http.request));
    logAccountEvent(app, http, { event: 'other_sessions_ended', userId: ctx.actor.userId });
    return { ended };
  });

  implement(app, 'endSessionsOf', async (ctx, { params }, http) => {
    const ended = await endSessionsOf(ctx, params.userId);
    logAccountEvent(app, http, { event: 'sessions_ended', ...params, by: ctx.actor.userId });
    return { ended };
  });

  implement(app, 'endAllSessions', async (ctx, _input, http) => {
    const ended = await endAllSessions(ctx, readSessionToken(http.request));
    logAccountEvent(app, http, { event: 'all_sessions_ended', by: ctx.actor.userId });
    return { ended };
  });

  implement(app, 'createPasswordReset', async (ctx, input, http) => {
    const made = await createPasswordReset(ctx, aboutSomebody(http, input), app.postOffice);
    logAccountEvent(app, http, { event: 'password_link_made', ...input.params, by: ctx.actor.userId });
    return made;
  });

  implement(app, 'setPassword', async (ctx, input, http) => {
    const { password } = input.body;
    await setPassword(ctx, { ...aboutSomebody(http, input), password }, app.postOffice);
    logAccountEvent(app, http, { event: 'password_set', ...input.params, by: ctx.actor.userId });
  });

  implement(app, 'requestPasswordReset', async (ctx, { body }, http) => {
    await requestPasswordReset(ctx, { ...body, address: http.request.ip }, app.postOffice);
    logAccountEvent(app, http, { event: 'password_link_asked' });
  });

  implement(app, 'resetPassword', async (ctx, { body }, http) => {
    const { userId } = await resetPassword(ctx, { ...body, address: http.request.ip });
    logAccountEvent(app, http, { event: 'password_reset', userId });
  });
}
