import { createHmac, timingSafeEqual } from 'node:crypto';

/** What an address says of who comes. */
export interface CrowdClaim {
  readonly linkId: string;
  readonly externalId: string;
  /** Seconds since 1970; after that the address opens nothing. */
  readonly expires: number;
}

/** HMAC-SHA256 over `linkId.externalId.expires`, in hex: what whoever sends people writes as `signature`. */
export function signatureOf(key: Buffer, { linkId, externalId, expires }: CrowdClaim): string {
  return createHmac('sha256', key).update(`${linkId}.${externalId}.${expires}`).digest('hex');
}

/** Whether the signature is of this claim, in a time that tells nothing. */
export function isSignatureOf(key: Buffer, claim: CrowdClaim, signature: string): boolean {
  const given = Buffer.from(signature, 'utf8');
  const right = Buffer.from(signatureOf(key, claim), 'utf8');
  return given.length === right.length && timingSafeEqual(given, right);
}

const ALPHABET = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789';

/** A completion code of a person's own, 12 characters: only who has the key can make it, and anybody with the key can check it. */
export function completionCodeOf(key: Buffer, linkId: string, externalId: string): string {
  const bytes = createHmac('sha256', key).update(`done.${linkId}.${externalId}`).digest();
  return Array.from(bytes.subarray(0, 12), (byte) => ALPHABET[byte % ALPHABET.length]).join('');
}

/** The same of somebody whose id may have been removed since: then nobody can make their code any more. */
export function ownCodeOf(key: Buffer, linkId: string, externalId: string | null): string | null {
  return externalId === null ? null : completionCodeOf(key, linkId, externalId);
}
