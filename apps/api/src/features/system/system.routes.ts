import type { FastifyInstance } from 'fastify';
import {
  discardFailedJob,
  listFailedJobs,
  retryFailedJob,
} from '@pairwright/core/system/failed-jobs.service';
import { getSystem } from '@pairwright/core/system/system.service';
import { implement } from '../../implement.ts';

export function registerSystemRoutes(app: FastifyInstance): void {
  implement(app, 'getSystem', (ctx) => getSystem(ctx, app.settings));
  implement(app, 'listFailedJobs', async (ctx) => ({ items: await listFailedJobs(ctx) }));
  implement(app, 'retryFailedJob', async (ctx, { params }) => {
    await retryFailedJob(ctx, params);
    app.services.log.info({ by: ctx.actor.userId, ...params }, 'failed job put back in line');
  });
  implement(app, 'discardFailedJob', async (ctx, { params }) => {
    await discardFailedJob(ctx, params);
    app.services.log.info({ by: ctx.actor.userId, ...params }, 'failed job discarded');
  });
}
