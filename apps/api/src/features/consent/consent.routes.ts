import type { FastifyInstance } from 'fastify';
import {
  acceptConsent,
  listConsentTexts,
  publishConsentText,
} from '@pairwright/core/consent/consent.service';
import { implement } from '../../implement.ts';

/** What people agree to before they work in a project. */
export function registerConsentRoutes(app: FastifyInstance): void {
  implement(app, 'listConsentTexts', (ctx) => listConsentTexts(ctx));
  implement(app, 'publishConsentText', (ctx, { body }) => publishConsentText(ctx, body));
  implement(app, 'acceptConsent', async (ctx, { body }) => void (await acceptConsent(ctx, body)));
}
