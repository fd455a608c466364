import type { FastifyInstance } from 'fastify';
import { getMyExam, seeMyExam } from '@pairwright/core/routing/exam.service';
import { listRoutingEvents, undoRoutingEvent } from '@pairwright/core/routing/events.service';
import {
  listGold,
  listGoldResults,
  promoteGold,
  removeGold,
  setGold,
} from '@pairwright/core/routing/gold.service';
import { implement } from '../../implement.ts';

export function registerGoldRoutes(app: FastifyInstance): void {
  implement(app, 'listGold', (ctx) => listGold(ctx));
  implement(app, 'getMyExam', (ctx) => getMyExam(ctx));
  implement(app, 'seeMyExam', (ctx) => seeMyExam(ctx));
  implement(app, 'setGold', (ctx, { params, body }) =>
    setGold(ctx, { comparisonId: params.comparisonId, ...body }),
  );
  implement(app, 'removeGold', (ctx, { params }) => removeGold(ctx, { comparisonId: params.comparisonId }));
  implement(app, 'promoteGold', (ctx, { body }) => promoteGold(ctx, body));
  implement(app, 'listGoldResults', (ctx) => listGoldResults(ctx));
  implement(app, 'listRoutingEvents', (ctx) => listRoutingEvents(ctx));
  implement(app, 'undoRoutingEvent', (ctx, { params }) => undoRoutingEvent(ctx, { eventId: params.eventId }));
}
