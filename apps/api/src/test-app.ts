import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import type { Role } from '@pairwright/contract/access';
import type { Scope } from '@pairwright/contract/endpoint';
import { credentialHash, newApiToken } from '@pairwright/core/auth/credentials';
import { hashPassword } from '@pairwright/core/auth/password-hash';
import { startSession } from '@pairwright/core/auth/session.service';
import type { Services } from '@pairwright/core/context';
import type { Replica } from '@pairwright/db/replica';
import { findMigrationsDir } from '@pairwright/db/migrate';
import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { systemClock } from '@pairwright/runtime/clock';
import { systemIds } from '@pairwright/runtime/ids';
import { createLogger } from '@pairwright/runtime/logger';
import { Sealer } from '@pairwright/runtime/sealed-secrets';
import type { Metrics } from '@pairwright/runtime/observe/metrics';
import { openMailer } from '@pairwright/runtime/mail/mailer';
import { createTestDatabase, type TestDatabase } from '@pairwright/testkit/test-database';
import { buildApp } from './app.ts';
import type { AppConfig } from './app-config.ts';
import { type ApiLimits, apiLimits } from './limits.ts';

/** The origin that tests speak from; `inject` sends the same host. */
export const ORIGIN = 'http://localhost:80';
export const PASSWORD = 'a long enough password';

const noMail = openMailer({ url: undefined, from: undefined });

let passwordHash: Promise<string> | undefined;

export interface Person {
  readonly id: string;
  readonly email: string;
  /** Headers of a signed-in browser on this site. */
  readonly headers: Record<string, string>;
}

export interface TestApp {
  readonly app: FastifyInstance;
  readonly database: TestDatabase;
  readonly services: Services;
  readonly logLines: string[];
  /** Names of the jobs that were enqueued. */
  readonly enqueued: string[];
  /** Sends JSON, or nothing, as this person; `null` is a stranger on this site. */
  call(
    ...request: [person: Person | null, method: InjectOptions['method'], url: string, body?: unknown]
  ): Promise<LightMyRequestResponse>;
  addPerson(options?: { isOwner?: boolean; name?: string; isDemo?: boolean }): Promise<Person>;
  addMember(projectId: string, role: Role): Promise<Person>;
  /** Headers of a script with a token of this person. */
  tokenFor(person: Person, scopes: readonly Scope[], projectIds?: readonly string[]): Promise<Person>;
  close(): Promise<void>;
}

/** What an application may be given instead of the usual. */
interface TestParts {
  readonly limits?: ApiLimits;
  /** Closed with the application. */
  readonly database?: TestDatabase;
  readonly replica?: Replica;
  readonly metrics?: Metrics;
}

/** The application on a database of its own; the queue only remembers what was asked of it. */
export async function createTestApp(
  config: Partial<AppConfig> = {},
  mailer = noMail,
  parts: TestParts = {},
): Promise<TestApp> {
  const database = parts.database ?? (await createTestDatabase());
  const folder = await mkdtemp(path.join(tmpdir(), 'pairwright-api-test-'));
  const logLines: string[] = [];
  const enqueued: string[] = [];
  const services = {
    db: database,
    replica: parts.replica,
    clock: systemClock,
    ids: systemIds,
    sealer: Sealer.ofOneRun(),
    artifacts: await openFolderStore(folder),
    log: createLogger({
      name: 'test',
      level: 'info',
      destination: { write: (line: string) => void logLines.push(line) },
    }),
    queue: {
      backend: 'postgres',
      close: async () => undefined,
      enqueue: async (name: string) => void enqueued.push(name),
      health: async () => ({
        ok: true,
        backend: 'postgres',
        workers: 0,
        waiting: 0,
        active: 0,
        delayed: 0,
        failed: 0,
      }),
    },
  } as unknown as Services;
  const migrationsDir = await findMigrationsDir(import.meta.dirname);
  const app = await buildApp({
    services,
    mailer,
    limits: parts.limits ?? apiLimits,
    metrics: parts.metrics,
    config: {
      version: '0.0.0-test',
      publicUrl: ORIGIN,
      trustProxy: [],
      cookieSecure: false,
      outgoing: { openInternet: true, allow: [], plainHttp: false },
      backupWarnDays: 7,
      migrationsDir,
      docsDir: path.join(migrationsDir, '../docs'),
      ...config,
    },
  });
  await app.ready();
  const kit = { app, database, services, logLines, enqueued };
  return {
    ...kit,
    call: (...[person, method, url, body]) =>
      app.inject({
        method: method ?? 'GET',
        url: `/api/v1${url}`,
        headers: {
          host: 'localhost:80',
          ...(person?.headers ?? { origin: ORIGIN }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      }),
    addPerson: (options) => addPerson(database, options),
    async addMember(projectId, role) {
      const person = await addPerson(database);
      await database.db
        .insertInto('project_members')
        .values({ project_id: projectId, user_id: person.id, role })
        .execute();
      return person;
    },
    tokenFor: (person, scopes, projectIds) => tokenFor(database, person, { scopes, projectIds }),
    async close() {
      await app.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function addPerson(
  { db }: TestDatabase,
  options: { isOwner?: boolean; name?: string; isDemo?: boolean } = {},
): Promise<Person> {
  passwordHash ??= hashPassword(PASSWORD);
  const id = systemIds.next();
  const email = `${id}@example.org`;
  await db
    .insertInto('users')
    .values({
      id,
      kind: 'person',
      email,
      name: options.name ?? 'Somebody',
      password_hash: await passwordHash,
      is_owner: options.isOwner ?? false,
      is_demo: options.isDemo ?? false,
    })
    .execute();
  const token = await startSession(db, { userId: id, userAgent: 'test', address: '127.0.0.1' });
  return { id, email, headers: { cookie: `pairwright=${token}`, origin: ORIGIN } };
}

async function tokenFor(
  { db }: TestDatabase,
  person: Person,
  { scopes, projectIds }: { scopes: readonly Scope[]; projectIds: readonly string[] | undefined },
): Promise<Person> {
  const secret = newApiToken();
  await db
    .insertInto('api_tokens')
    .values({
      id: systemIds.next(),
      user_id: person.id,
      name: 'test',
      secret_hash: credentialHash(secret),
      hint: secret.slice(-4),
      scopes: [...scopes],
      project_ids: projectIds === undefined ? null : [...projectIds],
      expires_at: '2999-01-01T00:00:00Z',
    })
    .execute();
  return { id: person.id, email: person.email, headers: { authorization: `Bearer ${secret}` } };
}
