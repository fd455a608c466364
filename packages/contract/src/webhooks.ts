import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { count, id, pageOf, pageQuery, timestamp } from './shapes.ts';
import { deliveryStates, TEST_EVENT, webhookEventNames } from './webhook-event-names.ts';
import { pausedBecause, webhookEvent } from './webhook-events.ts';

const tag = 'Webhooks';
/** Admins of the project that the webhook belongs to; of the installation's webhooks the owner. All others are told `not_found`. */
const access = {
  kind: 'signed_in',
  about: { of: 'one', action: 'manage' },
  scope: 'manage',
} as const;

export const MOST_WEBHOOKS = 50;
/** Hours in which the secret before the last rotation signs too. */
export const OLD_SECRET_HOURS = 24;
/** Days after which deliveries are removed. */
export const DELIVERY_DAYS = 30;

const address = z.string().trim().min(1).max(2_000);
const description = z.string().trim().max(500);
const events = z
  .array(webhookEvent)
  .min(1)
  .max(webhookEventNames.length)
  .refine((names) => new Set(names).size === names.length, 'each event once');

export const webhook = z.strictObject({
  id,
  /** Null: of the installation, and told of all projects. */
  projectId: id.nullable(),
  address: z.string(),
  description: z.string(),
  events: z.array(webhookEvent),
  state: z.enum(['active', 'paused']),
  /** `failures`: nothing was taken for a day. `gone`: answered 410. `secret`: the key that its secret is sealed with is not here. `error`: sending failed on our side. `token`: the token of who answers for it has ended. `rights`: who answers for it may not manage this any more. */
  pausedBecause: pausedBecause.nullable(),
  /** Failed tries since the last good one. */
  failures: count,
  failingSince: timestamp.nullable(),
  /** Until when the secret before the last rotation signs too. */
  oldSecretUntil: timestamp.nullable(),
  waiting: count,
  dead: count,
  lastDeliveredAt: timestamp.nullable(),
  createdBy: z.string().nullable(),
  createdAt: timestamp,
  /** Who made it, or last changed where it goes, what it tells or that it goes on: sent in their name, and paused without them. */
  responsible: z
    .strictObject({
      name: z.string(),
      /** The API token they did it with; its name is null once it is gone. Null: in a session. */
      token: z.strictObject({ name: z.string().nullable() }).nullable(),
    })
    .nullable(),
});
export type Webhook = z.infer<typeof webhook>;

export const webhookWithSecret = webhook.extend({
  /** `whsec_` and 32 bytes in Base64; in this answer only. */
  secret: z.string(),
});

export const listWebhooks = endpoint({
  method: 'GET',
  path: '/webhooks',
  tag,
  access,
  summary: 'Webhooks of a project, or without one those of the installation, newest first',
  query: z.strictObject({ projectId: id.optional() }),
  response: z.strictObject({ items: z.array(webhook) }),
  errors: ['not_found'],
});

export const createWebhook = endpoint({
  method: 'POST',
  path: '/webhooks',
  tag,
  access,
  summary: 'Make a webhook; the secret that signs its requests is in this answer only',
  body: z.strictObject({
    projectId: id.nullable(),
    address,
    description: description.default(''),
    events,
  }),
  response: webhookWithSecret,
  status: 201,
  errors: ['invalid_request', 'wrong_state', 'not_found'],
});

const params = z.strictObject({ webhookId: id });

export const getWebhook = endpoint({
  method: 'GET',
  path: '/webhooks/:webhookId',
  tag,
  access,
  summary: 'One webhook',
  params,
  response: webhook,
});

export const updateWebhook = endpoint({
  method: 'PATCH',
  path: '/webhooks/:webhookId',
  tag,
  access,
  summary:
    'Change a webhook, pause it or go on; while it is paused deliveries wait. Who says where it goes, what it tells or that it goes on answers for it',
  params,
  body: z.strictObject({
    address: address.optional(),
    description: description.optional(),
    events: events.optional(),
    state: z.enum(['active', 'paused']).optional(),
  }),
  response: webhook,
  errors: ['invalid_request'],
});

export const rotateWebhookSecret = endpoint({
  method: 'POST',
  path: '/webhooks/:webhookId/secret',
  tag,
  access,
  summary: `Make a new secret; the one before signs too for ${OLD_SECRET_HOURS} hours`,
  params,
  response: webhookWithSecret,
});

export const deleteWebhook = endpoint({
  method: 'DELETE',
  path: '/webhooks/:webhookId',
  tag,
  access,
  summary: 'Remove a webhook; what waits is not sent any more',
  params,
  response: z.strictObject({ projectId: id.nullable() }),
});

export const testWebhook = endpoint({
  method: 'POST',
  path: '/webhooks/:webhookId/test',
  tag,
  access,
  summary: `Send ${TEST_EVENT} once, also while the webhook is paused`,
  params,
  response: z.strictObject({ projectId: id.nullable(), deliveryId: id }),
  status: 202,
});

export const deliveryState = z.enum(deliveryStates);
export const deliveryType = z.enum([...webhookEventNames, TEST_EVENT]);

export const delivery = z.strictObject({
  /** The id of the event: in the body and in the header `webhook-id`. */
  id,
  type: deliveryType,
  state: deliveryState,
  occurredAt: timestamp,
  tries: count,
  /** Of the last try; null before the first one, and where no answer came. */
  status: z.number().int().nullable(),
  /** Why the last try failed; null where an answer came. */
  fault: z.string().nullable(),
  /** When it is tried again; null once it is at rest. */
  nextAt: timestamp.nullable(),
  doneAt: timestamp.nullable(),
});
export type Delivery = z.infer<typeof delivery>;

export const deliveryTry = z.strictObject({
  number: count,
  beganAt: timestamp,
  tookMs: count,
  headers: z.record(z.string(), z.string()),
  status: z.number().int().nullable(),
  fault: z.string().nullable(),
  /** The first characters of the answer. */
  answer: z.string().nullable(),
});
export type DeliveryTry = z.infer<typeof deliveryTry>;

export const listDeliveries = endpoint({
  method: 'GET',
  path: '/webhooks/:webhookId/deliveries',
  tag,
  access,
  summary: `What was sent and what waits, newest first; kept for ${DELIVERY_DAYS} days`,
  params,
  query: pageQuery.extend({
    state: deliveryState.optional(),
    type: deliveryType.optional(),
    /** Days in UTC, both of them included. */
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
  }),
  response: pageOf(delivery),
});

const deliveryParams = params.extend({ deliveryId: id });

export const getDelivery = endpoint({
  method: 'GET',
  path: '/webhooks/:webhookId/deliveries/:deliveryId',
  tag,
  access,
  summary: 'A delivery with its body and its tries, the last one first',
  params: deliveryParams,
  response: delivery.extend({
    /** As it is sent. */
    body: z.string(),
    history: z.array(deliveryTry),
  }),
});

export const redeliver = endpoint({
  method: 'POST',
  path: '/webhooks/:webhookId/deliveries/:deliveryId/redeliver',
  tag,
  access,
  summary: 'Send a delivery that is at rest again, with all its tries',
  params: deliveryParams,
  response: z.strictObject({ projectId: id.nullable() }),
  status: 202,
  errors: ['wrong_state'],
});

export const redeliverDead = endpoint({
  method: 'POST',
  path: '/webhooks/:webhookId/redeliver',
  tag,
  access,
  summary: 'Send again all deliveries whose tries are used up',
  params,
  response: z.strictObject({ projectId: id.nullable(), redelivered: count }),
  status: 202,
});
