import type { FastifyInstance } from 'fastify';
import type { Http } from './implement.ts';

/** What happened to an account or a membership. Never secrets, names or e-mails. */
export interface AccountEvent {
  readonly event: string;
  /** Whom it happened to. */
  readonly userId?: string | undefined;
  /** Who did it, when somebody else did. */
  readonly by?: string | undefined;
  readonly projectId?: string | undefined;
  readonly role?: string | undefined;
  readonly [detail: `${string}Id`]: string | undefined;
}

/** Logs it with where it came from. */
export function logAccountEvent(app: FastifyInstance, { request }: Http, event: AccountEvent): void {
  app.services.log.info({ ...event, address: request.ip, requestId: request.id }, 'account event');
}

/** Where a request comes from, for a session that begins with it. */
export function placeOf({ request }: Http): { address: string; userAgent: string | undefined } {
  return { address: request.ip, userAgent: request.headers['user-agent'] };
}
