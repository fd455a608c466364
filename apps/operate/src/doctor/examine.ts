import { connectClient, explainConnectError } from '@pairwright/db/connect';
import { openDatabase } from '@pairwright/db/database';
import { timeLimits } from '@pairwright/db/time-limits';
import { type Examined, type Finding, fault, faultCodes } from './faults.ts';
import { lookAtAccounts } from './look-at-accounts.ts';
import {
  lookAtClock,
  lookAtConnections,
  lookAtDurability,
  lookAtMigrations,
  lookAtVacuum,
  lookAtVersion,
} from './look-at-database.ts';
import { lookAtAddress, lookAtNode, lookAtServer } from './look-at-settings.ts';
import { lookAtArtifacts, lookAtDisk, lookAtStore, openStore } from './look-at-store.ts';
import {
  lookAtBackup,
  lookAtMail,
  lookAtProvider,
  lookAtQueue,
  lookAtRedis,
  lookAtWorkers,
} from './look-at-work.ts';
import type { DatabasePatient, Look, OpenPatient, Patient } from './patient.ts';

/** Looks at everything that can be looked at, and goes on past what is broken. Never throws. */
export async function examine(patient: Patient): Promise<Examined[]> {
  const all: Examined[] = [];
  const look = async (check: string, looking: Look): Promise<readonly Finding[]> => {
    const seen = await looking.catch((error: unknown) => ({ findings: [], skipped: reasonOf(error) }));
    all.push({ check, ...seen });
    return seen.findings;
  };
  await look('node', Promise.resolve({ findings: lookAtNode(process.version), seen: process.version }));
  await look('address', Promise.resolve({ findings: lookAtAddress(patient.config) }));
  await look('server', lookAtServer(patient));
  const store = await openStore(patient.config);
  await look('store', lookAtStore(patient.config, store));
  await look('disk', lookAtDisk(patient));
  await look('redis', lookAtRedis(patient));
  await look('mail', lookAtMail(patient));
  await look('provider', lookAtProvider(patient));
  try {
    await examineDatabase({ patient, store: store instanceof Error ? undefined : store, look });
  } finally {
    if (!(store instanceof Error)) await store.close();
  }
  return all;
}

interface Examination {
  readonly patient: Patient;
  readonly store: OpenPatient['store'];
  readonly look: (check: string, looking: Look) => Promise<readonly Finding[]>;
}

async function examineDatabase({ patient, store, look }: Examination): Promise<void> {
  const client = await connectClient({
    url: patient.url,
    applicationName: 'pairwright-doctor',
    limits: { ...timeLimits.request, statementMs: 60_000 },
  }).catch((error: unknown) => explainConnectError(patient.url, error));
  if (client instanceof Error) {
    const finding = fault(
      'database_unreachable',
      client.message,
      'Do what the sentence before says; nothing works without it.',
    );
    await look('database', Promise.resolve({ findings: [finding] }));
    return;
  }
  const asked: DatabasePatient = { ...patient, client };
  try {
    await look('database', lookAtVersion(asked));
    await look('clock', lookAtClock(asked));
    await look('durability', lookAtDurability(asked));
    await look('vacuum', lookAtVacuum(asked));
    const schema = await look('migrations', lookAtMigrations(asked));
    // Without the tables there is nothing more to ask.
    if (schema.some(({ fault }) => fault === 'migrations_missing' || fault === 'half_restored')) return;
    await look('connections', lookAtConnections(asked));
    await look('accounts', lookAtAccounts(asked));
    await examineWork({ ...asked, store }, look);
  } finally {
    await client.end();
  }
}

async function examineWork(asked: Omit<OpenPatient, 'db'>, look: Examination['look']): Promise<void> {
  const db = await openDatabase({ url: asked.url, applicationName: 'pairwright-doctor', poolSize: 2 });
  try {
    const open: OpenPatient = { ...asked, db };
    await look('workers', lookAtWorkers(open));
    await look('queue', lookAtQueue(open));
    await look('artifacts', lookAtArtifacts(open));
    await look('backup', lookAtBackup(open));
  } finally {
    await db.close();
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What the process ends with: the code of the first fault; warnings count when `strict`. */
export function exitCodeOf(examined: readonly Examined[], strict: boolean): number {
  const findings = examined.flatMap(({ findings: found }) => found);
  const first = findings.find(({ severity }) => severity === 'fault') ?? (strict ? findings[0] : undefined);
  return first === undefined ? 0 : faultCodes[first.fault];
}
