import type { FastifyRequest } from 'fastify';
import { type KeyedOperation, repeatKeyHeader } from '@pairwright/contract/repeat-key';
import type { Context } from '@pairwright/core/context';
import { runOnce } from '@pairwright/core/repeats/run-once';
import { invalidRequest } from './parse-input.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** sha256 of what an upload held, once it has come; null for anything else. */
    receivedSha256: string | null;
  }
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const PATH = `headers.${repeatKeyHeader}`;

/** For operations that take no key. Throws Problem where the request has one. */
export function refuseKey(request: FastifyRequest): void {
  if (request.headers[repeatKeyHeader] === undefined) return;
  throw invalidRequest([{ path: PATH, rule: 'this operation takes no key', fix: 'Leave the header out.' }]);
}

/** The key of a request. Throws Problem where it is no UUID. */
function readKey(request: FastifyRequest): string | undefined {
  const key = request.headers[repeatKeyHeader];
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !UUID.test(key))
    throw invalidRequest([
      {
        path: PATH,
        rule: 'a key is a UUID',
        fix: 'Make one, without quotes, and send it with every repetition.',
      },
    ]);
  return key.toLowerCase();
}

interface Input {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Runs an operation, once for all requests with the same key. */
export async function runKeyed(
  operation: KeyedOperation,
  { request, input }: { readonly request: FastifyRequest; readonly input: Input },
  run: () => Promise<unknown>,
): Promise<unknown> {
  const key = readKey(request);
  if (key === undefined) return run();
  // Whoever is let in to one of these operations has signed in.
  const ctx = request.ctx as Context;
  return runOnce(
    { operation, ctx, key, input, payload: () => ({ ...input, received: request.receivedSha256 }) },
    (of) => {
      request.ctx = of;
      return run();
    },
  );
}
