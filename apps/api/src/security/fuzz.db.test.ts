import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc, { type Arbitrary } from 'fast-check';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '@pairwright/contract/access';
import { errorCatalogue } from '@pairwright/contract/errors';
import { processEnv } from '@pairwright/runtime/env';
import { systemIds } from '@pairwright/runtime/ids';
import { openApiDocument } from '../openapi/document.ts';
import { createTestApp, PASSWORD, type Person, type TestApp } from '../test-app.ts';
import { junk, onTheWire, spoilt, type Wire } from './broken-requests.fixture.ts';
import { furnish, type Furnished } from './furnished.fixture.ts';
import { type Json, valuesOf } from './schema-arbitrary.fixture.ts';
import { operationsWithBody, validBody } from './valid-bodies.fixture.ts';

/** Requests of an operation by each caller: FUZZ_RUNS=60 sends twenty times as much; FUZZ_SEED sends the same again. */
const runs = Number(processEnv()['FUZZ_RUNS'] ?? 3);
const seed = Number(
  processEnv()['FUZZ_SEED'] ?? systemIds.next().replaceAll('-', '').slice(-7).replace(/^/, '0x'),
);
const word = 'seahorse-of-the-database';

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly described: Json;
}

const document = openApiDocument('0.0.0-test');
const shapes = (document['components'] as { schemas: Record<string, Json> }).schemas;
const answers = (document['components'] as { responses: Record<string, Json> }).responses;
const operations: Operation[] = Object.entries(
  document['paths'] as Record<string, Record<string, Json>>,
).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    name: described['operationId'] as string,
    method: method.toUpperCase(),
    path,
    described,
  })),
);
const resolve = (ref: string): Json => shapes[ref.split('/').at(-1) ?? ''] ?? {};

const ajv = new Ajv2020({ strict: false, allErrors: false, validateFormats: true });
for (const [name, format] of Object.entries(fullFormats)) ajv.addFormat(name, format);
ajv.addSchema({ $id: 'api', components: { schemas: shapes } });
const validators = new Map<string, ValidateFunction>();

let kit: TestApp;
let mine: Furnished;
const callers: Record<string, Person | null> = { nobody: null };

beforeAll(async () => {
  console.log(`Fuzzing with FUZZ_SEED=${seed} FUZZ_RUNS=${runs}`);
  kit = await createTestApp();
  mine = await furnish(kit, 'mine');
  const elsewhere = await furnish(kit, 'elsewhere');
  for (const role of ['admin', 'researcher', 'reviewer', 'annotator'] as const)
    callers[role] = await kit.addMember(mine.projectId, role);
  callers['worker'] = mine.annotator;
  callers['outsider'] = elsewhere.admin;
  callers['owner'] = await kit.addPerson({ isOwner: true });
  callers['script'] = await kit.tokenFor(callers['owner'], [...scopes]);
  // The queue itself is the real one in the test of its pages.
  const depths = async () => [];
  const no = { failedJobs: depths, depths, retryFailed: async () => false, discardFailed: async () => false };
  Object.assign(kit.services.queue, no);
  await kit.database.pool.query(`
    create table kept_sessions as select * from sessions; create table kept_members as select * from project_members;
    create table kept_users as select * from users; create table kept_tokens as select * from api_tokens`);
});
afterAll(() => kit.close());

/** What a request that was meant well has taken away is given back, so that each operation finds everybody. */
async function revive(): Promise<void> {
  await kit.database.pool.query(`
    delete from throttles;
    delete from totp_factors;
    update projects set deleted_at = null where deleted_at is not null;
    insert into users select * from kept_users on conflict do nothing;
    update users u set disabled_at = null, password_hash = k.password_hash, is_owner = k.is_owner from kept_users k where k.id = u.id;
    insert into sessions select * from kept_sessions on conflict do nothing;
    delete from project_members m using kept_members k where k.project_id = m.project_id and k.user_id = m.user_id and k.role <> m.role;
    insert into project_members select m.* from kept_members m where exists (select from projects p where p.id = m.project_id) on conflict do nothing;
    insert into api_tokens select * from kept_tokens on conflict do nothing;
    update api_tokens set revoked_at = null where revoked_at is not null`);
}

interface Sent {
  readonly who: string;
  readonly url: string;
  readonly wire: Wire | undefined;
}

/** Requests of the operation: most by its schema, the rest with something wrong. */
function requestsTo({ name, path, described }: Operation, who: string): Arbitrary<Sent> {
  const parameters = (described['parameters'] ?? []) as {
    name: string;
    in: string;
    required: boolean;
    schema: Json;
  }[];
  const isStream = JSON.stringify(described['responses']).includes('text/event-stream');
  const part = (place: string): Arbitrary<Record<string, unknown>> =>
    fc.record(
      Object.fromEntries(
        parameters
          .filter((parameter) => parameter.in === place)
          .map(({ name: key, schema }) => [key, valueOf(key, schema, isStream)]),
      ),
      place === 'path' ? {} : { requiredKeys: [] },
    );
  return fc.tuple(part('path'), part('query'), bodyOf(name, described)).map(([params, query, wire]) => {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => encodeURIComponent(shown(params[key])));
    const search = Object.entries(query).map(([key, value]) => `${key}=${encodeURIComponent(shown(value))}`);
    return { who, url: `${filled}${search.length === 0 ? '' : `?${search.join('&')}`}`, wire };
  });
}

function valueOf(key: string, schema: Json, isStream: boolean): Arbitrary<unknown> {
  const known = key === 'projectId' ? mine.projectId : mine.ids[key];
  // An open stream of events would never end here.
  const right = known === undefined || (isStream && key !== 'projectId') ? [] : [fc.constant(known)];
  return fc.oneof(
    ...right.map((arbitrary) => ({ arbitrary, weight: 8 })),
    { arbitrary: valuesOf(schema, resolve), weight: 3 },
    { arbitrary: junk, weight: 1 },
  );
}

