import type { FastifyInstance } from 'fastify';
import { purgeProject } from '@pairwright/core/trash/purge-project.service';
import { listTrash, restoreProject, trashProject } from '@pairwright/core/trash/trash.service';
import { implement } from '../../implement.ts';
import { proofOf } from '../auth/proof-of.ts';

export function registerTrashRoutes(app: FastifyInstance): void {
  implement(app, 'trashProject', (ctx, { body }) => trashProject(ctx, body));
  implement(app, 'listTrash', (ctx) => listTrash(ctx));
  implement(app, 'restoreProject', (ctx, { params }) => restoreProject(ctx, params.projectId));
  implement(app, 'purgeProject', (ctx, { params, body }, http) =>
    purgeProject(ctx, { projectId: params.projectId, name: body.name, proof: proofOf(http, body) }),
  );
}
