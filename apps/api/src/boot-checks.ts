import type { FastifyInstance } from 'fastify';
import { demoEmails } from '@pairwright/core/auth/setup.service';
import type { Services } from '@pairwright/core/context';
import { missingOperations } from './implement.ts';

/** The start fails when the contract promises an operation that nothing serves. */
export function requireAllOperations(app: FastifyInstance): void {
  const missing = missingOperations(app);
  if (missing.length > 0)
    throw new Error(`Operations of the contract without an implementation: ${missing.join(', ')}.`);
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/;

/** Demo passwords are public: on a network anybody could sign in with them. */
export async function warnAboutDemo(services: Services, host: string): Promise<void> {
  if (LOOPBACK.test(host)) return;
  const emails = await demoEmails(services.db.db);
  if (emails.length === 0) return;
  services.log.warn(
    { host, accounts: emails.length },
    'The demo accounts have public passwords and this server listens beyond this machine: remove the demo or listen on 127.0.0.1.',
  );
}
