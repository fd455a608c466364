import type { FastifyInstance } from 'fastify';
import { listPayByPerson, listPayRates } from '@pairwright/core/pay/pay.service';
import { implement } from '../../implement.ts';

export function registerPayRoutes(app: FastifyInstance): void {
  implement(app, 'listPayRates', (ctx) => listPayRates(ctx));
  implement(app, 'listPayByPerson', (ctx, { query }) => listPayByPerson(ctx, query));
}
