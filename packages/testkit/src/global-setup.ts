import type { TestProject } from 'vitest/node';
import './provided.ts';
import { acquireServer, releaseServer } from './shared-server.ts';

export async function setup(project: TestProject): Promise<void> {
  const { server, folder } = await acquireServer();
  project.provide('postgresUrl', server.url());
  project.provide('sharedFolder', folder);
}

export async function teardown(): Promise<void> {
  await releaseServer();
}
