import type { FastifyInstance } from 'fastify';
import { createOidcClient } from '@pairwright/core/auth/oidc/oidc-client';
import {
  finishOidc,
  listIdentities,
  removeIdentity,
  startIdentityLink,
  startOidc,
} from '@pairwright/core/auth/oidc/oidc.service';
import { signOut } from '@pairwright/core/auth/sign-in.service';
import { logAccountEvent, placeOf } from '../../account-event.ts';
import {
  clearOidcCookie,
  readOidcToken,
  readSessionToken,
  setOidcCookie,
  setSessionCookie,
} from '../../credentials.ts';
import { implement } from '../../implement.ts';

export function registerOidcRoutes(app: FastifyInstance): void {
  const { oidc, publicUrl } = app.settings;
  const redirectUri = `${new URL(publicUrl).origin}/sign-in/provider`;
  const client = oidc === undefined ? null : createOidcClient({ ...oidc, redirectUri });

  implement(app, 'startOidc', async (ctx, _input, http) => {
    const { url, browser } = await startOidc(ctx, client);
    setOidcCookie(http, browser);
    return { url };
  });

  implement(app, 'startIdentityLink', async (ctx, { body }, http) => {
    const { url, browser } = await startIdentityLink(ctx, body.currentPassword, client);
    setOidcCookie(http, browser);
    return { url };
  });

  implement(app, 'finishOidc', async (ctx, { body }, http) => {
    const browser = readOidcToken(http.request);
    const end = await finishOidc(ctx, { ...body, ...placeOf(http), browser }, client).catch(
      (error: unknown) => {
        logAccountEvent(app, http, { event: 'provider_sign_in_refused' });
        throw error;
      },
    );
    const { userId } = end;
    if (end.linked) {
      clearOidcCookie(http);
      logAccountEvent(app, http, { event: 'identity_linked', userId });
      return { linked: true };
    }
    // A session that was open in this browser ends: its cookie is about to be overwritten.
    await signOut(ctx, readSessionToken(http.request));
    clearOidcCookie(http);
    setSessionCookie(http, end.token);
    logAccountEvent(app, http, { event: 'signed_in_by_provider', userId });
    return { linked: false };
  });

  implement(app, 'listIdentities', async (ctx) => ({ items: await listIdentities(ctx) }));

  implement(app, 'removeIdentity', async (ctx, { params }, http) => {
    await removeIdentity(ctx, params.identityId);
    logAccountEvent(app, http, { event: 'identity_unlinked', userId: ctx.actor.userId, ...params });
  });
}
