import fc, { type Arbitrary } from 'fast-check';

export type Json = Record<string, unknown>;

const LONG = 3;

/** What resolves `$ref`s of an OpenAPI document. */
export type Resolve = (ref: string) => Json;

/** Values that fit a JSON schema as far as a schema can say: bounds, formats, patterns, choices. */
export function valuesOf(schema: Json, resolve: Resolve, depth = 0): Arbitrary<unknown> {
  const inner = (next: Json): Arbitrary<unknown> => valuesOf(next, resolve, depth + 1);
  if (typeof schema['$ref'] === 'string') return inner(resolve(schema['$ref']));
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  const choices = (schema['anyOf'] ?? schema['oneOf']) as Json[] | undefined;
  if (choices !== undefined) return fc.oneof(...choices.map(inner));
  if (Array.isArray(schema['allOf'])) return merged((schema['allOf'] as Json[]).map(inner));
  switch (schema['type']) {
    case 'object':
      return objects(schema, inner, depth);
    case 'array':
      return lists(schema, inner, depth);
    case 'string':
      return strings(schema);
    case 'integer':
      return fc.integer(bounds(schema, -1_000, 1_000));
    case 'number':
      return fc.double({ ...bounds(schema, -1_000, 1_000), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

function merged(parts: Arbitrary<unknown>[]): Arbitrary<unknown> {
  return fc.tuple(...parts).map((values) => Object.assign({}, ...(values as object[])) as unknown);
}

function bounds(schema: Json, low: number, high: number): { min: number; max: number } {
  const min = (schema['minimum'] ?? schema['exclusiveMinimum'] ?? low) as number;
  const max = (schema['maximum'] ?? schema['exclusiveMaximum'] ?? Math.max(high, min)) as number;
  return { min: Math.max(min, -1e15), max: Math.min(max, 1e15) };
}

function objects(schema: Json, inner: (next: Json) => Arbitrary<unknown>, depth: number): Arbitrary<unknown> {
  const fields = Object.entries((schema['properties'] ?? {}) as Record<string, Json>);
  const required = new Set((schema['required'] ?? []) as string[]);
  const shown = depth > 6 ? fields.filter(([key]) => required.has(key)) : fields;
  const model = Object.fromEntries(shown.map(([key, field]) => [key, inner(field)]));
  const rest = schema['additionalProperties'];
  const known = fc.record(model, {
    requiredKeys: shown.map(([key]) => key).filter((key) => required.has(key)),
  });
  if (typeof rest !== 'object' || rest === null) return known;
  const more = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), inner(rest as Json), { maxKeys: 2 });
  return merged([more, known]);
}

function lists(schema: Json, inner: (next: Json) => Arbitrary<unknown>, depth: number): Arbitrary<unknown> {
  const least = (schema['minItems'] ?? 0) as number;
  const most = Math.min((schema['maxItems'] ?? LONG) as number, Math.max(least, depth > 4 ? 0 : LONG));
  if (Array.isArray(schema['prefixItems'])) return fc.tuple(...(schema['prefixItems'] as Json[]).map(inner));
  return fc.array(inner((schema['items'] ?? {}) as Json), {
    minLength: least,
    maxLength: Math.max(most, least),
  });
}

function strings(schema: Json): Arbitrary<string> {
  const least = (schema['minLength'] ?? 0) as number;
  const most = Math.min((schema['maxLength'] ?? 60) as number, Math.max(60, least));
  switch (schema['format']) {
    case 'uuid':
      return fc.uuid({ version: 7 });
    case 'email':
      return fc.nat(99).map((n) => `person${n}@example.org`);
    case 'date-time':
      return fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((at) => at.toISOString());
    case 'date':
      return fc.constantFrom('2026-01-02', '2024-02-29');
    case 'uri':
      return fc.constantFrom('https://example.org/x', 'https://example.org:8443/?a=b');
    default:
  }
  if (typeof schema['pattern'] === 'string')
    return fc
      .stringMatching(new RegExp(schema['pattern'], 'u'))
      .filter((text) => text.length >= least && text.length <= Math.max(most, 2_000));
  return fc.oneof(
    fc.string({ unit: 'grapheme', minLength: least, maxLength: most }).filter((text) => !text.includes('\0')),
    fc.stringMatching(/^[A-Za-z][A-Za-z ]*$/).filter((text) => text.length >= least && text.length <= most),
  );
}
