import type { FastifyInstance } from 'fastify';
import { messageMember, updateMemberRouting } from '@pairwright/core/routing/members.service';
import {
  getComparisonRouting,
  getRouting,
  setRoutingPolicy,
  updateBatchRouting,
  updateComparisonRouting,
} from '@pairwright/core/routing/routing.service';
import {
  returnBatch,
  returnComparison,
  withdrawBatch,
  withdrawComparison,
} from '@pairwright/core/withdrawals/withdrawals.service';
import { implement } from '../../implement.ts';

export function registerRoutingRoutes(app: FastifyInstance): void {
  implement(app, 'getRouting', (ctx) => getRouting(ctx));
  implement(app, 'setRoutingPolicy', (ctx, { body }) => setRoutingPolicy(ctx, body));
  implement(app, 'updateBatchRouting', (ctx, { params, body }) =>
    updateBatchRouting(ctx, { batchId: params.batchId, ...body }),
  );
  implement(app, 'getComparisonRouting', (ctx, { params }) =>
    getComparisonRouting(ctx, { comparisonId: params.comparisonId }),
  );
  implement(app, 'updateComparisonRouting', (ctx, { params, body }) =>
    updateComparisonRouting(ctx, { comparisonId: params.comparisonId, ...body }),
  );
  implement(app, 'updateMemberRouting', (ctx, { params, body }) =>
    updateMemberRouting(ctx, { userId: params.userId, ...body }),
  );
  implement(app, 'withdrawBatch', (ctx, { params, body }) =>
    withdrawBatch(ctx, { batchId: params.batchId, because: body.because }),
  );
  implement(app, 'returnBatch', (ctx, { params }) => returnBatch(ctx, { batchId: params.batchId }));
  implement(app, 'withdrawComparison', (ctx, { params, body }) =>
    withdrawComparison(ctx, { comparisonId: params.comparisonId, because: body.because }),
  );
  implement(app, 'returnComparison', (ctx, { params }) =>
    returnComparison(ctx, { comparisonId: params.comparisonId }),
  );
  implement(app, 'messageMember', (ctx, { params, body }) =>
    messageMember(ctx, { userId: params.userId, message: body.message }),
  );
}
