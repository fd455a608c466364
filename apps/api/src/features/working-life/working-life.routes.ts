import type { FastifyInstance } from 'fastify';
import { correctMyTime, getMyEarnings, getMyTime } from '@pairwright/core/working-life/earnings.service';
import {
  getAnnotatorReplies,
  listComparisonFeedback,
  sendFeedback,
  settleFeedback,
} from '@pairwright/core/working-life/feedback.service';
import {
  listMyFeedback,
  readFeedback,
  replyToFeedback,
} from '@pairwright/core/working-life/my-feedback.service';
import { getMySettings, updateMySettings } from '@pairwright/core/working-life/settings.service';
import { implement } from '../../implement.ts';

export function registerWorkingLifeRoutes(app: FastifyInstance): void {
  implement(app, 'getMySettings', (ctx) => getMySettings(ctx));
  implement(app, 'updateMySettings', (ctx, { body }) => updateMySettings(ctx, body));
  implement(app, 'listMyFeedback', (ctx, { query }) => listMyFeedback(ctx, query));
  implement(app, 'readFeedback', (ctx, { body }) => readFeedback(ctx, body));
  implement(app, 'replyToFeedback', (ctx, { params, body }) =>
    replyToFeedback(ctx, { feedbackId: params.feedbackId, ...body }),
  );
  implement(app, 'sendFeedback', (ctx, { params, body }) =>
    sendFeedback(ctx, { judgmentId: params.judgmentId, message: body.message }),
  );
  implement(app, 'listComparisonFeedback', (ctx, { params }) =>
    listComparisonFeedback(ctx, { comparisonId: params.comparisonId }),
  );
  implement(app, 'getAnnotatorReplies', (ctx, { params }) =>
    getAnnotatorReplies(ctx, { annotatorId: params.annotatorId }),
  );
  implement(app, 'settleFeedback', (ctx, { params }) =>
    settleFeedback(ctx, { feedbackId: params.feedbackId }),
  );
  implement(app, 'getMyEarnings', (ctx) => getMyEarnings(ctx));
  implement(app, 'getMyTime', (ctx, { query }) => getMyTime(ctx, query));
  implement(app, 'correctMyTime', (ctx, { body }) => correctMyTime(ctx, body));
}
