import { Zip, ZipPassThrough } from 'fflate';

/** A file that goes into a zip as it comes. */
export interface ZippedFile {
  readonly name: string;
  readonly body: AsyncIterable<Uint8Array>;
}

/** What a zip file adds to the bytes of a file with a name of so many bytes, at most. */
export const zipOverhead = (nameBytes: number): number => 2 * nameBytes + 120;

/** Files as one zip file, one after the other and not packed. Memory: one piece. Less than 4 GiB and 65,535 files. */
export async function* zipOf(files: AsyncIterable<ZippedFile>): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let failure: Error | null = null;
  const zip = new Zip((error, bytes) => {
    failure ??= error;
    ready.push(bytes);
  });
  const taken = function* (): Generator<Uint8Array> {
    if (failure !== null) throw failure;
    yield* ready.splice(0);
  };
  for await (const { name, body } of files) {
    const entry = new ZipPassThrough(name);
    // The same files give the same bytes. The first moment that a zip can tell, which is one of the local clock.
    entry.mtime = new Date(1980, 0, 1);
    zip.add(entry);
    for await (const piece of body) {
      entry.push(piece);
      yield* taken();
    }
    entry.push(new Uint8Array(0), true);
    yield* taken();
  }
  zip.end();
  yield* taken();
}
