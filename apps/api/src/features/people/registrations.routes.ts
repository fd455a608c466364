import type { FastifyInstance } from 'fastify';
import { factorDemand } from '@pairwright/core/auth/factor-demand.queries';
import { demandSecondFactor } from '@pairwright/core/auth/factor-demand.service';
import { registrationMode, updateAccountSettings } from '@pairwright/core/people/account-settings';
import {
  decideRegistration,
  listRegistrations,
  requestAccount,
} from '@pairwright/core/people/registrations.service';
import { logAccountEvent } from '../../account-event.ts';
import { implement } from '../../implement.ts';
import { proofOf } from '../auth/proof-of.ts';

export function registerRegistrationRoutes(app: FastifyInstance): void {
  implement(app, 'getAccountSettings', async (ctx) => ({
    registration: await registrationMode(ctx.db.db),
    secondFactor: await factorDemand(ctx.db.db),
  }));

  implement(app, 'demandSecondFactor', async (ctx, { body }, http) => {
    const changed = await demandSecondFactor(ctx, { of: body.of, proof: proofOf(http, body) });
    logAccountEvent(app, http, { event: `second_factor_of_${body.of}`, by: ctx.actor.userId });
    return changed;
  });

  implement(app, 'updateAccountSettings', async (ctx, { body }, http) => {
    const changed = await updateAccountSettings(ctx, body);
    logAccountEvent(app, http, { event: `registration_${changed.registration}`, by: ctx.actor.userId });
    return changed;
  });

  implement(app, 'requestAccount', async (ctx, { body }, http) => {
    await requestAccount(ctx, { ...body, address: http.request.ip }, app.postOffice);
    logAccountEvent(app, http, { event: 'account_asked' });
  });

  implement(app, 'listRegistrations', (ctx, { query }) => listRegistrations(ctx, query));

  implement(app, 'decideRegistration', async (ctx, { params, body }, http) => {
    const { approve, membership } = body;
    const proof = proofOf(http, body);
    const decided = await decideRegistration(ctx, { ...params, approve, membership, proof }, app.postOffice);
    logAccountEvent(app, http, {
      event: `registration_${decided.state}`,
      by: ctx.actor.userId,
      registrationId: decided.id,
    });
    return decided;
  });
}
