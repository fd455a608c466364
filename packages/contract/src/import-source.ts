import { z } from 'zod';
import { count } from './shapes.ts';

/** Where a file that the server fetched came from. */
export const importSource = z.strictObject({
  from: z.enum(['url', 's3']),
  /** Never the query of an address, which is often a signature: `…?…` stands for it. */
  address: z.string(),
  /** Addresses of S3 that were asked for together with it. */
  more: count.default(0),
  /** As announced by the other side; null: not yet, or not at all. */
  sizeBytes: count.nullable(),
});
export type ImportSource = z.infer<typeof importSource>;
