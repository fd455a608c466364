import { hash } from 'node:crypto';

/** sha256 as 32 bytes; text is hashed as UTF-8. */
export function sha256(data: string | Uint8Array): Buffer {
  // By way of the digits: node makes those, and bytes of them, sooner than it gives the bytes.
  return Buffer.from(sha256Hex(data), 'hex');
}

/** sha256 as 64 lower-case hex digits; text is hashed as UTF-8. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex');
}
