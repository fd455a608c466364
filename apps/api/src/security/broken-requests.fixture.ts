import fc, { type Arbitrary } from 'fast-check';

/** What nobody should send: wrong types, extremes, characters that are none, depth, names of the prototype. */
export const junk: Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    -0,
    1.5,
    2 ** 31,
    2 ** 53,
    2 ** 63,
    -(2 ** 63),
    1e308,
    5e-324,
    '',
    ' ',
    '\0',
    'a\0b',
    '\uD83D',
    '\uDC00x',
    '\uFFFE',
    '\u202Eabc',
    '\u0085',
    '\uFEFF',
    'NaN',
    'null',
    '../../etc/passwd',
    '%00',
    '%2e%2e%2f',
    "' or 1=1 --",
    '${7*7}',
    '{{7*7}}',
    '=1+1',
    '\r\nSet-Cookie: a=b',
    'x'.repeat(100_000),
    '9'.repeat(400),
    '[]',
    [],
    {},
    [[[[[[]]]]]],
    [null],
    { length: 1e9 },
    '2026-13-45T99:99:99Z',
    '0000-00-00',
    '-infinity',
    '294277-01-01T00:00:00Z',
    '01900000-0000-7000-8000-00000000dead',
  ),
  fc.jsonValue({ maxDepth: 4, noUnicodeString: false }),
);

/** The value with one place in it changed: another value, a field too much, a field too few. */
export function spoilt(value: unknown): Arbitrary<unknown> {
  const paths = [...pathsOf(value)];
  return fc
    .tuple(fc.constantFrom(...paths), fc.constantFrom('replace', 'remove', 'add', 'wrap', 'double'), junk)
    .map(([path, how, instead]) => change(value, { path, how, instead }));
}

function* pathsOf(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) yield* pathsOf(item, [...path, key]);
}

interface Change {
  readonly path: readonly string[];
  readonly how: string;
  readonly instead: unknown;
}

function change(value: unknown, { path, how, instead }: Change): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (how === 'wrap') return [value];
    if (how === 'double') return [value, value];
    if (how === 'add' && typeof value === 'object' && value !== null && !Array.isArray(value))
      return { ...value, extra: instead };
    return instead;
  }
  if (Array.isArray(value))
    return value.map((item, index) =>
      String(index) === key ? change(item, { path: rest, how, instead }) : item,
    );
  const fields = Object.entries(value as object);
  if (how === 'remove' && rest.length === 0)
    return Object.fromEntries(fields.filter(([name]) => name !== key));
  return Object.fromEntries(
    fields.map(([name, item]) => [name, name === key ? change(item, { path: rest, how, instead }) : item]),
  );
}

/** A body as it goes over the wire. */
export interface Wire {
  readonly type: string | undefined;
  readonly encoding?: string;
  readonly payload: Buffer;
}

/** The value in JSON, now and then with something wrong about its type, its encoding or its text. */
export function onTheWire(value: unknown): Arbitrary<Wire> {
  const text = JSON.stringify(value) ?? '';
  const right: Wire = { type: 'application/json', payload: Buffer.from(text) };
  const odd: Wire[] = [
    ...[
      'text/plain',
      'application/json; charset=utf-16',
      'application/json garbage',
      'multipart/form-data; boundary=x',
      '*/*',
      'application/jsonp',
      ';',
      'application/x-ndjson',
    ].map((type) => ({ ...right, type })),
    { ...right, type: undefined },
    { ...right, encoding: 'gzip' },
    { ...right, payload: Buffer.from(text.slice(0, -1)) },
    { ...right, payload: Buffer.from(`\uFEFF${text}`) },
    { ...right, payload: Buffer.from(text, 'utf16le') },
    { ...right, payload: Buffer.concat([Buffer.from(text), Buffer.from([0xff, 0xfe])]) },
    { ...right, payload: Buffer.from(`{"__proto__":{"isOwner":true},${text.slice(1)}`) },
    { ...right, payload: Buffer.from(`{"name":1,"name":2,"limit":1e999}`) },
    { ...right, payload: Buffer.from(`${'['.repeat(60)}${']'.repeat(60)}`) },
    { ...right, payload: Buffer.alloc(0) },
  ];
  return fc.oneof(
    { weight: 9, arbitrary: fc.constant(right) },
    { weight: 1, arbitrary: fc.constantFrom(...odd) },
  );
}
