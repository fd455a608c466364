import type { TestProject } from 'vitest/node';
import { acquireServer, releaseServer } from './shared-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Superuser URL of the throw-away server, database "postgres". */
    postgresUrl: string;
  }
}

export async function setup(project: TestProject): Promise<void> {
  const server = await acquireServer();
  project.provide('postgresUrl', server.url());
}

export async function teardown(): Promise<void> {
  await releaseServer();
}
