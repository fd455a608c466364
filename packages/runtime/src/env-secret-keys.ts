import { z } from 'zod';
import type { ConfigFault } from './env-shapes.ts';

/** Keys of 64 hex digits, separated by commas or lines; undefined when the text is anything else. */
export function parseSecretKeys(text: string): Buffer[] | undefined {
  const parts = text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const isKey = (part: string): boolean => /^[0-9a-f]{64}$/i.test(part) && !/^(.)\1*$/.test(part);
  return parts.length > 0 && parts.every(isKey) ? parts.map((part) => Buffer.from(part, 'hex')) : undefined;
}

/** What seals secrets in the database. */
export const secretKeyVariables = {
  SECRET_KEYS: {
    shape: z
      .string()
      .transform((value, ctx): readonly Buffer[] => {
        const keys = parseSecretKeys(value);
        if (keys !== undefined) return keys;
        ctx.addIssue('must be keys of 64 hex digits (32 random bytes) separated by commas');
        return z.NEVER;
      })
      .optional(),
    help: 'Keys that seal secrets in the database, the one in use first; leave it out to keep one in the data folder.',
  },
} as const;

/** Files in a bucket mean that processes share no data folder: then the key cannot lie there. */
export function checkSecretKeys(
  values: { SECRET_KEYS?: readonly Buffer[] | undefined; S3_ENDPOINT?: string | undefined },
  faults: ConfigFault[],
): void {
  if (values.S3_ENDPOINT === undefined || values.SECRET_KEYS !== undefined) return;
  if (faults.some(({ variable }) => variable === 'SECRET_KEYS')) return;
  faults.push({
    variable: 'SECRET_KEYS',
    rule: 'is missing while S3_ENDPOINT is set',
    help: 'Give every process the same keys that seal secrets in the database: node tools/make-env.mjs writes one into .env.',
  });
}
