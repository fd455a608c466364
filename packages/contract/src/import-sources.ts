import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { importJob } from './imports.ts';
import { count, projectParams } from './shapes.ts';

/**
 * Files that the server fetches itself. A worker does it, and goes on after breaks; from then on the import is like an uploaded
 * one. What may be reached is the operator's choice.
 */

const tag = 'Import';
const access = { kind: 'project', action: 'import', scope: 'import' } as const;

export const importSources = z.strictObject({
  /** Whether files can be fetched from addresses. */
  url: z.boolean(),
  /** Places of S3 that can be imported from, like `s3://incoming/rlhf/`; none: not from S3. */
  s3: z.array(z.string()),
  /** Bytes of the largest file. */
  mostBytes: count,
});
export type ImportSources = z.infer<typeof importSources>;

const address = z.string().min(1);

const fetchFields = z.strictObject({
  /**
   * `https://…` of a file, without user name and password, or `s3://bucket/object` (not percent-encoded), or
   * `s3://bucket/prefix/` for all objects below it. Kept only until the file
   * is here; the query of an address is never shown again.
   */
  address: address.max(8_000).optional(),
  /** Instead of it: several of S3, objects and prefixes, which become one import in this order. Up to 1,000 objects in all. */
  addresses: z.array(address.max(1_200)).min(1).max(1_000).optional(),
  /** The last part of the address when left out. */
  filename: z.string().min(1).max(255).optional(),
  /** Made by the caller: asking again with the same key gives the import that the first time made. */
  key: z.uuid().optional(),
});

export const fetchRequest = fetchFields.refine(
  (given) => (given.address === undefined) !== (given.addresses === undefined),
  { path: ['address'], message: 'one of address and addresses is given' },
);
export type FetchRequest = z.infer<typeof fetchRequest>;

export const getImportSources = endpoint({
  method: 'GET',
  path: '/projects/:projectId/import-sources',
  tag,
  access,
  summary: 'Where files can be fetched from',
  params: projectParams,
  response: importSources,
});

export const fetchImport = endpoint({
  method: 'POST',
  path: '/projects/:projectId/import-sources',
  tag,
  access,
  summary: 'Import a file from an address or from S3: a worker fetches it, then it can be checked and run',
  params: projectParams,
  body: fetchRequest,
  response: importJob,
  status: 201,
  errors: ['wrong_state'],
});
