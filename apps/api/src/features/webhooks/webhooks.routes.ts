import type { FastifyInstance } from 'fastify';
import {
  getDelivery,
  listDeliveries,
  redeliver,
  redeliverDead,
  testWebhook,
} from '@pairwright/core/webhooks/deliveries.service';
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateWebhookSecret,
  updateWebhook,
} from '@pairwright/core/webhooks/webhooks.service';
import { openOutgoing } from '@pairwright/runtime/outgoing/outgoing';
import { implement } from '../../implement.ts';

export function registerWebhookRoutes(app: FastifyInstance): void {
  const settings = { outgoing: openOutgoing(app.settings.outgoing) };
  implement(app, 'listWebhooks', (ctx, { query }) => listWebhooks(ctx, query));
  implement(app, 'createWebhook', (ctx, { body }) => createWebhook(ctx, body, settings));
  implement(app, 'getWebhook', (ctx, { params }) => getWebhook(ctx, params.webhookId));
  implement(app, 'updateWebhook', (ctx, { params, body }) =>
    updateWebhook(ctx, { ...params, ...body }, settings),
  );
  implement(app, 'rotateWebhookSecret', (ctx, { params }) => rotateWebhookSecret(ctx, params.webhookId));
  implement(app, 'deleteWebhook', (ctx, { params }) => deleteWebhook(ctx, params.webhookId));
  implement(app, 'testWebhook', (ctx, { params }) => testWebhook(ctx, params.webhookId));
  implement(app, 'listDeliveries', (ctx, { params, query }) => listDeliveries(ctx, { ...params, ...query }));
  implement(app, 'getDelivery', (ctx, { params }) => getDelivery(ctx, params));
  implement(app, 'redeliver', (ctx, { params }) => redeliver(ctx, params));
  implement(app, 'redeliverDead', (ctx, { params }) => redeliverDead(ctx, params.webhookId));
}
