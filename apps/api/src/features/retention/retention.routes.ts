import type { FastifyInstance } from 'fastify';
import { getRetention, setRetention } from '@pairwright/core/retention/retention.service';
import { implement } from '../../implement.ts';

export function registerRetentionRoutes(app: FastifyInstance): void {
  implement(app, 'getRetention', (ctx) => getRetention(ctx));
  implement(app, 'setRetention', (ctx, { body }) => setRetention(ctx, body));
}
