import type { Services } from '../context.ts';
import { ScanError } from '@pairwright/runtime/antivirus/clamd';
import { ImportFailure } from './import-error.ts';

type Parts = Pick<Services, 'scanner' | 'artifacts' | 'log'>;

/**
 * Lets the virus scanner look at a stored file, where there is one. One in which it finds something is removed: nothing of it is
 * read or shown. Throws ImportFailure for that, and for a file that it cannot look at; anything else may be tried again.
 */
export async function scanFile(
  services: Parts,
  { key, importId, signal }: { key: string; importId: string; signal: AbortSignal },
): Promise<void> {
  const { scanner, artifacts, log } = services;
  if (scanner === undefined) return;
  const finding = await scanner.scan(await artifacts.read(key), signal).catch(explain);
  if (finding === null) return;
  log.warn(
    { importId, finding: finding.name },
    'the virus scanner found something in a file, which was removed',
  );
  await artifacts.delete(key);
  throw infected(finding.name, 'The file was removed. Bring one without it.');
}

/** The same for an image that stands in a row. */
export async function scanImage({ scanner }: Pick<Services, 'scanner'>, bytes: Uint8Array): Promise<void> {
  const finding = (await scanner?.scan(once(bytes), new AbortController().signal).catch(explain)) ?? null;
  if (finding !== null)
    throw infected(finding.name, 'It is in an image of this file. Bring the file without it.');
}

function infected(name: string, fix: string): ImportFailure {
  return new ImportFailure('file_infected', { message: `The virus scanner found “${name}”.`, fix });
}

function explain(error: unknown): never {
  if (error instanceof ScanError && error.fault !== 'unreachable')
    throw new ImportFailure('file_not_scanned', {
      message: error.message,
      fix: 'Bring it in smaller files, or let the operator raise the limits of the scanner.',
    });
  throw error;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
