import type { z } from 'zod';
import type { About, Access, Endpoint } from '@pairwright/contract/endpoint';
import { endpoints } from '@pairwright/contract/endpoints';
import { type ErrorCode, errorCatalogue, errorCodes } from '@pairwright/contract/errors';
import { isKeyed, REPEAT_KEY_DAYS } from '@pairwright/contract/repeat-key';
import { faultCodes } from '@pairwright/contract/fault-codes';
import { type Json, plainSchema, Shapes } from './shapes.ts';

/** The OpenAPI 3.1 document of the whole API, made from the contract. */
export function openApiDocument(version: string): Json {
  const operations = Object.entries(endpoints as Record<string, Endpoint>);
  const paths: Record<string, Json> = {};
  const shapes = new Shapes();
  for (const [name, endpoint] of operations) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [endpoint.method.toLowerCase()]: operationOf(name, endpoint, shapes) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pairwright API',
      version,
      description:
        'Collect human preference data and export training sets. Sign in with the session cookie, or send a personal API token as `Authorization: Bearer pwt_…`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    tags: [...new Set(operations.map(([, endpoint]) => endpoint.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'pairwright',
          description: 'Set by signing in. Behind TLS the cookie is named __Host-pairwright.',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A personal API token with the scope the operation names.',
        },
      },
      schemas: { Problem: problemSchema, ...shapes.components() },
      responses: Object.fromEntries(errorCodes.map((code) => [code, problemResponse(code)])),
    },
  };
}

function operationOf(name: string, endpoint: Endpoint, shapes: Shapes): Json {
  const parameters = [
    ...parametersOf('path', endpoint.params),
    ...parametersOf('query', endpoint.query),
    ...(isKeyed(name) ? [keyParameter] : []),
  ];
  return {
    operationId: name,
    summary: endpoint.summary,
    description: accessText(endpoint.access),
    tags: [endpoint.tag],
    security: securityOf(endpoint.access),
    ...(parameters.length > 0 ? { parameters } : {}),
    ...requestBodyOf(endpoint, shapes),
    responses: responsesOf(isKeyed(name) ? withConflict(endpoint) : endpoint, shapes),
  };
}

const keyParameter: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: `A UUID of the client's. The same request with the same key makes nothing a second time and is answered with what it made, for ${REPEAT_KEY_DAYS} days.`,
  schema: { type: 'string', format: 'uuid' },
};

function withConflict(endpoint: Endpoint): Endpoint {
  return { ...endpoint, errors: [...(endpoint.errors ?? []), 'repeat_conflict'] };
}

function accessText(access: Access): string {
  if (access.kind === 'public') return 'For everybody.';
  if (access.scope === 'session_only') return 'For signed-in people; not with an API token.';
  const scope = `API tokens need the scope \`${access.scope}\`.`;
  if (access.kind === 'owner') return `For the owner of the instance. ${scope}`;
  if (access.kind === 'signed_in') return `${signedInText(access.about)} ${scope}`;
  return `For members of the project whose role allows \`${access.action}\`; others get 404. ${scope}`;
}

function signedInText(about: About): string {
  if (about === 'oneself') return 'For signed-in people.';
  const who = `members whose role allows \`${about.action}\`${about.joined === true ? '' : ' and owners'}`;
  if (about.of === 'list') return `For signed-in people; a project is there for its ${who}.`;
  if (about.of === 'any') return `For ${who}, in any project; others get 404.`;
  return `For ${who} in the project that it is about; others get 404.`;
}

function securityOf(access: Access): Json[] {
  if (access.kind === 'public') return [];
  return access.scope === 'session_only' ? [{ session: [] }] : [{ session: [] }, { token: [] }];
}

function parametersOf(place: 'path' | 'query', schema: z.ZodType | undefined): Json[] {
  if (schema === undefined) return [];
  const { properties = {}, required = [] } = plainSchema(schema, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }));
}

