import type { Services } from '@pairwright/core/context';
import { executeFetch, type Fetching } from '@pairwright/core/imports/fetch/fetch-engine';
import type { Handlers } from '@pairwright/queue/registry-types';

/** Fetches the file of an import from an address or from S3. */
export function importFetchJob(services: Services, fetching: Fetching): Handlers['import.fetch'] {
  return ({ payload, signal, lastAttempt, log }) =>
    executeFetch({ ...services, log }, fetching, { importId: payload.importId, signal, lastAttempt });
}
