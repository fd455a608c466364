import { vi } from 'vitest';
import type { Product } from './product.ts';
import { callAs } from './through-api.ts';
import type { Visitor } from './visitor.ts';

/** Freezes the dataset as it stands and waits until the version is ready; gives its id. */
export async function frozenVersion(
  visitor: Visitor,
  product: Product,
  { projectId, datasetId }: { projectId: string; datasetId: string },
): Promise<string> {
  const path = `/projects/${projectId}/datasets/${datasetId}/versions`;
  const { id } = await callAs<{ id: string }>(visitor, product, { method: 'POST', path });
  const state = async (): Promise<string> => {
    const version = { method: 'GET', path: `/projects/${projectId}/versions/${id}` } as const;
    return (await callAs<{ state: string }>(visitor, product, version)).state;
  };
  await vi.waitUntil(async () => (await state()) === 'ready', { timeout: 20_000, interval: 50 });
  return id;
}
