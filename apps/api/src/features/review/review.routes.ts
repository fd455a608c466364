import type { FastifyInstance } from 'fastify';
import { getReviewCase, revealVotes } from '@pairwright/core/review/case.service';
import { decideCase } from '@pairwright/core/review/decide.service';
import { answerDispute, listDisputes, reopenCase, sendBack } from '@pairwright/core/review/disputes.service';
import {
  createExclusion,
  endExclusion,
  listExclusions,
  previewExclusion,
  resumeExclusion,
} from '@pairwright/core/review/exclusions.service';
import { listExclusionChoices } from '@pairwright/core/review/exclusion-choices.service';
import { listReviewEvents, listReviewQueue } from '@pairwright/core/review/queue.service';
import { getReviewSettings, updateReviewSettings } from '@pairwright/core/review/settings.service';
import { implement } from '../../implement.ts';

export function registerReviewRoutes(app: FastifyInstance): void {
  implement(app, 'getReviewSettings', (ctx) => getReviewSettings(ctx));
  implement(app, 'updateReviewSettings', (ctx, { body }) => updateReviewSettings(ctx, body));
  implement(app, 'listReviewQueue', (ctx, { query }) => listReviewQueue(ctx, query));
  implement(app, 'getReviewCase', (ctx, { params }) => getReviewCase(ctx, params));
  implement(app, 'revealVotes', (ctx, { params }) => revealVotes(ctx, params));
  implement(app, 'decideCase', (ctx, { params, body }) =>
    decideCase(ctx, { ...body, comparisonId: params.comparisonId }),
  );
  implement(app, 'sendBack', (ctx, { params, body }) =>
    sendBack(ctx, { ...body, comparisonId: params.comparisonId }),
  );
  implement(app, 'reopenCase', (ctx, { params, body }) =>
    reopenCase(ctx, { ...body, comparisonId: params.comparisonId }),
  );
  implement(app, 'listDisputes', (ctx, { query }) => listDisputes(ctx, query));
  implement(app, 'answerDispute', (ctx, { params, body }) =>
    answerDispute(ctx, { ...body, feedbackId: params.feedbackId }),
  );
  implement(app, 'previewExclusion', (ctx, { body }) => previewExclusion(ctx, body));
  implement(app, 'createExclusion', (ctx, { body }) => createExclusion(ctx, body));
  implement(app, 'listExclusions', (ctx, { query }) => listExclusions(ctx, query));
  implement(app, 'listExclusionChoices', (ctx, { query }) => listExclusionChoices(ctx, query));
  implement(app, 'endExclusion', (ctx, { params, body }) =>
    endExclusion(ctx, { ...body, exclusionId: params.exclusionId }),
  );
  implement(app, 'resumeExclusion', (ctx, { params }) => resumeExclusion(ctx, params.exclusionId));
  implement(app, 'listReviewEvents', (ctx, { query }) => listReviewEvents(ctx, query));
}
