import type { FastifyInstance } from 'fastify';
import { getMe, updateMe } from '@pairwright/core/auth/me.service';
import { createOwner, getSetup } from '@pairwright/core/auth/setup.service';
import { changePassword, signIn, signOut } from '@pairwright/core/auth/sign-in.service';
import { createToken, listTokens, revokeToken } from '@pairwright/core/auth/tokens.service';
import { logAccountEvent, placeOf } from '../../account-event.ts';
import { clearSessionCookie, readSessionToken, setSessionCookie } from '../../credentials.ts';
import { implement } from '../../implement.ts';
import { proofOf } from './proof-of.ts';

export function registerAuthRoutes(app: FastifyInstance): void {
  implement(app, 'getSetup', (ctx) => getSetup(ctx));

  implement(app, 'createOwner', async (ctx, { body }, http) => {
    const { me, token } = await createOwner(ctx, { ...body, ...placeOf(http) });
    setSessionCookie(http, token);
    logAccountEvent(app, http, { event: 'owner_created', userId: me.id });
    return me;
  });

  implement(app, 'signIn', async (ctx, { body }, http) => {
    const { me, token } = await signIn(ctx, { code: undefined, ...body, ...placeOf(http) }).catch(
      (error: unknown) => {
        logAccountEvent(app, http, { event: 'sign_in_refused' });
        throw error;
      },
    );
    // A session that was open in this browser ends: its cookie is about to be overwritten.
    await signOut(ctx, readSessionToken(http.request));
    setSessionCookie(http, token);
    logAccountEvent(app, http, { event: 'signed_in', userId: me.id });
    return me;
  });

  implement(app, 'signOut', async (ctx, _input, http) => {
    await signOut(ctx, readSessionToken(http.request));
    clearSessionCookie(http);
    http.reply.header('clear-site-data', '"cache"');
  });

  implement(app, 'getMe', (ctx) => getMe(ctx));
  implement(app, 'updateMe', (ctx, { body }) => updateMe(ctx, body));

  implement(app, 'changePassword', async (ctx, { body }, http) => {
    setSessionCookie(http, await changePassword(ctx, { ...body, ...placeOf(http) }));
    logAccountEvent(app, http, { event: 'password_changed', userId: ctx.actor.userId });
  });

  implement(app, 'listTokens', async (ctx) => ({ items: await listTokens(ctx) }));

  implement(app, 'createToken', async (ctx, { body }, http) => {
    const made = await createToken(ctx, { ...body, proof: proofOf(http, body) });
    logAccountEvent(app, http, { event: 'token_created', userId: ctx.actor.userId, tokenId: made.id });
    return made;
  });

  implement(app, 'revokeToken', async (ctx, { params }, http) => {
    await revokeToken(ctx, params.tokenId);
    logAccountEvent(app, http, { event: 'token_revoked', userId: ctx.actor.userId, tokenId: params.tokenId });
  });
}