/** Never half a surrogate pair: no address can hold one. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const whole = (text as unknown as { toWellFormed(): string }).toWellFormed().slice(0, 5_000);
  return whole === '' || whole === '.' || whole === '..' ? '-' : whole;
}

function bodyOf(name: string, described: Json): Arbitrary<Wire | undefined> {
  const content = ((described['requestBody'] ?? {}) as { content?: Record<string, { schema: Json }> })
    .content;
  if (content === undefined)
    return fc.oneof(
      { weight: 8, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: junk.chain(onTheWire) },
    );
  const schema = content['application/json']?.schema;
  if (schema === undefined)
    return fc.constantFrom('application/octet-stream', 'application/x-ndjson', 'text/csv').chain((type) =>
      fc
        .oneof(
          fc.uint8Array({ maxLength: 400 }),
          fc.json().map((text) => Buffer.from(`${text}\n`)),
        )
        .map((bytes) => ({ type, payload: Buffer.from(bytes) })),
    );
  const known = operationsWithBody.find((operation) => operation === name);
  const right = known === undefined ? [] : [fc.constant(0).map(() => validBody(known, mine.ids) as unknown)];
  const fitting = fc.oneof(...right, valuesOf(schema, resolve));
  return fc
    .oneof({ weight: 2, arbitrary: fitting }, { weight: 2, arbitrary: fitting.chain(spoilt) })
    .chain(onTheWire);
}

function send({ method }: Operation, { who, url, wire }: Sent): Promise<LightMyRequestResponse> {
  const person = callers[who];
  return kit.app.inject({
    method: method as 'POST',
    url: `/api/v1${url}`,
    headers: {
      host: 'localhost:80',
      origin: 'http://localhost:80',
      ...person?.headers,
      ...(wire?.type === undefined ? {} : { 'content-type': wire.type }),
      ...(wire?.encoding === undefined ? {} : { 'content-encoding': wire.encoding }),
    },
    ...(wire === undefined ? {} : { payload: wire.payload }),
  });
}

/** Why the answer breaks the document; undefined when it does not. */
function breach({ name, described }: Operation, answer: LightMyRequestResponse): string | undefined {
  const responses = described['responses'] as Record<string, Json>;
  const status = String(answer.statusCode);
  if (answer.statusCode >= 500) return `${name} answers ${status}: ${answer.body}`;
  const documented = responses[status];
  if (documented === undefined) return `${name} does not document ${status}: ${answer.body.slice(0, 300)}`;
  if (answer.statusCode >= 400) return breachOfProblem(answer);
  const ref = documented['$ref'] as string | undefined;
  const content = (ref === undefined ? documented : (answers[ref.split('/').at(-1) ?? ''] ?? {}))[
    'content'
  ] as Record<string, { schema: Json }> | undefined;
  if (content === undefined)
    return answer.body === '' ? undefined : `${name} documents no body: ${answer.body}`;
  if (content['application/json'] === undefined) return undefined;
  return misfit(`${name} ${status}`, content['application/json'].schema, answer.json());
}

function breachOfProblem(answer: LightMyRequestResponse): string | undefined {
  if (answer.headers['content-type'] !== 'application/problem+json; charset=utf-8')
    return `a refusal of type ${answer.headers['content-type']}`;
  const problem = answer.json();
  const { code, status, title, type } = problem;
  const known = errorCatalogue[code as keyof typeof errorCatalogue];
  if (
    known === undefined ||
    known.status !== answer.statusCode ||
    status !== known.status ||
    title !== known.title
  )
    return `a refusal outside of the catalogue: ${answer.body}`;
  if (type !== `/docs/errors/${code}`) return `a type that opens no page: ${answer.body}`;
  return misfit('Problem', { $ref: '#/components/schemas/Problem' }, problem);
}

function misfit(key: string, schema: Json, value: unknown): string | undefined {
  const validate =
    validators.get(key) ?? ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"api#/')));
  validators.set(key, validate);
  return validate(value)
    ? undefined
    : `${key}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value).slice(0, 400)}`;
}

/** Nothing of what is kept from people, and nothing of how it is made. */
const telltale = new RegExp(
  `${word}|${PASSWORD}|argon2id|sealed:1|node_modules|/src/|at async |select .* from |insert into|pg_catalog|relation "|constraint "`,
  'i',
);

describe('whatever is sent', () => {
  it.each(operations.map((operation) => [operation.name, operation] as const))(
    '%s answers as it is documented, and never with a fault of its own',
    async (_name, operation) => {
      await revive();
      for (const who of Object.keys(callers))
        await fc.assert(
          fc.asyncProperty(requestsTo(operation, who), async (sent) => {
            const answer = await send(operation, sent);
            expect(breach(operation, answer), who).toBeUndefined();
            if (answer.statusCode >= 400 && !sent.wire?.payload.includes(PASSWORD))
              expect(answer.body).not.toMatch(telltale);
            expect(answer.headers['x-content-type-options']).toBe('nosniff');
          }),
          { seed, numRuns: runs, endOnFailure: true },
        );
    },
  );

  it('left the prototypes alone and the log in whole lines', () => {
    expect(({} as Json)['isOwner']).toBeUndefined();
    for (const line of kit.logLines) {
      expect(line.endsWith('\n')).toBe(true);
      for (const control of ['\r', '\n', '\u001B']) expect(line.trimEnd()).not.toContain(control);
      expect(JSON.parse(line)).toBeTypeOf('object');
      expect(line).not.toContain(PASSWORD);
    }
  });
});
