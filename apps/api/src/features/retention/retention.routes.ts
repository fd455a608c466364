import type { FastifyInstance } from 'fastify';
import { getRetention, setRetention } from '@pairwright/core/retention/retention-rules.service';
import { implement } from '../../implement.ts';
import { proofOf } from '../auth/proof-of.ts';

export function registerRetentionRoutes(app: FastifyInstance): void {
  implement(app, 'getRetention', (ctx) => getRetention(ctx));
  implement(app, 'setRetention', (ctx, { body }, http) => {
    const { currentPassword, ...rules } = body;
    return setRetention(ctx, { rules, proof: proofOf(http, { currentPassword }) });
  });
}
