import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { textTemplates } from './export-formats.ts';
import { count, id, projectParams, sha256Hex, timestamp } from './shapes.ts';

const tag = 'Datasets';
const access = { kind: 'project', action: 'export', scope: 'export' } as const;

/** `spreadsheet`: CSV with a guard before what a spreadsheet would take for a formula, for people and for no trainer. */
export const exportContainer = z.enum(['jsonl', 'parquet', 'csv', 'spreadsheet']);
/** `none` and `gzip` go with text files, `snappy` with Parquet, `zstd` with both. */
export const exportCompression = z.enum(['none', 'gzip', 'zstd', 'snappy']);

const MIB = 1 << 20;

/** How the files of an export are cut and packed. What is asked for is part of which export it is. */
export const filesWanted = {
  container: exportContainer.default('jsonl'),
  /** Left out: none for text files, zstd for Parquet. */
  compression: exportCompression.optional(),
  /** A file ends at so many rows. */
  shardRows: z.number().int().min(1).max(1_000_000_000).optional(),
  /** A file ends before the line that would take it over so many bytes of lines, counted before they are packed. */
  shardBytes: z
    .number()
    .int()
    .min(MIB)
    .max(1024 * 1024 * MIB)
    .optional(),
  /** How turns become one text, of formats of texts that leave it open. Left out: `plain`, one turn as it is, or of NeMo-Aligner `chatml`. */
  template: z.enum(textTemplates).optional(),
};

export const exportFile = z.strictObject({
  name: z.string(),
  size: count,
  sha256: sha256Hex,
  rows: count.nullable(),
});

const exportParams = projectParams.extend({ exportId: id });

export const createExportLink = endpoint({
  method: 'POST',
  path: '/projects/:projectId/exports/:exportId/links',
  tag,
  access,
  summary:
    'A signed address of one file that needs no sign-in, for curl and trainers; valid for some hours, while its maker may export and the token it was made with is good',
  params: exportParams,
  body: z.strictObject({
    fileName: z.string().min(1).max(200),
    hours: z
      .number()
      .int()
      .min(1)
      .max(24 * 7)
      .default(24),
  }),
  response: z.strictObject({
    /** Path and query below the origin of the server. */
    path: z.string(),
    expiresAt: timestamp,
  }),
  status: 201,
  errors: ['wrong_state'],
});

export const revokeExportLinks = endpoint({
  method: 'DELETE',
  path: '/projects/:projectId/exports/:exportId/links',
  tag,
  access,
  summary: 'Take back all signed addresses of an export',
  params: exportParams,
});

export const downloadByLink = endpoint({
  method: 'GET',
  path: '/export-links/:token/:fileName',
  tag,
  access: { kind: 'public' },
  stream: 'download',
  summary: 'A file of an export by a signed address; supports Range and If-Range',
  params: z.strictObject({ token: z.string().min(1).max(300), fileName: z.string().min(1).max(200) }),
  errors: ['not_found', 'range_not_satisfiable'],
});
