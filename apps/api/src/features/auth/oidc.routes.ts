import type { FastifyInstance } from 'fastify';
import { createOidcClient } from '@pairwright/core/auth/oidc/oidc-client';
import {
  finishOidc,
  listIdentities,
  removeIdentity,
  startIdentityLink,
  startOidc,
  startProviderProof,
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
import { proofOf } from './proof-of.ts';

const finished = {
  signed_in: 'signed_in_by_provider',
  linked: 'identity_linked',
  proved: 'proved_by_provider',
} as const;

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
    const { url, browser } = await startIdentityLink(ctx, proofOf(http, body), client);
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
    const { userId, kind } = end;
    clearOidcCookie(http);
    if (kind === 'signed_in') {
      // A session that was open in this browser ends: its cookie is about to be overwritten.
      await signOut(ctx, readSessionToken(http.request));
      setSessionCookie(http, end.token);
    }
    logAccountEvent(app, http, { event: finished[kind], userId });
    return { linked: kind === 'linked', proved: kind === 'proved' };
  });

  implement(app, 'startProviderProof', async (ctx, _input, http) => {
    const { url, browser } = await startProviderProof(ctx, readSessionToken(http.request), client);
    setOidcCookie(http, browser);
    return { url };
  });

  implement(app, 'listIdentities', async (ctx) => ({ items: await listIdentities(ctx) }));

  implement(app, 'removeIdentity', async (ctx, { params, body }, http) => {
    await removeIdentity(ctx, { ...params, ...proofOf(http, body) });
    logAccountEvent(app, http, { event: 'identity_unlinked', userId: ctx.actor.userId, ...params });
  });
}
