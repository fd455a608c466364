import { inTransaction } from '@pairwright/db/transaction';
import { recordSystem } from '../audit/record-system.ts';
import type { Services } from '../context.ts';
import { type Sealed, sealSecrets } from './seal-secrets.service.ts';

/** Seals secrets with the key in use, and writes down that some were. Throws as `sealSecrets`. */
export async function sealAnew(services: Pick<Services, 'db' | 'sealer'>): Promise<Sealed> {
  const sealed = await sealSecrets(services);
  const { lostDatasets: _lost, ...done } = sealed;
  if (Object.values(done).some((count) => count > 0))
    await inTransaction(services.db.db, (db) =>
      recordSystem(db, {
        action: 'sealSecrets',
        objectKind: 'secrets',
        objectId: null,
        projectId: null,
        before: null,
        after: { ...done, key: services.sealer.currentPrefix },
      }),
    );
  return sealed;
}
