import { z } from 'zod';

/** Shapes that many features share. */
export const id = z.uuid();
export const slug = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'small letters, digits and single hyphens');
export const name = z.string().trim().min(1).max(200);
/** RFC 3339 in UTC with the database's own microseconds. */
export const timestamp = z.string();
export const count = z.number().int().min(0);
export const locale = z.enum(['en', 'zh-CN']);
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);

export const projectParams = z.strictObject({ projectId: id });

/** Part of a name or an e-mail, whatever its case. */
export const personSearch = z.string().trim().min(1).max(200);

/** Keyset paging: `cursor` is opaque; the next one is null on the last page. */
export const pageQuery = z.strictObject({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
}

/** Kinds of content that some people would rather not see; an import marks comparisons with them. */
export const sensitiveCategory = z.enum([
  'sexual',
  'violence',
  'self_harm',
  'hate',
  'harassment',
  'illegal',
  'medical',
  'graphic',
  'other',
]);
export type SensitiveCategory = z.infer<typeof sensitiveCategory>;

export const imageType = z.enum(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);
export type ImageType = z.infer<typeof imageType>;

/** An image of a message; its bytes are under `getMedia`. */
export const messageImage = z.strictObject({
  sha256: sha256Hex,
  type: imageType,
  /** In pixels. */
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  /** What it shows, in words, where the import says so. */
  alt: z.string().optional(),
});
export type MessageImage = z.infer<typeof messageImage>;

export const message = z.strictObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.string().nullable(),
  name: z.string().optional(),
  tool_calls: z.array(z.unknown()).optional(),
  tool_call_id: z.string().optional(),
  /** Shown with the content, in this order. */
  images: z.array(messageImage).optional(),
});
export type Message = z.infer<typeof message>;

/** Why a job failed, for people: what happened, what is safe, what to do. */
export const jobError = z.strictObject({ code: z.string(), message: z.string(), fix: z.string().optional() });
export type JobError = z.infer<typeof jobError>;
