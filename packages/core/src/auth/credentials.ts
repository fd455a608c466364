import { randomBytes } from 'node:crypto';
import { sha256 } from '@pairwright/runtime/hash';

/** What a request carries to say who asks: the token of the session cookie, or a personal API token. */
export interface Credentials {
  readonly kind: 'session' | 'token';
  readonly secret: string;
}

const TOKEN_PREFIX = 'pwt_';
const TOKEN = /^pwt_[A-Za-z0-9_-]{43}$/;
const SESSION = /^[A-Za-z0-9_-]{43}$/;

/** A new session token of 256 random bits. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** A new API token of 256 random bits, with a prefix that secret scanners and people recognise. */
export function newApiToken(): string {
  return TOKEN_PREFIX + randomBytes(32).toString('base64url');
}

/** The last four characters, by which a person tells tokens apart. */
export function hintOf(token: string): string {
  return token.slice(-4);
}

/** Whether the text can be a credential at all; anything else needs no look into the database. */
export function isWellFormed(credentials: Credentials): boolean {
  return (credentials.kind === 'token' ? TOKEN : SESSION).test(credentials.secret);
}

/** How credentials are stored: a copy of the table signs nobody in. */
export function credentialHash(secret: string): Buffer {
  return sha256(secret);
}
