import { z } from 'zod';

const part = z.strictObject({ status: z.enum(['ok', 'degraded', 'failed']), detail: z.string().optional() });

/** `GET /health`, outside `/api/v1`; 200 when ok or degraded, 503 when failed. Says what, never secrets. */
export const health = z.strictObject({
  status: z.enum(['ok', 'degraded', 'failed']),
  version: z.string(),
  database: part,
  migrations: part,
  queue: part,
  worker: part,
});
export type Health = z.infer<typeof health>;
