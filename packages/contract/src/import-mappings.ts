import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { checkedMapping, mapping } from './import-mapping.ts';
import { id, name, projectParams, timestamp } from './shapes.ts';

/** Mappings that a project keeps, to read the next file of the same shape the same way. */

const tag = 'Import';
const access = { kind: 'project', action: 'import', scope: 'import' } as const;

export const savedMapping = z.strictObject({ id, name, mapping, savedAt: timestamp });
export type SavedMapping = z.infer<typeof savedMapping>;

export const listMappings = endpoint({
  method: 'GET',
  path: '/projects/:projectId/import-mappings',
  tag,
  access,
  summary: 'Saved mappings, by name',
  params: projectParams,
  response: z.strictObject({ items: z.array(savedMapping) }),
});

export const saveMapping = endpoint({
  method: 'PUT',
  path: '/projects/:projectId/import-mappings',
  tag,
  access,
  summary: 'Save a mapping under a name; another one of that name is replaced',
  params: projectParams,
  body: z.strictObject({ name, mapping: checkedMapping }),
  response: savedMapping,
});

export const deleteMapping = endpoint({
  method: 'DELETE',
  path: '/projects/:projectId/import-mappings/:mappingId',
  tag,
  access,
  summary: 'Forget a mapping; what was imported with it stays',
  params: projectParams.extend({ mappingId: id }),
});
