import { openFolderStore } from '@pairwright/runtime/artifacts/folder-store';
import { processEnv } from '@pairwright/runtime/env';

/** Writes a file that never ends, and says so when its first bytes are on the disk. */
async function writeForEver(): Promise<void> {
  const store = await openFolderStore(processEnv()['STORE'] ?? '');
  const writer = await store.openWriter('exports/one/rows.jsonl');
  writer.write(Buffer.alloc(2 << 20, 'x'));
  await writer.drain();
  process.send?.('written');
  setInterval(() => undefined, 1_000);
}

await writeForEver();
