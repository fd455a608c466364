import { z } from 'zod';
import { mapping } from './import-mapping.ts';

/** How the rows of a file are read: as a known format (names of `inFormats`), or by what a person said of its columns. */
export const importReading = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('format'),
    format: z
      .string()
      .max(60)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and single hyphens'),
  }),
  z.strictObject({ by: z.literal('mapping'), mapping }),
]);
export type ImportReading = z.infer<typeof importReading>;
