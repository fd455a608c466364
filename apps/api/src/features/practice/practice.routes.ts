import type { FastifyInstance } from 'fastify';
import {
  removePracticeExample,
  setPracticeExample,
} from '@pairwright/core/practice/practice-examples.service';
import { answerPractice, listPractice } from '@pairwright/core/practice/practice.service';
import { implement } from '../../implement.ts';

export function registerPracticeRoutes(app: FastifyInstance): void {
  implement(app, 'listPractice', (ctx) => listPractice(ctx));
  implement(app, 'answerPractice', (ctx, { params, body }) =>
    answerPractice(ctx, { exampleId: params.exampleId, ...body }),
  );
  implement(app, 'setPracticeExample', (ctx, { params, body }) =>
    setPracticeExample(ctx, { comparisonId: params.comparisonId, ...body }),
  );
  implement(app, 'removePracticeExample', (ctx, { params }) =>
    removePracticeExample(ctx, { comparisonId: params.comparisonId }),
  );
}
