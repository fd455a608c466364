import { zipOf, type ZippedFile, zipOverhead } from '@pairwright/formats/containers/zip-stream';

/** What a zip holds at most. */
const mostBytes = 2 ** 32 - 1;
export const mostFiles = 1_000;
/** So much is handed to the browser at a time, which keeps it on the disk where it likes. */
const handedBytes = 32 * 1024 * 1024;

/** Why files cannot be sent as one; null: they can. */
export function packFault(files: readonly { name: string; size: number }[]): 'too_many' | 'too_large' | null {
  if (files.length > mostFiles) return 'too_many';
  const bytes = files.reduce((sum, { name, size }) => sum + size + zipOverhead(4 * name.length + 8), 0);
  return bytes > mostBytes ? 'too_large' : null;
}

/** Names inside the archive: files of several folders may have the same one. */
export function namesInside(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return before === 0 ? name : `${before + 1}/${name}`;
  });
}

/**
 * Several files as one, a zip that is not packed: they become one import, in which shards of a data set follow each other and
 * outputs of several models meet. The same files in whatever order are the same file, so that an upload goes on with them.
 */
export async function packFiles(chosen: readonly File[]): Promise<File> {
  const files = chosen.toSorted((one, other) =>
    one.name < other.name ? -1 : one.name > other.name ? 1 : one.size - other.size,
  );
  const [first] = files;
  if (first === undefined) throw new RangeError('there is no file to send');
  if (files.length === 1) return first;
  const blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  for await (const piece of zipOf(opened(files))) {
    pieces.push(piece as Uint8Array<ArrayBuffer>);
    held += piece.length;
    if (held < handedBytes) continue;
    blobs.push(new Blob(pieces));
    pieces = [];
    held = 0;
  }
  const lastModified = Math.max(...files.map((file) => file.lastModified));
  return new File([...blobs, ...pieces], `${first.name}+${files.length - 1}.zip`, {
    type: 'application/zip',
    lastModified,
  });
}

async function* opened(files: readonly File[]): AsyncGenerator<ZippedFile> {
  const names = namesInside(files.map(({ name }) => name));
  for (const [index, file] of files.entries()) yield { name: names[index]!, body: bodyOf(file) };
}

/** Its bytes as they are read; not every browser iterates over a stream. */
async function* bodyOf(file: File): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
