import type { FastifyInstance } from 'fastify';
import { passkeySiteOf } from '@pairwright/core/auth/passkey-site';
import {
  addPasskey,
  proveByPasskey,
  removePasskey,
  signInByPasskey,
  startPasskey,
  startPasskeyProof,
  startPasskeySignIn,
} from '@pairwright/core/auth/passkeys.service';
import { getMyProof } from '@pairwright/core/auth/proof.service';
import {
  confirmTotp,
  getMyFactors,
  removeFactors,
  removeTotp,
  renewRecoveryCodes,
  startTotp,
} from '@pairwright/core/auth/second-factor.service';
import { signOut } from '@pairwright/core/auth/sign-in.service';
import { logAccountEvent, placeOf } from '../../account-event.ts';
import { readSessionToken, setSessionCookie } from '../../credentials.ts';
import { implement } from '../../implement.ts';
import { aboutSomebody, proofOf } from './proof-of.ts';

/** Authenticator app and recovery codes. */
export function registerFactorRoutes(app: FastifyInstance): void {
  implement(app, 'getMyFactors', (ctx) => getMyFactors(ctx));

  implement(app, 'startTotp', (ctx, { body }, http) => startTotp(ctx, proofOf(http, body)));

  implement(app, 'confirmTotp', async (ctx, { body }, http) => {
    const recoveryCodes = await confirmTotp(ctx, body.code, readSessionToken(http.request));
    logAccountEvent(app, http, { event: 'totp_added', userId: ctx.actor.userId });
    return { recoveryCodes };
  });

  implement(app, 'removeTotp', async (ctx, { body }, http) => {
    await removeTotp(ctx, proofOf(http, body));
    logAccountEvent(app, http, { event: 'totp_removed', userId: ctx.actor.userId });
  });

  implement(app, 'renewRecoveryCodes', async (ctx, { body }, http) => {
    const recoveryCodes = await renewRecoveryCodes(ctx, proofOf(http, body));
    logAccountEvent(app, http, { event: 'recovery_codes_renewed', userId: ctx.actor.userId });
    return { recoveryCodes };
  });

  implement(app, 'removeFactors', async (ctx, input, http) => {
    await removeFactors(ctx, aboutSomebody(http, input), app.postOffice);
    logAccountEvent(app, http, { event: 'factors_removed', ...input.params, by: ctx.actor.userId });
  });
}

/** Adding passkeys and signing in by them. */
export function registerPasskeyRoutes(app: FastifyInstance): void {
  const site = passkeySiteOf(app.settings.publicUrl);

  implement(app, 'startPasskey', (ctx, { body }, http) => startPasskey(ctx, proofOf(http, body), site));

  implement(app, 'addPasskey', async (ctx, { body }, http) => {
    const added = await addPasskey(ctx, { ...body, origin: http.request.headers.origin }, site);
    logAccountEvent(app, http, { event: 'passkey_added', userId: ctx.actor.userId, passkeyId: added.id });
    return added;
  });

  implement(app, 'removePasskey', async (ctx, { params, body }, http) => {
    await removePasskey(ctx, { ...params, ...proofOf(http, body) });
    logAccountEvent(app, http, { event: 'passkey_removed', userId: ctx.actor.userId, ...params });
  });

  implement(app, 'startPasskeySignIn', (ctx) => startPasskeySignIn(ctx, site));

  implement(app, 'signInByPasskey', async (ctx, { body }, http) => {
    const { origin } = http.request.headers;
    const { me, token } = await signInByPasskey(ctx, { ...body, ...placeOf(http), origin }, site).catch(
      (error: unknown) => {
        logAccountEvent(app, http, { event: 'sign_in_refused' });
        throw error;
      },
    );
    // A session that was open in this browser ends: its cookie is about to be overwritten.
    await signOut(ctx, readSessionToken(http.request));
    setSessionCookie(http, token);
    logAccountEvent(app, http, { event: 'signed_in_by_passkey', userId: me.id });
    return me;
  });
}

/** Showing again who one is, before something that matters. */
export function registerProofRoutes(app: FastifyInstance): void {
  const { publicUrl, oidc } = app.settings;
  const site = passkeySiteOf(publicUrl);
  const issuer = oidc?.issuer ?? null;

  implement(app, 'getMyProof', (ctx, _input, http) =>
    getMyProof(ctx, { sessionToken: readSessionToken(http.request), issuer }),
  );

  implement(app, 'startPasskeyProof', (ctx, _input, http) =>
    startPasskeyProof(ctx, readSessionToken(http.request), site),
  );

  implement(app, 'proveByPasskey', async (ctx, { body }, http) => {
    const sessionToken = readSessionToken(http.request);
    const { origin } = http.request.headers;
    await proveByPasskey(ctx, { ...body, origin, sessionToken }, site);
    logAccountEvent(app, http, { event: 'proved_by_passkey', userId: ctx.actor.userId });
    return getMyProof(ctx, { sessionToken, issuer });
  });
}
