import type { BodyOf, ParamsOf, QueryOf, ResponseOf } from './endpoint.ts';
import type { Endpoints, OperationName } from './endpoints.ts';
import type { ProblemBody } from './errors.ts';
import { openRequests } from './open-requests.ts';
import { isKeyed, repeatKeyHeader } from './repeat-key.ts';
import { routes } from './routes.generated.ts';

type Part<K extends string, V> = undefined extends V
  ? [V] extends [undefined]
    ? object
    : { [P in K]?: V }
  : { [P in K]: V };

/** What a call takes: `params`, `query` and `body`, each only where the endpoint has it. */
export type CallInput<N extends OperationName> = Part<'params', ParamsOf<Endpoints[N]>> &
  Part<'query', QueryOf<Endpoints[N]>> &
  Part<'body', BodyOf<Endpoints[N]>>;
export type CallOutput<N extends OperationName> = ResponseOf<Endpoints[N]>;

interface AnyInput {
  params?: Record<string, string>;
  query?: Record<string, string | number | boolean | null | undefined>;
  body?: unknown;
}

/** The server refused: its problem document, or one made for answers that are none. */
export class ApiProblem extends Error {
  readonly body: ProblemBody;
  constructor(body: ProblemBody) {
    super(body.detail ?? body.title);
    this.name = 'ApiProblem';
    this.body = body;
  }
}

/** No answer came: offline, refused, cut off. What was asked may or may not have happened. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** A status that says "not now" rather than "never": the same may be sent again. */
export function isForLater(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/** It was cut off, or somebody on the way answered instead. */
function mayBeDone(error: unknown): boolean {
  return !(error instanceof ApiProblem) || isForLater(error.body.status);
}

export interface ClientOptions {
  /** Origin of the server without a trailing slash; '' for the same origin. */
  readonly baseUrl: string;
  readonly token?: string;
  readonly fetch?: typeof fetch;
  /**
   * For callers without a person who presses the button again: a request that carries a key is sent again as often as `again`, told
   * how often it went wrong (from 1), gives true.
   */
  readonly again?: (failures: number) => Promise<boolean>;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly headers?: Record<string, string>;
  /** For upload endpoints: the raw body instead of JSON. */
  readonly rawBody?: BodyInit;
}

export interface Client {
  /** Calls an endpoint by name. Throws `ApiProblem` when refused, `NoAnswer` when there is none. */
  call<N extends OperationName>(name: N, input: CallInput<N>, options?: CallOptions): Promise<CallOutput<N>>;
  /** The same, but gives the raw response of a good answer: downloads and event streams. */
  open<N extends OperationName>(name: N, input: CallInput<N>, options?: CallOptions): Promise<Response>;
  /** The address of an endpoint, for links and event sources. */
  url<N extends OperationName>(name: N, input: Omit<CallInput<N>, 'body'>): string;
}

/** Makes the typed client that web and CLI share. It holds no validation code: the server validates. */
export function createClient(options: ClientOptions): Client {
  const send = options.fetch ?? fetch;

  function url(name: OperationName, input: AnyInput): string {
    const path = routes[name].path.replace(/:(\w+)/g, (_match, key: string) =>
      encodeURIComponent(input.params?.[key] ?? ''),
    );
    const search = new URLSearchParams();
    for (const [key, value] of Object.entries(input.query ?? {})) {
      if (value !== undefined && value !== null) search.set(key, String(value));
    }
    const query = search.size > 0 ? `?${search.toString()}` : '';
    return `${options.baseUrl}/api/v1${path}${query}`;
  }

  async function open(name: OperationName, input: AnyInput, call: CallOptions = {}): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json', ...call.headers };
    if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`;
    const init: RequestInit & { duplex?: 'half' } = {
      method: routes[name].method,
      headers,
      credentials: 'same-origin',
    };
    if (call.signal) init.signal = call.signal;
    if (call.rawBody !== undefined) {
      init.body = call.rawBody;
      init.duplex = 'half';
    } else if (input.body !== undefined) {
      headers['content-type'] = 'application/json';
      init.body = JSON.stringify(input.body);
    }
    let response: Response;
    try {
      response = await send(url(name, input), init);
    } catch (cause) {
      if (call.signal?.aborted) throw cause;
      throw new NoAnswer('The server did not answer', { cause });
    }
    if (!response.ok) throw new ApiProblem(await readProblem(response));
    return response;
  }

  const withKey = keyed(options.again);

  async function call(name: OperationName, input: AnyInput, callOptions?: CallOptions): Promise<unknown> {
    if (!isKeyed(name)) return ask(name, input, callOptions);
    return withKey(JSON.stringify([name, input]), (key) => {
      const headers = { ...callOptions?.headers, [repeatKeyHeader]: key };
      return ask(name, input, { ...callOptions, headers });
    });
  }

  async function ask(name: OperationName, input: AnyInput, callOptions?: CallOptions): Promise<unknown> {
    const response = await open(name, input, callOptions);
    if (response.status === 204) return undefined;
    try {
      return await response.json();
    } catch (cause) {
      throw new NoAnswer('The answer broke off', { cause });
    }
  }

  return { url, open, call } as Client;
}

/** Runs what makes something under a key, which stays the same until there is an answer. */
function keyed(again: ClientOptions['again']) {
  const requests = openRequests();
  return async (asked: string, ask: (key: string) => Promise<unknown>): Promise<unknown> => {
    for (let failures = 1; ; failures += 1) {
      try {
        const answer = await ask(requests.keyOf(asked));
        requests.settle(asked);
        return answer;
      } catch (error) {
        if (!mayBeDone(error)) requests.settle(asked);
        if (!mayBeDone(error) || again === undefined || !(await again(failures))) throw error;
      }
    }
  };
}

async function readProblem(response: Response): Promise<ProblemBody> {
  const text = await response.text().catch(() => '');
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && 'code' in body) return body as ProblemBody;
  } catch {
    // Not ours: a proxy's page, or an answer cut off. The status says what there is to say.
  }
  const code =
    response.status === 401
      ? 'not_signed_in'
      : response.status === 429
        ? 'too_many_requests'
        : response.status >= 500
          ? 'unavailable'
          : 'invalid_request';
  const seconds = Number(response.headers.get('retry-after') ?? 'none');
  return {
    type: 'about:blank',
    title: response.statusText,
    status: response.status,
    code,
    // A date instead of seconds is left out: nobody here waits until a day.
    ...(Number.isInteger(seconds) && seconds >= 0 ? { retryAfterSeconds: seconds } : {}),
  };
}
