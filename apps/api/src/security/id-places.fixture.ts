import type { Endpoint } from '@pairwright/contract/endpoint';
import { endpoints, type OperationName } from '@pairwright/contract/endpoints';
import { z } from 'zod';

type Json = Record<string, unknown>;

/** Where an id stands in the requests of an operation. */
export interface IdPlace {
  readonly operation: OperationName;
  readonly part: 'params' | 'query' | 'body';
  /** Keys from the part down; `*` is any item of a list. */
  readonly path: readonly string[];
}

function isId(schema: Json): boolean {
  return (
    schema['format'] === 'uuid' ||
    (typeof schema['pattern'] === 'string' && schema['pattern'].includes('[0-9a-f]{64}'))
  );
}

function* idsIn(schema: Json, path: readonly string[] = []): Generator<readonly string[]> {
  if (isId(schema)) yield path;
  for (const key of ['anyOf', 'oneOf', 'allOf'])
    for (const branch of (schema[key] as Json[] | undefined) ?? []) yield* idsIn(branch, path);
  for (const [key, field] of Object.entries((schema['properties'] as Record<string, Json>) ?? {}))
    yield* idsIn(field, [...path, key]);
  if (typeof schema['items'] === 'object' && schema['items'] !== null)
    yield* idsIn(schema['items'] as Json, [...path, '*']);
}

/** Every id in a path, a query or a body of the contract, but for the project's own in the path. */
export function idPlaces(): IdPlace[] {
  const places = new Map<string, IdPlace>();
  for (const operation of Object.keys(endpoints) as OperationName[]) {
    const definition: Endpoint = endpoints[operation];
    for (const part of ['params', 'query', 'body'] as const) {
      const schema = definition[part];
      if (schema === undefined) continue;
      const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Json;
      for (const path of idsIn(json)) {
        if (part === 'params' && path[0] === 'projectId' && definition.access.kind === 'project') continue;
        places.set(nameOf({ operation, part, path }), { operation, part, path });
      }
    }
  }
  return [...places.values()];
}

/** Like `sendBack body.judgmentId`. */
export function nameOf({ operation, part, path }: IdPlace): string {
  return `${operation} ${[part, ...path].join('.')}`;
}
