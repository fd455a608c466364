import type { FastifyInstance } from 'fastify';
import {
  cancelHealth,
  getHealth,
  getVersionHealth,
  requestHealth,
} from '@pairwright/core/dataset-health/health.service';
import { getRecipeChoices } from '@pairwright/core/recipe-choices/recipe-choices.service';
import { implement } from '../../implement.ts';

export function registerDatasetHealthRoutes(app: FastifyInstance): void {
  implement(app, 'getRecipeChoices', (ctx) => getRecipeChoices(ctx));
  implement(app, 'requestHealth', (ctx, { body }) => requestHealth(ctx, body));
  implement(app, 'getHealth', (ctx, { params }) => getHealth(ctx, params.reportId));
  implement(app, 'getVersionHealth', (ctx, { params }) => getVersionHealth(ctx, params.versionId));
  implement(app, 'cancelHealth', (ctx, { params }) => cancelHealth(ctx, params.reportId));
}
