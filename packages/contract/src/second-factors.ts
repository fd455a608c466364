import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { count, id, name, timestamp } from './shapes.ts';
import { me, passwordAgain, proofAboutSomebody } from './auth.ts';

const tag = 'Second factors';
const own = { kind: 'signed_in', about: 'oneself', scope: 'session_only' } as const;
/** What it takes to set one up. */
const first = { ...own, beforeFactor: true } as const;
/** Six digits of an app, or a recovery code; spaces and hyphens do not count. */
export const secondFactorCode = z.string().trim().min(6).max(40);
const recoveryCodes = z.array(z.string());

export const passkey = z.strictObject({
  id,
  name: z.string(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type Passkey = z.infer<typeof passkey>;

export const getMyFactors = endpoint({
  method: 'GET',
  path: '/me/factors',
  tag,
  access: first,
  summary: 'What I sign in with beside the password',
  response: z.strictObject({
    /** Since when an authenticator app is asked for; null: it is not. */
    totpSince: timestamp.nullable(),
    recoveryCodesLeft: count,
    passkeys: z.array(passkey),
  }),
});

export const startTotp = endpoint({
  method: 'POST',
  path: '/me/totp',
  tag,
  access: first,
  summary: 'Begin to use an authenticator app; it counts once a code of it was confirmed',
  body: z.strictObject({ currentPassword: passwordAgain }),
  response: z.strictObject({ secret: z.string(), uri: z.string() }),
  status: 201,
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'too_many_requests'],
});

export const confirmTotp = endpoint({
  method: 'POST',
  path: '/me/totp/confirm',
  tag,
  access: first,
  summary: 'Show that the app works; the recovery codes are in this answer only, and all other sessions end',
  body: z.strictObject({ code: secondFactorCode }),
  response: z.strictObject({ recoveryCodes }),
  errors: ['wrong_code', 'wrong_state', 'too_many_requests'],
});

export const removeTotp = endpoint({
  method: 'POST',
  path: '/me/totp/remove',
  tag,
  access: own,
  summary: 'Ask for no codes any more; recovery codes go too',
  body: z.strictObject({ currentPassword: passwordAgain }),
  errors: ['wrong_password', 'proof_needed', 'too_many_requests'],
});

export const renewRecoveryCodes = endpoint({
  method: 'POST',
  path: '/me/recovery-codes',
  tag,
  access: own,
  summary: 'Make new recovery codes; the old ones end',
  body: z.strictObject({ currentPassword: passwordAgain }),
  response: z.strictObject({ recoveryCodes }),
  status: 201,
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'too_many_requests'],
});

export const removeFactors = endpoint({
  method: 'POST',
  path: '/users/:userId/factors/remove',
  tag: 'People',
  access: { kind: 'owner', scope: 'session_only' },
  summary:
    'Take authenticator app, recovery codes and passkeys from somebody else who has lost them; their sessions end, and they get a mail',
  params: z.strictObject({ userId: id }),
  body: proofAboutSomebody,
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'too_many_requests'],
});

/** What the browser's credential functions take and give, as JSON; the server checks what is signed. */
export const browserOptions = z.record(z.string(), z.unknown());
const base64url = z
  .string()
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]*$/);
const credential = {
  id: base64url,
  rawId: base64url,
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).optional(),
  clientExtensionResults: z.record(z.string(), z.unknown()),
};

/** What a browser answers with that has a passkey. */
export const passkeyAssertion = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    userHandle: base64url.optional(),
  }),
});

export const startPasskey = endpoint({
  method: 'POST',
  path: '/me/passkeys/start',
  tag,
  access: first,
  summary: 'Begin to add a passkey',
  body: z.strictObject({ currentPassword: passwordAgain }),
  response: z.strictObject({ ceremonyId: id, options: browserOptions }),
  status: 201,
  errors: ['wrong_password', 'proof_needed', 'wrong_state', 'too_many_requests'],
});

export const addPasskey = endpoint({
  method: 'POST',
  path: '/me/passkeys',
  tag,
  access: first,
  summary: 'Add the passkey that the browser made',
  body: z.strictObject({
    ceremonyId: id,
    name,
    credential: z.strictObject({
      ...credential,
      response: z.strictObject({
        clientDataJSON: base64url,
        attestationObject: base64url,
        authenticatorData: base64url.optional(),
        transports: z.array(z.string().max(40)).max(10).optional(),
        publicKeyAlgorithm: z.number().int().optional(),
        publicKey: base64url.optional(),
      }),
    }),
  }),
  response: passkey,
  status: 201,
  errors: ['wrong_code', 'wrong_state'],
});

export const removePasskey = endpoint({
  method: 'POST',
  path: '/me/passkeys/:passkeyId/remove',
  tag,
  access: own,
  summary: 'Remove one of my passkeys',
  params: z.strictObject({ passkeyId: id }),
  body: z.strictObject({ currentPassword: passwordAgain }),
  errors: ['wrong_password', 'proof_needed', 'too_many_requests'],
});

export const startPasskeySignIn = endpoint({
  method: 'POST',
  path: '/session/passkey/start',
  tag: 'Sign-in',
  access: { kind: 'public' },
  summary: 'Begin to sign in by a passkey',
  response: z.strictObject({ ceremonyId: id, options: browserOptions }),
  status: 201,
  errors: ['wrong_state'],
});

export const signInByPasskey = endpoint({
  method: 'POST',
  path: '/session/passkey',
  tag: 'Sign-in',
  access: { kind: 'public' },
  summary:
    'Sign in by a passkey, which asks for finger, face or PIN itself; the answer sets the session cookie',
  body: z.strictObject({ ceremonyId: id, credential: passkeyAssertion }),
  response: me,
  errors: ['wrong_credentials', 'too_many_requests', 'wrong_state'],
});
