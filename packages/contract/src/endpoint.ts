import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** What a project member may be asked to be allowed to do. Roles map to these in `access.ts`. */
export type ProjectAction = 'view' | 'annotate' | 'see_models' | 'review' | 'import' | 'export' | 'manage';

/** A token carries scopes; an endpoint names the one it needs. A session has them all. */
export type Scope = 'read' | 'annotate' | 'import' | 'export' | 'manage';

/**
 * What an operation is about whose address names no project, so that its use case decides: `oneself`, or projects where
 * who asks may do this. `one`: the project that the request's object belongs to, else it is told `not_found`. `any`: one at
 * least, else likewise. `list`: all of them, and no other is in the answer. Held by the matrix of `later-access.db.test.ts`.
 */
export type About =
  | 'oneself'
  | {
      readonly action: ProjectAction;
      readonly of: 'one' | 'any' | 'list';
      /** For members only: the owner too must be one. */
      readonly joined?: true;
    };

/** Who may call an endpoint. Checked before anything is looked up. */
export type Access =
  | { kind: 'public' }
  /** `beforeFactor`: also for whoever must set up a second factor first, and may do nothing else until then. */
  | { kind: 'signed_in'; about: About; scope: Scope | 'session_only'; beforeFactor?: true }
  | { kind: 'owner'; scope: Scope | 'session_only' }
  /** `params.projectId` names the project. */
  | { kind: 'project'; action: ProjectAction; scope: Scope | 'session_only' };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Endpoint<
  Params extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodType | undefined = z.ZodType | undefined,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Response extends z.ZodType | undefined = z.ZodType | undefined,
  Rule extends Access = Access,
> {
  readonly method: Method;
  /** Below `/api/v1`, parameters as `:name`. */
  readonly path: string;
  readonly summary: string;
  readonly tag: string;
  readonly access: Rule;
  readonly params?: Params;
  readonly query?: Query;
  /** A JSON body. Streams say `stream` instead. */
  readonly body?: Body;
  /** Types beside `application/json` under which the JSON body may come. */
  readonly bodyTypes?: readonly string[];
  /** For public operations: requests of one address in a minute, where that is less than usual. */
  readonly perMinute?: number;
  readonly response?: Response;
  /** Success status; 200 unless said otherwise, 204 without a response. */
  readonly status?: number;
  /** The body or the answer is not JSON: a file going up, a file coming down, or server-sent events. */
  readonly stream?: 'upload' | 'download' | 'events';
  /** A heavy read that never writes: it may be answered by a replica that is some seconds behind, but not to whoever just changed something. */
  readonly reads?: 'replica';
  /** Refusals a caller has to expect, besides those every endpoint has. */
  readonly errors?: readonly ErrorCode[];
}

/** Declares an endpoint; keeps the literal types of its shapes for routes, client and OpenAPI. */
export function endpoint<
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | undefined = undefined,
  Response extends z.ZodType | undefined = undefined,
  const Rule extends Access = Access,
>(definition: Endpoint<Params, Query, Body, Response, Rule>): Endpoint<Params, Query, Body, Response, Rule> {
  return definition;
}

type InputOf<T> = T extends z.ZodType ? z.input<T> : undefined;
type OutputOf<T> = T extends z.ZodType ? z.output<T> : undefined;

export type ParamsOf<E> = E extends Endpoint<infer P, infer _Q, infer _B, infer _R> ? InputOf<P> : never;
export type QueryOf<E> = E extends Endpoint<infer _P, infer Q, infer _B, infer _R> ? InputOf<Q> : never;
export type BodyOf<E> = E extends Endpoint<infer _P, infer _Q, infer B, infer _R> ? InputOf<B> : never;
export type ResponseOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer R> ? OutputOf<R> : never;
