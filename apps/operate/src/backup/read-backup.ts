import { createHash, type Hash } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { z } from 'zod';
import { OperateError } from '../operate-error.ts';
import { ByteReader } from './byte-reader.ts';
import { decrypted, ENCRYPTED_MAGIC } from './encryption.ts';
import {
  type ArtifactSum,
  artifactSum,
  head as headShape,
  HEAD,
  type Head,
  MANIFEST,
  MANIFEST_SUM,
  manifest as manifestShape,
  type Manifest,
  type Part,
} from './format.ts';
import type { BackupPlace } from './place.ts';
import { countRows } from './snapshot.ts';
import { type TarEntry, tarEntries } from './tar-entries.ts';

const unzip = promisify(gunzip);

/** What is done with the contents of a backup while it is read. All sums are checked on the way. */
export interface BackupVisitor {
  head?(head: Head): Promise<void> | void;
  /** Whole rows of a table in COPY's text format; all of one table behind each other. */
  rows?(table: string, text: Buffer): Promise<void>;
  /** All rows were given. Called once, before the first artifact. */
  rowsEnd?(): Promise<void>;
  /** Must read the body to its end. */
  artifact?(key: string, body: AsyncIterable<Uint8Array>): Promise<void>;
}

export interface ReadOptions {
  readonly passphrase: string | undefined;
  readonly onBytes?: (bytes: number) => void;
  /** Takes in every byte of the file. */
  readonly sum?: Hash;
}

const damaged = (what: string): OperateError =>
  new OperateError(`The backup is damaged: ${what}. Take another copy.`);

/**
 * Reads a backup from its beginning to its end, checks every sum and that nothing is missing, and gives its manifest. Throws
 * OperateError when it is damaged, cut off, encrypted with another passphrase, or no backup.
 */
export async function readBackup(
  place: BackupPlace,
  visitor: BackupVisitor,
  options: ReadOptions,
): Promise<Manifest> {
  const source = counted(await place.read(), options);
  const bytes = await opened(source, { name: place.name, passphrase: options.passphrase });
  const walk = new Walk(visitor);
  for await (const entry of tarEntries(bytes)) await walk.take(entry);
  return walk.end();
}

/** Its first entry alone. */
export async function readHead(place: BackupPlace, passphrase: string | undefined): Promise<Head> {
  const bytes = await opened(await place.read(), { name: place.name, passphrase });
  for await (const entry of tarEntries(bytes)) return parseHead(await whole(entry.body), entry.name);
  throw notOurs(place.name);
}

/** Whether a passphrase is needed to read it. */
export async function isEncrypted(place: BackupPlace): Promise<boolean> {
  const reader = new ByteReader(await place.read());
  const front = await reader.peek(ENCRYPTED_MAGIC.length);
  await reader.leave();
  return front.toString('latin1') === ENCRYPTED_MAGIC;
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  { onBytes, sum }: ReadOptions,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    onBytes?.(chunk.byteLength);
    sum?.update(chunk);
    yield chunk;
  }
}

const notOurs = (name: string): OperateError =>
  new OperateError(
    `${name} is not a backup of Pairwright. Give the file that "pairwright backup" has written.`,
  );

async function opened(
  source: AsyncIterable<Uint8Array>,
  { name, passphrase }: { name: string; passphrase: string | undefined },
): Promise<AsyncIterable<Uint8Array>> {
  const reader = new ByteReader(source);
  const front = await reader.peek(512);
  if (front.subarray(0, ENCRYPTED_MAGIC.length).toString('latin1') === ENCRYPTED_MAGIC) {
    if (passphrase === undefined)
      throw new OperateError(
        `${name} is encrypted: give its passphrase in PAIRWRIGHT_BACKUP_PASSPHRASE, with --passphrase-file, or when asked.`,
      );
    return decrypted(reader, passphrase);
  }
  if (!front.subarray(0, HEAD.length).equals(Buffer.from(HEAD))) throw notOurs(name);
  return reader.rest();
}

/** The order of the parts, their sums, and what must be there at the end. */
class Walk {
  readonly #visitor: BackupVisitor;
  readonly #parts: Part[] = [];
  readonly #rowsOf = new Map<string, number>();
  readonly #sums: Part[] = [];
  #artifacts: ArtifactSum[] = [];
  #artifactCount = 0;
  #head: Head | undefined;
  #rowsEnded = false;
  #manifest: { readonly value: Manifest; readonly sha256: string } | undefined;
  #complete = false;

  constructor(visitor: BackupVisitor) {
    this.#visitor = visitor;
  }

