import { describe, expect, it } from 'vitest';
import { openApiDocument } from './document.ts';

type Json = Record<string, unknown>;

const document = openApiDocument('0.0.0-test');
const { schemas, responses } = document['components'] as { schemas: Record<string, Json>; responses: Json };

/** Every object inside, with where it stands. */
function* objectsIn(value: unknown, path = ''): Generator<[string, Json]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Json];
  for (const [key, inner] of Object.entries(value)) yield* objectsIn(inner, `${path}/${key}`);
}

const references = [...objectsIn(document)].flatMap(([, { $ref }]) =>
  typeof $ref === 'string' ? [$ref] : [],
);

describe('the OpenAPI document', () => {
  it('refers only to what it has, and has no schema that nothing refers to', () => {
    const known = [
      ...Object.keys(schemas).map((name) => `#/components/schemas/${name}`),
      ...Object.keys(responses).map((name) => `#/components/responses/${name}`),
    ];
    expect(references.filter((reference) => !known.includes(reference))).toEqual([]);
    expect(known.filter((name) => name.includes('/schemas/') && !references.includes(name))).toEqual([]);
  });

  it('says a large shape once', () => {
    const places = new Map<string, string[]>();
    for (const [path, json] of objectsIn({ paths: document['paths'], schemas })) {
      const isShape = 'properties' in json || 'anyOf' in json || 'oneOf' in json;
      const text = JSON.stringify(json);
      if (isShape && text.length > 500) places.set(text, [...(places.get(text) ?? []), path]);
    }
    expect([...places.values()].filter((several) => several.length > 1)).toEqual([]);
  });

  it('tells what is sent from what is answered where a default makes them differ', () => {
    const required = (name: string) => schemas[name]!['required'] as string[];
    // Everything of a recipe has a usual choice.
    expect(required('Recipe')).toContain('ties');
    expect(schemas['RecipeInput']!['required'] ?? []).not.toContain('ties');
    expect(JSON.stringify(schemas['Dataset'])).toContain('#/components/schemas/Recipe"');
    // A shape without a default is the same both ways.
    expect(schemas).toHaveProperty('Message');
    expect(schemas).not.toHaveProperty('MessageInput');
  });

  it('keeps what parameters are beside them', () => {
    for (const [, item] of Object.entries(document['paths'] as Record<string, Record<string, Json>>))
      for (const operation of Object.values(item))
        for (const parameter of (operation['parameters'] ?? []) as Json[])
          expect(JSON.stringify(parameter)).not.toContain('$ref');
  });
});
