import { z } from 'zod';
import type { ProjectAction, Scope } from './endpoint.ts';

export const role = z.enum(['admin', 'researcher', 'reviewer', 'annotator']);
export type Role = z.infer<typeof role>;

/** What each role may do in its project. The instance owner may do everything everywhere. */
export const actionsOfRole = {
  admin: ['view', 'annotate', 'see_models', 'review', 'import', 'export', 'manage'],
  researcher: ['view', 'annotate', 'see_models', 'import', 'export'],
  reviewer: ['view', 'annotate', 'see_models', 'review'],
  annotator: ['annotate'],
} as const satisfies Record<Role, readonly ProjectAction[]>;

export const scopes = ['read', 'annotate', 'import', 'export', 'manage'] as const satisfies readonly Scope[];
export const scope = z.enum(scopes);
