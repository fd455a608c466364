import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Access, Endpoint, ResponseOf } from '@pairwright/contract/endpoint';
import { endpoints, type Endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { isKeyed } from '@pairwright/contract/repeat-key';
import { isAudited, runAudited } from '@pairwright/core/audit/audited';
import type { Context, ProjectContext, Services } from '@pairwright/core/context';
import type { Post } from '@pairwright/core/mail/post';
import { admit } from './admit.ts';
import type { AppConfig } from './app-config.ts';
import { apiLimits } from './limits.ts';
import { parsePart } from './parse-input.ts';
import { refuseKey, runKeyed } from './repeat.ts';
import { readOnReplica, rememberChange } from './replica-reads.ts';

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** What the handler of an operation gets first: ready for its use case, access already checked. */
export type ContextOf<N extends OperationName> = Endpoints[N] extends {
  readonly access: infer Rule extends Access;
}
  ? Rule extends { kind: 'project' }
    ? ProjectContext
    : Rule extends { kind: 'public' }
      ? Services
      : Context
  : never;

/** The checked parts of the request, as the contract's schemas put them out. */
export type InputOf<N extends OperationName> =
  Endpoints[N] extends Endpoint<infer P, infer Q, infer B>
    ? { readonly params: Parsed<P>; readonly query: Parsed<Q>; readonly body: Parsed<B> }
    : never;

export interface Http {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

type Answer<N extends OperationName> =
  ResponseOf<Endpoints[N]> extends infer R ? ([R] extends [undefined] ? void : R) : never;

export type Handler<N extends OperationName> = (
  ctx: ContextOf<N>,
  input: InputOf<N>,
  http: Http,
) => Promise<Answer<N>>;
export type StreamHandler<N extends OperationName> = (
  ctx: ContextOf<N>,
  input: InputOf<N>,
  http: Http,
) => Promise<unknown>;

declare module 'fastify' {
  interface FastifyInstance {
    services: Services;
    settings: AppConfig;
    /** Letters to people. */
    postOffice: Post;
    /** Aborted when the server begins to stop: long answers end then. */
    stopping: AbortSignal;
    /** Operations that have an implementation. */
    implemented: Set<OperationName>;
  }
  interface FastifyRequest {
    /** The context made by the access check; null before it and on routes that are not operations. */
    ctx: Services | Context | ProjectContext | null;
  }
  interface FastifyContextConfig {
    operation?: OperationName;
  }
}

/**
 * Serves a JSON operation of the contract. The access rule is checked before the body is read; then params, query and
 * body are checked strictly; the answer passes through the response schema, so that no field beyond it can leave.
 */
export function implement<N extends OperationName>(app: FastifyInstance, name: N, handler: Handler<N>): void {
  const definition: Endpoint = endpoints[name];
  const { response } = definition;
  const status = definition.status ?? (response === undefined ? 204 : 200);
  if (definition.stream !== undefined) throw new Error(`${name} is a stream: use implementStream.`);
  const run = replicated(definition, keyed(name, audited(name, handler)));
  addRoute(app, name, async (request, reply) => {
    const input = readInput<N>(definition, request);
    const result = await run(input, { request, reply });
    rememberChange(definition, request, reply);
    reply.code(status);
    if (response === undefined) return undefined;
    // Serialised here: the framework's own path would look for a schema and a serialiser on every answer.
    reply.type('application/json; charset=utf-8');
    return JSON.stringify(checkAnswer(name, response, result));
  });
}

/** Serves an upload, a download or an event stream: the handler reads and writes the raw bodies itself. */
export function implementStream<N extends OperationName>(
  app: FastifyInstance,
  name: N,
  handler: StreamHandler<N>,
): void {
  const definition: Endpoint = endpoints[name];
  if (definition.stream === undefined) throw new Error(`${name} is no stream: use implement.`);
  const run = keyed(name, audited(name, handler));
  addRoute(app, name, async (request, reply) => {
    const input = readInput<N>(definition, request);
    const result = await run(input, { request, reply });
    if (reply.sent || reply.raw.headersSent || result === reply || result === undefined) return reply;
    if (definition.response === undefined) return reply.send(result);
    reply.code(definition.status ?? 200).type('application/json; charset=utf-8');
    return reply.send(JSON.stringify(checkAnswer(name, definition.response, result)));
  });
}

/** Operations of the contract that nothing serves. The process must not start while there are any. */
export function missingOperations(app: FastifyInstance): OperationName[] {
  return (Object.keys(endpoints) as OperationName[]).filter((name) => !app.implemented.has(name));
}

/** Per address and operation; signed-in people are not limited here. */
function rateLimitOf({ access, perMinute = apiLimits.publicPerMinute }: Endpoint): object {
  return access.kind === 'public' ? { rateLimit: { max: perMinute, timeWindow: '1 minute' } } : {};
}

type RouteHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

function addRoute(app: FastifyInstance, name: OperationName, handler: RouteHandler): void {
  const definition: Endpoint = endpoints[name];
  if (app.implemented.has(name)) throw new Error(`The operation ${name} has two implementations.`);
  app.implemented.add(name);
  const services = app.services;
  app.route({
    // What a download would send can be asked for without its bytes.
    method: definition.stream === 'download' ? [definition.method, 'HEAD'] : definition.method,
    url: definition.path,
    exposeHeadRoute: false,
    // Public operations do work for strangers; uploads count their bytes themselves.
    config: { operation: name, ...rateLimitOf(definition) },
    ...(definition.stream === 'upload' ? { bodyLimit: Number.MAX_SAFE_INTEGER } : {}),
    onRequest: async (request) => {
      request.ctx = await admit(services, definition.access, request);
    },
    handler,
  });
}

/** An operation with all that is done around its handler. What an operation does not need is not in its way. */
type Run<N extends OperationName> = (input: InputOf<N>, http: Http) => Promise<unknown>;

/** Runs the handler with the request's context; where the operation has an entry in the audit log, with its entry. */
function audited<N extends OperationName>(name: N, handler: StreamHandler<N>): Run<N> {
  if (!isAudited(name)) return (input, http) => handler(http.request.ctx as ContextOf<N>, input, http);
  return (input, http) => {
    const { id: requestId, ip: address, headers, ctx } = http.request;
    const origin = { requestId, address, userAgent: headers['user-agent'] };
    return runAudited({ operation: name, ctx: ctx as ContextOf<N>, input, origin }, (of) =>
      handler(of, input, http),
    );
  };
}

/** Runs the operation once for all requests with the same key; where it takes none, refuses those with one. */
function keyed<N extends OperationName>(name: N, run: Run<N>): Run<N> {
  if (isKeyed(name))
    return (input, http) => runKeyed(name, { request: http.request, input }, () => run(input, http));
  return async (input, http) => {
    refuseKey(http.request);
    return run(input, http);
  };
}

/** Runs the operation on the replica where the contract lets it. */
function replicated<N extends OperationName>({ reads }: Endpoint, run: Run<N>): Run<N> {
  return reads === 'replica' ? (input, http) => readOnReplica(http.request, () => run(input, http)) : run;
}

function readInput<N extends OperationName>(definition: Endpoint, request: FastifyRequest): InputOf<N> {
  return {
    params: parsePart('params', definition.params, request.params),
    query: parsePart('query', definition.query, request.query),
    body: definition.stream === 'upload' ? undefined : parsePart('body', definition.body, request.body),
  } as InputOf<N>;
}

function checkAnswer(name: string, schema: z.ZodType, value: unknown): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // The paths only: the values are what must not get out.
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new Error(`The answer of ${name} does not fit the contract: ${faults}`);
}
