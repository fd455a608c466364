import { inTransaction } from '@pairwright/db/transaction';
import type { EngineServices } from '../import-engine.ts';
import { ImportTakenAway } from '../store-chunk.ts';
import { addPart } from '../upload/upload-parts.queries.ts';
import { beginVersion, holdFetch, takeUpFetch } from './fetch.queries.ts';
import type { FetchSettings } from './fetch-settings.ts';
import { PartReader } from './part-reader.ts';
import { type RemoteAnswer, RemoteFault, type RemoteFile } from './remote-file.ts';

/** How far a fetch has come; changes as it goes on. */
export interface Receiving {
  readonly importId: string;
  received: number;
  validator: string | null;
  /** How often what had arrived was thrown away. */
  restarts: number;
  /** When a person has waited long enough, ms since 1970. */
  readonly until: number;
}

/** A file that changes, or a host that cannot go on after a break, would keep a worker busy for ever. */
const MOST_RESTARTS = 4;

/** Takes one answer of the other side in, part by part; returns when the file is whole. Throws RemoteFault, or ImportTakenAway. */
export async function receiveFile(
  services: EngineServices,
  state: Receiving,
  { file, limits, signal }: { file: RemoteFile; limits: FetchSettings; signal: AbortSignal },
): Promise<void> {
  const leaving = new AbortController();
  const { received: start, validator } = state;
  const answer = await file.open({ start, validator, signal: AbortSignal.any([signal, leaving.signal]) });
  const reader = new PartReader(answer.body);
  try {
    refuseLarge(answer.sizeBytes ?? 0, limits.mostBytes);
    await beginAnswer(services, state, answer);
    for (let count = 0; !reader.ended; count += 1) {
      // Longer ones the longer it takes: each is a file of its own for a while.
      const part = { bytes: limits.part.bytes, ms: limits.part.ms * Math.min(8, 1 + count / 50) };
      await storePart(services, state, { body: reader.part(part), signal });
      refuseLarge(state.received, limits.mostBytes);
      refuseLate(state.until);
    }
  } finally {
    leaving.abort(new Error('The rest of the file is not wanted.'));
    await reader.close();
  }
  if (answer.sizeBytes !== null && state.received < answer.sizeBytes)
    throw new RemoteFault('source_broken_off', {
      message: `Only ${state.received} of ${answer.sizeBytes} bytes of the file came.`,
      fix: 'Try again later, or download the file and upload it.',
      mayPass: true,
    });
}

/** Notes the version that is coming. One that begins anew makes the parts before worthless. */
async function beginAnswer(
  { db, artifacts }: EngineServices,
  state: Receiving,
  { start, sizeBytes, validator }: RemoteAnswer,
): Promise<void> {
  const again = start !== state.received;
  if (again) state.restarts += 1;
  if (state.restarts > MOST_RESTARTS)
    throw new RemoteFault('source_changed', {
      message: 'The file began to come again and again: it changes, or its host cannot go on after a break.',
      fix: 'Try again when nobody writes it any more, or download the file and upload it.',
    });
  const old = await inTransaction(db.db, async (tx) => {
    const record = await holdFetch(tx, { importId: state.importId, offset: state.received });
    return beginVersion(tx, record, { validator, sizeBytes, again });
  });
  state.validator = validator;
  if (again) state.received = start;
  for (const { key } of old) await artifacts.delete(key);
}

async function storePart(
  { db, artifacts, ids }: EngineServices,
  state: Receiving,
  { body, signal }: { body: AsyncIterable<Uint8Array>; signal: AbortSignal },
): Promise<void> {
  const { importId, received: offset } = state;
  const key = `imports/${importId}/part-${ids.next()}`;
  const { size } = await artifacts.write(key, body, { signal });
  try {
    if (size > 0) {
      await inTransaction(db.db, async (tx) =>
        addPart(tx, await holdFetch(tx, { importId, offset }), { key, bytes: size }),
      );
      state.received += size;
      return;
    }
  } catch (error) {
    await artifacts.delete(key);
    throw error;
  }
  await artifacts.delete(key);
  if ((await takeUpFetch(db.db, importId)) === undefined) throw new ImportTakenAway(importId);
}

function refuseLarge(bytes: number, mostBytes: number): void {
  if (bytes > mostBytes)
    throw new RemoteFault('source_too_large', {
      message: `The file has more than ${mostBytes} bytes.`,
      fix: 'Split it and import the parts one after the other.',
    });
}

function refuseLate(until: number): void {
  if (Date.now() > until)
    throw new RemoteFault('source_too_slow', {
      message: 'The file did not come within a day.',
      fix: 'Download the file and upload it.',
    });
}
