import type { FastifyInstance } from 'fastify';
import { getResolutionUnlessBlind } from '@pairwright/core/review/blindness.service';
import {
  getAnnotatorModel,
  listResolutions,
  refreshResolutions,
} from '@pairwright/core/resolutions/resolutions.service';
import { implement } from '../../implement.ts';

export function registerResolutionRoutes(app: FastifyInstance): void {
  implement(app, 'getResolution', (ctx, { params }) => getResolutionUnlessBlind(ctx, params));
  implement(app, 'listResolutions', (ctx, { query }) => listResolutions(ctx, query));
  implement(app, 'getAnnotatorModel', (ctx) => getAnnotatorModel(ctx));
  implement(app, 'refreshResolutions', (ctx) => refreshResolutions(ctx));
}
