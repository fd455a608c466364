import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_ABSOLUTE_DAYS } from '@pairwright/core/auth/caller.queries';
import type { Credentials } from '@pairwright/core/auth/credentials';

/** Behind TLS the name binds the cookie to this very host; browsers refuse that name on plain HTTP. */
const SECURE_COOKIE = '__Host-pairwright';
const PLAIN_COOKIE = 'pairwright';
const BEARER = /^Bearer +([^\s]+)$/i;

/** What the request carries to say who asks. An Authorization header counts before the cookie. */
export function readCredentials(request: FastifyRequest): Credentials | undefined {
  const { authorization } = request.headers;
  // Any Authorization header leaves the cookie out, so that the origin check has to look at cookies only.
  if (authorization !== undefined) return { kind: 'token', secret: BEARER.exec(authorization)?.[1] ?? '' };
  const secret = readSessionToken(request);
  return secret === undefined ? undefined : { kind: 'session', secret };
}

/** The token in the session cookie of this request. */
export function readSessionToken(request: FastifyRequest): string | undefined {
  const { cookie } = request.headers;
  if (cookie === undefined) return undefined;
  const name = cookieName(request);
  // Most requests carry this one cookie only.
  if (cookie.startsWith(`${name}=`) && !cookie.includes(';')) return cookie.slice(name.length + 1);
  return request.server.parseCookie(cookie)[name];
}

/** Gives the browser its session; it is never readable from scripts and never sent across sites. */
export function setSessionCookie(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  token: string,
): void {
  writeCookie(request, reply, { value: token, maxAge: SESSION_ABSOLUTE_DAYS * 86_400 });
}

/** Takes the session cookie away again. */
export function clearSessionCookie({
  request,
  reply,
}: {
  request: FastifyRequest;
  reply: FastifyReply;
}): void {
  writeCookie(request, reply, { value: '', maxAge: 0 });
}

function writeCookie(
  request: FastifyRequest,
  reply: FastifyReply,
  cookie: { value: string; maxAge: number },
): void {
  const secure = isSecure(request);
  reply.header(
    'set-cookie',
    request.server.serializeCookie(cookieName(request), cookie.value, {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure,
      maxAge: cookie.maxAge,
    }),
  );
}

/** Binds a sign-in that is at the provider to this browser. The page it comes back to is ours, so no other site sends it. */
export function setOidcCookie(http: { request: FastifyRequest; reply: FastifyReply }, token: string): void {
  writeOidcCookie(http, { value: token, maxAge: 600 });
}

export function clearOidcCookie(http: { request: FastifyRequest; reply: FastifyReply }): void {
  writeOidcCookie(http, { value: '', maxAge: 0 });
}

/** The token of the sign-in that this browser began at the provider. */
export function readOidcToken(request: FastifyRequest): string | undefined {
  const { cookie } = request.headers;
  return cookie === undefined ? undefined : request.server.parseCookie(cookie)[`${cookieName(request)}-oidc`];
}

function writeOidcCookie(
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { value, maxAge }: { value: string; maxAge: number },
): void {
  const secure = isSecure(request);
  const name = `${cookieName(request)}-oidc`;
  reply.header(
    'set-cookie',
    request.server.serializeCookie(name, value, {
      path: '/',
      httpOnly: true,
      sameSite: 'strict',
      secure,
      maxAge,
    }),
  );
}

function cookieName(request: FastifyRequest): string {
  return isSecure(request) ? SECURE_COOKIE : PLAIN_COOKIE;
}

/** Whether browsers come by TLS: by the configuration, here, or at a proxy that is trusted to say so. */
export function isSecure(request: FastifyRequest): boolean {
  return request.server.settings.cookieSecure || request.protocol === 'https';
}