  async take(entry: TarEntry): Promise<void> {
    if (this.#head === undefined) return this.#takeHead(entry);
    if (entry.name === MANIFEST_SUM) return this.#takeManifestSum(entry);
    if (this.#manifest !== undefined) throw damaged(`${entry.name} stands behind its manifest`);
    if (entry.name.startsWith('tables/')) return this.#takeRows(entry);
    if (!this.#rowsEnded) {
      this.#rowsEnded = true;
      await this.#visitor.rowsEnd?.();
    }
    if (entry.name.startsWith('artifacts/')) return this.#takeArtifact(entry);
    if (entry.name.startsWith('artifact-sums/')) return this.#takeSums(entry);
    if (entry.name === MANIFEST) return this.#takeManifest(entry);
    throw damaged(`nobody knows what ${entry.name} is`);
  }

  end(): Manifest {
    if (this.#manifest === undefined || !this.#complete)
      throw new OperateError('The backup is cut off: its end is missing. Take another copy.');
    return this.#manifest.value;
  }

  async #takeHead(entry: TarEntry): Promise<void> {
    this.#head = parseHead(await whole(entry.body), entry.name);
    await this.#visitor.head?.(this.#head);
  }

  async #takeRows(entry: TarEntry): Promise<void> {
    const table = entry.name.split('/')[1] ?? '';
    const packed = await whole(entry.body);
    const text = await unzip(packed).catch(() => {
      throw damaged(`${entry.name} cannot be unpacked`);
    });
    this.#parts.push({ name: entry.name, bytes: packed.length, sha256: sha256Of(packed) });
    this.#rowsOf.set(table, (this.#rowsOf.get(table) ?? 0) + countRows(text));
    if (this.#rowsEnded) throw damaged(`${entry.name} stands behind the files`);
    await this.#visitor.rows?.(table, text);
  }

  async #takeArtifact(entry: TarEntry): Promise<void> {
    const key = entry.name.slice('artifacts/'.length);
    const hash = createHash('sha256');
    let bytes = 0;
    const hashed = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of entry.body) {
        hash.update(chunk);
        bytes += chunk.byteLength;
        yield chunk;
      }
    };
    await (this.#visitor.artifact?.(key, hashed()) ?? readThrough(hashed()));
    this.#artifacts.push({ key, bytes, sha256: hash.digest('hex') });
    this.#artifactCount += 1;
  }

  async #takeSums(entry: TarEntry): Promise<void> {
    const body = await whole(entry.body);
    const lines = body.toString('utf8').split('\n').slice(0, -1);
    const said = lines.map((line) => parsed(artifactSum, line, entry.name));
    for (let at = 0; at < Math.max(said.length, this.#artifacts.length); at += 1)
      if (!same(said[at], this.#artifacts[at]))
        throw damaged(`the file ${(this.#artifacts[at] ?? said[at])?.key} is not as it was`);
    this.#sums.push({ name: entry.name, bytes: body.length, sha256: sha256Of(body) });
    this.#artifacts = [];
  }

  async #takeManifest(entry: TarEntry): Promise<void> {
    const body = await whole(entry.body);
    const value = parsed(manifestShape, body.toString('utf8'), entry.name);
    const parts = value.tables.flatMap((table) => table.parts);
    const wrong = firstOther(parts, this.#parts) ?? firstOther(value.artifacts.sums, this.#sums);
    if (wrong !== undefined) throw damaged(`${wrong} is not as it was`);
    const short = value.tables.find(({ name, rows }) => rows !== (this.#rowsOf.get(name) ?? 0));
    if (short !== undefined) throw damaged(`the table ${short.name} has not the rows that it had`);
    if (value.artifacts.count !== this.#artifactCount || this.#artifacts.length > 0)
      throw damaged('it has not the files that it had');
    if (value.id !== this.#head?.id) throw damaged('its beginning and its end are of different backups');
    this.#manifest = { value, sha256: sha256Of(body) };
  }

  async #takeManifestSum(entry: TarEntry): Promise<void> {
    const text = (await whole(entry.body)).toString('utf8');
    if (text !== `${this.#manifest?.sha256}  ${MANIFEST}\n`) throw damaged(`${MANIFEST} is not as it was`);
    this.#complete = true;
  }
}

async function readThrough(body: AsyncIterable<Uint8Array>): Promise<void> {
  const reader = body[Symbol.asyncIterator]();
  for (let next = await reader.next(); next.done !== true; next = await reader.next());
}

function parseHead(body: Buffer, name: string): Head {
  if (name !== HEAD) throw damaged('its beginning is missing');
  return parsed(headShape, body.toString('utf8'), HEAD);
}

function parsed<T extends z.ZodType>(shape: T, text: string, name: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(`${name} cannot be read`);
  }
  const result = shape.safeParse(value);
  if (!result.success) throw damaged(`${name} cannot be understood`);
  return result.data;
}

function firstOther(said: readonly Part[], seen: readonly Part[]): string | undefined {
  for (let at = 0; at < Math.max(said.length, seen.length); at += 1) {
    const [one, other] = [said[at], seen[at]];
    if (one?.name !== other?.name || one?.sha256 !== other?.sha256) return (other ?? one)?.name;
  }
  return undefined;
}

function same(one: ArtifactSum | undefined, other: ArtifactSum | undefined): boolean {
  return one?.key === other?.key && one?.bytes === other?.bytes && one?.sha256 === other?.sha256;
}

async function whole(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
