import type { TestDatabase } from '@pairwright/testkit/test-database';
import { faultsOf } from '../chaos/checker.ts';
import type { History } from '../chaos/history.ts';
import { auditFaults } from './audit-checker.ts';
import {
  importFaults,
  type ImportedInto,
  labelFaults,
  standOf,
  unfinished,
  versionFaults,
} from './data-checker.ts';
import { fileFaults } from './file-checker.ts';
import type { Files } from './files.ts';
import type { Ledger } from './ledger.ts';

export interface Told {
  /** Where people judged, and what they were told. */
  readonly judged: { readonly projectId: string; readonly history: History };
  /** Where rows were imported. */
  readonly importedInto: ImportedInto;
  /** Where somebody was excluded and taken in again, and how it stood before. */
  readonly healed: { readonly projectId: string; readonly stand: string };
  readonly ledger: Ledger;
}

/** One sentence for everything that must not be. It reads tables and files, and knows nothing of how the product counts. */
export async function allFaults(
  pool: TestDatabase['pool'],
  files: Files,
  { judged, importedInto, healed, ledger }: Told,
): Promise<string[]> {
  const found = [
    ledger.faults,
    await unfinished(pool),
    await faultsOf(pool, judged.projectId, judged.history),
    await labelFaults(pool, judged.projectId),
    await importFaults(pool, importedInto, ledger),
    await versionFaults(pool, judged.projectId, ledger),
    await fileFaults(pool, files, ledger),
    await auditFaults(pool, ledger),
  ].flat();
  const same = (await standOf(pool, healed.projectId)) === healed.stand;
  return same
    ? found
    : [...found, 'Counters or labels are not what they were before the exclusion that was ended.'];
}
