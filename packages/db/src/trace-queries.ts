import { context, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import pg from 'pg';

type Query = (this: pg.Client, ...given: unknown[]) => unknown;
type Connect = (this: pg.Pool, callback?: (...given: unknown[]) => void) => unknown;

let traced = false;

/**
 * Makes a span of every statement that is sent on behalf of a traced request or job. A span has the statement's text without the
 * values in it, never its parameters or rows.
 */
export function traceQueries(): void {
  if (traced) return;
  traced = true;
  const query = pg.Client.prototype.query as unknown as Query;
  pg.Client.prototype.query = function tracedQuery(this: pg.Client, ...given: unknown[]): unknown {
    return withSpan(given, (args) => query.apply(this, args));
  } as unknown as typeof pg.Client.prototype.query;
  const connect = pg.Pool.prototype.connect as unknown as Connect;
  // Who waits for a connection is called back by whoever gives one back: it stays the waiter's business.
  pg.Pool.prototype.connect = function boundConnect(this: pg.Pool, callback) {
    const bound = callback && context.bind(context.active(), callback as (...given: unknown[]) => void);
    return connect.call(this, bound);
  } as typeof pg.Pool.prototype.connect;
}

function withSpan(given: unknown[], run: (args: unknown[]) => unknown): unknown {
  const parent = context.active();
  if (trace.getSpan(parent) === undefined) return run(given);
  const text = textOf(given[0]);
  const span = trace.getTracer('pairwright').startSpan(
    nameOf(given[0], text),
    {
      kind: SpanKind.CLIENT,
      attributes: { 'db.system.name': 'postgresql', 'db.query.text': withoutValues(text) },
    },
    parent,
  );
  const end = (error?: unknown): void => {
    if (error !== undefined && error !== null) {
      const { code } = error as { code?: string };
      span.setStatus({ code: SpanStatusCode.ERROR });
      if (code !== undefined) span.setAttribute('db.response.status_code', code);
    }
    span.end();
  };
  const last = given.at(-1);
  if (typeof last === 'function') {
    const callback = context.bind(parent, last as (...args: unknown[]) => void);
    return run([
      ...given.slice(0, -1),
      (error: unknown, ...rest: unknown[]) => {
        end(error);
        callback(error, ...rest);
      },
    ]);
  }
  const result = run(given);
  if (result instanceof Promise) result.then(() => end(), end);
  else watchStream(result, end);
  return result;
}

/** COPY and cursors are streams that the driver is handed. */
function watchStream(result: unknown, end: (error?: unknown) => void): void {
  const stream = result as { once?: (event: string, heard: (error?: unknown) => void) => void };
  if (typeof stream.once !== 'function') return end();
  stream.once('close', () => end());
  stream.once('error', end);
}

function textOf(asked: unknown): string {
  if (typeof asked === 'string') return asked;
  const { text, cursor } = asked as { text?: unknown; cursor?: { text?: unknown } };
  return typeof text === 'string' ? text : typeof cursor?.text === 'string' ? cursor.text : '';
}

function nameOf(asked: unknown, text: string): string {
  const named = (asked as { name?: unknown } | null)?.name;
  return typeof named === 'string' ? named : (/\w+/.exec(text)?.[0].toLowerCase() ?? 'statement');
}

const LONGEST = 500;

/** The statement with nothing of anybody's in it: texts and numbers are question marks. */
export function withoutValues(statement: string): string {
  return statement
    .slice(0, 4 * LONGEST)
    .replaceAll(/'(?:[^']|'')*(?:'|$)/g, '?')
    .replaceAll(/(?<![\w$])\d+(?:\.\d+)?\b/g, '?')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST);
}
