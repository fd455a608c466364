import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import { sha256 } from '@pairwright/runtime/hash';

const PERIOD = 30;
/** Steps of 30 s before and after now: clocks of phones differ, and typing takes time. */
const WINDOW = 1;
const ISSUER = 'Pairwright';

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), period: PERIOD });
}

/** A new secret of 160 bits in Base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What the QR code for the app holds. */
export function totpUri(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

/** The time step (of 30 s since 1970) that the code belongs to, or null when it is none of now (`at`, in ms since 1970). */
export function stepOfCode(secret: string, code: string, at: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const delta = totpOf(secret).validate({ token: code, timestamp: at, window: WINDOW });
  return delta === null ? null : Math.floor(at / 1000 / PERIOD) + delta;
}

const RECOVERY_CODES = 10;

/** Codes of 120 random bits in groups of four, for when the app is lost. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () =>
    (new Secret({ buffer: new Uint8Array(randomBytes(15)).buffer }).base32.match(/.{4}/g) ?? []).join('-'),
  );
}

/** How a recovery code is stored and looked for, however it is typed. */
export function recoveryCodeHash(code: string): Buffer {
  return sha256(plainCode(code).toUpperCase());
}

/** Without the spaces and hyphens that people type. */
export function plainCode(code: string): string {
  return code.replaceAll(/[\s-]/g, '');
}
