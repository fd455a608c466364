import { randomBytes } from 'node:crypto';

/** What a link with a secret is for; the prefix tells people and secret scanners. */
const prefixes = { invite: 'pwi_', reset: 'pwr_' } as const;
export type LinkKind = keyof typeof prefixes;

/** A new secret of 256 random bits for a link. It stands behind the `#`, so that no server or log ever sees the address. */
export function newLinkToken(kind: LinkKind): string {
  return prefixes[kind] + randomBytes(32).toString('base64url');
}

/** Whether the text can be such a secret at all. */
export function isLinkToken(kind: LinkKind, text: string): boolean {
  return text.startsWith(prefixes[kind]) && /^[A-Za-z0-9_-]{43}$/.test(text.slice(prefixes[kind].length));
}
