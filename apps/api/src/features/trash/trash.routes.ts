import type { FastifyInstance } from 'fastify';
import { listTrash, purgeProject, restoreProject, trashProject } from '@pairwright/core/trash/trash.service';
import { implement } from '../../implement.ts';

export function registerTrashRoutes(app: FastifyInstance): void {
  implement(app, 'trashProject', (ctx, { body }) => trashProject(ctx, body));
  implement(app, 'listTrash', (ctx) => listTrash(ctx));
  implement(app, 'restoreProject', (ctx, { params }) => restoreProject(ctx, params.projectId));
  implement(app, 'purgeProject', (ctx, { params, body }) =>
    purgeProject(ctx, { projectId: params.projectId, name: body.name }),
  );
}
