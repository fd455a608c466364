import path from 'node:path';
import type { Config } from '../env.ts';
import { openFolderStore } from './folder-store.ts';
import type { ArtifactStore } from './store.ts';

/** The store the configuration names: the S3 bucket, or the folder `artifacts` of the data folder. */
export async function openArtifactStore(config: Config): Promise<ArtifactStore> {
  if (config.s3 === undefined) return openFolderStore(path.join(config.dataDir, 'artifacts'));
  // Loaded only when wanted: the client is large and folder users should not wait for it.
  const { openS3Store } = await import('./s3-store.ts');
  return openS3Store({ ...config.s3, keys: config.secrets.reveal().s3 });
}
