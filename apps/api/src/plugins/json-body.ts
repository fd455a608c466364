import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { Problem } from '@pairwright/contract/errors';
import type { ApiLimits } from '../limits.ts';
import { invalidRequest } from '../parse-input.ts';
import { findUnstorable } from '../unstorable.ts';

const MAX_DEPTH = 32;
const JSON_TYPE = /^application\/json(?:; ?charset=(?:utf-8|"utf-8"))?$/i;
const UPLOAD_TYPES = ['application/x-ndjson', 'application/octet-stream'];
/** Escapes that PostgreSQL text cannot hold: NUL, and halves of surrogate pairs. */
const SUSPICIOUS = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * Takes exactly application/json with UTF-8, at most so many bytes and 32 levels deep; uploads pass as raw streams. Whoever does
 * not get a JSON body across in time is cut off: an answer would call it wrong, and it is not.
 */
export function registerJsonBody(
  app: FastifyInstance,
  { jsonBytes, jsonBodyMs }: Pick<ApiLimits, 'jsonBytes' | 'jsonBodyMs'>,
): void {
  app.removeAllContentTypeParsers();
  app.addHook('preParsing', (...[request, , payload, done]) => {
    if (request.headers['content-type']?.startsWith('application/json') === true) {
      const timer = setTimeout(() => request.raw.destroy(), jsonBodyMs);
      payload.once('end', () => clearTimeout(timer));
      payload.once('close', () => clearTimeout(timer));
    }
    done();
  });
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: jsonBytes },
    (request, body, done) => {
      try {
        if (!JSON_TYPE.test(request.headers['content-type'] ?? ''))
          throw new Problem('unsupported_media_type', { detail: 'Send the content type application/json.' });
        done(null, parseJson(body as Buffer));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  app.addContentTypeParser(UPLOAD_TYPES, (_request, payload, done) => done(null, payload));
}

/** Parses a JSON body; throws `invalid_request` for what is no JSON or cannot be stored as it is. */
export function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  if (!isUtf8(body)) throw broken('the body is not UTF-8', 'Encode the JSON as UTF-8.');
  const text = body.toString('utf8');
  if (isDeeperThan(text, MAX_DEPTH))
    throw broken(`the JSON is nested deeper than ${MAX_DEPTH} levels`, 'Send a flatter document.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw broken(
      `this is not JSON (${error instanceof Error ? error.message : 'syntax error'})`,
      'Send one JSON value.',
    );
  }
  if (SUSPICIOUS.test(text)) {
    const fault = findUnstorable(value, 'body');
    if (fault !== undefined) throw invalidRequest([fault]);
  }
  return value;
}

function broken(rule: string, fix: string): Problem {
  return invalidRequest([{ path: 'body', rule, fix }]);
}

/** Counts brackets outside strings; needs no stack, whatever the depth. */
function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 92) i += 1;
      else if (char === 34) inString = false;
    } else if (char === 34) inString = true;
    else if (char === 123 || char === 91) {
      depth += 1;
      if (depth > limit) return true;
    } else if (char === 125 || char === 93) depth -= 1;
  }
  return false;
}