function requestBodyOf({ stream, body, bodyTypes = [] }: Endpoint, shapes: Shapes): Json {
  if (stream === 'upload') {
    const file = { schema: { type: 'string', contentEncoding: 'binary' } };
    return {
      requestBody: {
        required: true,
        content: { 'application/x-ndjson': file, 'application/octet-stream': file },
      },
    };
  }
  if (body === undefined) return {};
  const content = ['application/json', ...bodyTypes].map((type) => [
    type,
    { schema: shapes.schema(body, 'input') },
  ]);
  return { requestBody: { required: true, content: Object.fromEntries(content) as Json } };
}

function responsesOf(endpoint: Endpoint, shapes: Shapes): Json {
  const responses: Record<string, Json> = { [String(successStatus(endpoint))]: successOf(endpoint, shapes) };
  const byStatus = groupCodes(codesOf(endpoint));
  for (const [status, codes] of byStatus) {
    responses[status] =
      codes.length === 1 ? { $ref: `#/components/responses/${codes[0]}` } : mergedResponse(codes);
  }
  return responses;
}

function successStatus(endpoint: Endpoint): number {
  return endpoint.status ?? (endpoint.response === undefined && endpoint.stream === undefined ? 204 : 200);
}

function successOf({ response, stream }: Endpoint, shapes: Shapes): Json {
  if (response !== undefined)
    return {
      description: 'Done',
      content: { 'application/json': { schema: shapes.schema(response, 'output') } },
    };
  if (stream === 'events')
    return {
      description: 'Server-sent events',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    };
  if (stream === 'download')
    return {
      description: 'The file',
      content: { 'application/octet-stream': { schema: { type: 'string', contentEncoding: 'binary' } } },
    };
  return { description: 'Done' };
}

/** Refusals of the endpoint, and those that its access rule and its shape bring with them. */
function codesOf({ access, method, params, query, stream, errors = [] }: Endpoint): ErrorCode[] {
  // Whatever an operation takes, it refuses parameters and bodies that it does not take.
  const codes = new Set<ErrorCode>(errors).add('invalid_request');
  if (stream !== 'upload' && method !== 'GET') codes.add('payload_too_large');
  if (method !== 'GET') codes.add('unsupported_media_type');
  if (access.kind === 'public') codes.add('too_many_requests');
  if (
    query !== undefined &&
    'cursor' in ((plainSchema(query, 'input')['properties'] as Json | undefined) ?? {})
  )
    codes.add('invalid_cursor');
  if (access.kind !== 'public') codes.add('not_signed_in');
  if (access.kind !== 'public' && access.scope !== 'session_only')
    codes.add('token_invalid').add('scope_missing');
  if (access.kind !== 'public' && access.scope === 'session_only') codes.add('session_required');
  if (access.kind === 'owner' || access.kind === 'project' || params !== undefined) codes.add('not_found');
  if (method !== 'GET') codes.add('cross_site_request');
  return [...codes.add('internal').add('unavailable')];
}

function groupCodes(codes: readonly ErrorCode[]): Map<string, ErrorCode[]> {
  const groups = new Map<string, ErrorCode[]>();
  for (const code of errorCodes.filter((item) => codes.includes(item))) {
    const status = String(errorCatalogue[code].status);
    groups.set(status, [...(groups.get(status) ?? []), code]);
  }
  return groups;
}

function problemResponse(code: ErrorCode): Json {
  return mergedResponse([code]);
}

function mergedResponse(codes: readonly ErrorCode[]): Json {
  const description = codes.map((code) => `\`${code}\`: ${errorCatalogue[code].title}`).join('. ');
  return {
    description,
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

const problemSchema: Json = {
  type: 'object',
  description: 'RFC 9457 problem details. `type` opens a page about the code.',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: errorCodes },
    detail: { type: 'string' },
    faults: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'rule'],
        properties: {
          path: { type: 'string' },
          rule: { type: 'string' },
          value: { type: 'string' },
          fix: { type: 'string' },
          code: { type: 'string', enum: [...faultCodes] },
        },
      },
    },
    requestId: { type: 'string' },
    retryAfterSeconds: { type: 'integer' },
  },
};
