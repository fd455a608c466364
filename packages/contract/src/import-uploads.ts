import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { importJob } from './imports.ts';
import { count, id, projectParams, sha256Hex } from './shapes.ts';

/**
 * A file in parts, each from the byte where the one before ended. What arrived stays: after a break the sender asks how far it
 * came and goes on there. A part that was sent twice counts once.
 */

const tag = 'Import';
const access = { kind: 'project', action: 'import', scope: 'import' } as const;

export const importUpload = z.strictObject({
  importId: id,
  sizeBytes: count,
  /** The next part begins here. */
  receivedBytes: count,
  /** Bytes that one part has at most. */
  mostPartBytes: count,
});
export type ImportUpload = z.infer<typeof importUpload>;

const uploadParams = projectParams.extend({ importId: id });

export const beginUpload = endpoint({
  method: 'POST',
  path: '/projects/:projectId/import-uploads',
  tag,
  access,
  summary: 'Begin to upload a file in parts',
  params: projectParams,
  body: z.strictObject({ filename: z.string().min(1).max(255), sizeBytes: z.number().int().min(1) }),
  response: importUpload,
  status: 201,
  errors: ['payload_too_large'],
});

export const getUpload = endpoint({
  method: 'GET',
  path: '/projects/:projectId/import-uploads/:importId',
  tag,
  access,
  summary: 'How far an upload in parts has come',
  params: uploadParams,
  response: importUpload,
  errors: ['wrong_state'],
});

export const putUploadPart = endpoint({
  method: 'PUT',
  path: '/projects/:projectId/import-uploads/:importId/parts',
  tag,
  access,
  stream: 'upload',
  summary: 'A part of the file as the raw body (application/octet-stream), from `offset` on',
  params: uploadParams,
  query: z.strictObject({
    offset: z.coerce.number().int().min(0),
    /** Of the part; refused where the bytes that arrived have another. */
    sha256: sha256Hex.optional(),
  }),
  response: importUpload,
  errors: ['wrong_state', 'payload_too_large', 'unsupported_media_type'],
});

export const finishUpload = endpoint({
  method: 'POST',
  path: '/projects/:projectId/import-uploads/:importId/finish',
  tag,
  access,
  summary: 'All parts are sent: the file is put together and can be checked',
  params: uploadParams,
  body: z.strictObject({
    /** Of the whole file. */
    sha256: sha256Hex.optional(),
  }),
  response: importJob,
  errors: ['wrong_state'],
});
