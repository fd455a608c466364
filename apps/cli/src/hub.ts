import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { CliError } from './cli-error.ts';
import { patiently } from './patiently.ts';
import type { PulledFile } from './pulled-folder.ts';

/**
 * The HTTP API of hubs that keep data sets as Git repositories with large files beside them (that of the Hugging Face Hub,
 * which others speak too): make the repository, ask how each file goes up, upload the large ones, commit all at once.
 */
export interface Hub {
  /** Origin without a trailing slash. */
  readonly address: string;
  readonly token: string;
}

/** The basic upload of a large file goes up to here; larger ones would need parts. */
export const MAX_FILE_BYTES = 5_000_000_000;
const SAMPLE_BYTES = 512;

const LFS_TYPE = 'application/vnd.git-lfs+json';

async function ask(hub: Hub, path: string, init: { body: unknown; type?: string }): Promise<Response> {
  const { body, type = 'application/json' } = init;
  return send(`${hub.address}${path}`, () => ({
    method: 'POST',
    headers: {
      authorization: `Bearer ${hub.token}`,
      'content-type': type,
      accept: type === LFS_TYPE ? type : 'application/json',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }));
}

/** Everything here may come twice: the hub knows files by their sums, and a commit of what is there changes nothing. */
async function send(address: string, init: () => RequestInit): Promise<Response> {
  return patiently(() => fetch(address, init())).catch((error: unknown) => {
    const cause = (error as { cause?: { code?: string } }).cause;
    const said = cause?.code === undefined ? '' : ` (${cause.code})`;
    throw new CliError(
      'unreachable',
      `No answer from ${new URL(address).origin}${said}. Is the address right? Push again: what the hub has is not sent twice.`,
    );
  });
}

/** The answer, or a CliError with what the hub says. Tokens are in no message. */
async function demand(answer: Response, what: string): Promise<Response> {
  if (answer.ok) return answer;
  const said = (await answer.text().catch(() => '')).slice(0, 500);
  const reason = answer.status === 401 || answer.status === 403 ? 'not_signed_in' : 'failed';
  throw new CliError(reason, `The hub refused to ${what} (${answer.status}). ${said}`.trim());
}

/** Makes the data set's repository; one that is there is taken as it is. */
export async function createRepository(hub: Hub, repository: string, isPrivate: boolean): Promise<void> {
  const [organization, name] = repository.split('/');
  const answer = await ask(hub, '/api/repos/create', {
    body: { type: 'dataset', name, organization, private: isPrivate },
  });
  if (answer.status !== 409) await demand(answer, `make ${repository}`);
}

/** Files asked about at once. */
const ASKED_AT_ONCE = 256;

/** How each file goes up: with the commit, or by itself before it. */
export async function uploadModes(
  hub: Hub,
  repository: string,
  files: readonly PulledFile[],
): Promise<ReadonlyMap<string, 'regular' | 'lfs'>> {
  const modes = new Map<string, 'regular' | 'lfs'>();
  for (let from = 0; from < files.length; from += ASKED_AT_ONCE) {
    const asked = await Promise.all(
      files
        .slice(from, from + ASKED_AT_ONCE)
        .map(async ({ name, path, size }) => ({ path: name, size, sample: await sampleOf(path) })),
    );
    const answer = await demand(
      await ask(hub, `/api/datasets/${repository}/preupload/main`, { body: { files: asked } }),
      'take the files',
    );
    const told = (await answer.json()) as { files: { path: string; uploadMode: 'regular' | 'lfs' }[] };
    for (const { path, uploadMode } of told.files) modes.set(path, uploadMode);
  }
  return modes;
}

async function sampleOf(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    return buffer.subarray(0, bytesRead).toString('base64');
  } finally {
    await file.close();
  }
}

interface LfsAction {
  readonly href: string;
  readonly header?: Record<string, string>;
}

interface LfsObject {
  readonly oid: string;
  readonly error?: { readonly message: string };
  readonly actions?: { readonly upload?: LfsAction; readonly verify?: LfsAction };
}

/** Uploads a large file under its sha256; false: the hub has it already. */
export async function uploadLarge(hub: Hub, repository: string, file: PulledFile): Promise<boolean> {
  const answer = await demand(
    await ask(hub, `/datasets/${repository}.git/info/lfs/objects/batch`, {
      type: LFS_TYPE,
      body: {
        operation: 'upload',
        transfers: ['basic'],
        hash_algo: 'sha256',
        ref: { name: 'main' },
        objects: [{ oid: file.sha256, size: file.size }],
      },
    }),
    `take ${file.name}`,
  );
  const [object] = ((await answer.json()) as { objects: LfsObject[] }).objects;
  if (object === undefined || object.error !== undefined)
    throw new CliError(
      'failed',
      `The hub does not take ${file.name}. ${object?.error?.message ?? ''}`.trim(),
    );
  const { upload, verify } = object.actions ?? {};
  if (upload === undefined) return false;
  // The address is signed by itself: the token stays with the hub.
  const put = (): RequestInit & { duplex: 'half' } => ({
    method: 'PUT',
    headers: { ...upload.header, 'content-length': String(file.size) },
    body: Readable.toWeb(createReadStream(file.path)) as ReadableStream,
    duplex: 'half',
  });
  await demand(await send(upload.href, put), `store ${file.name}`);
  if (verify !== undefined) {
    const checked = await send(verify.href, () => ({
      method: 'POST',
      headers: {
        authorization: `Bearer ${hub.token}`,
        'content-type': LFS_TYPE,
        ...verify.header,
      },
      body: JSON.stringify({ oid: file.sha256, size: file.size }),
    }));
    await demand(checked, `confirm ${file.name}`);
  }
  return true;
}

export interface HubCommit {
  readonly summary: string;
  /** Go with the commit; their bytes in base64. */
  readonly regular: readonly { readonly name: string; readonly content: Buffer }[];
  readonly large: readonly PulledFile[];
}

/** All files in one commit; gives its address where the hub tells it. */
export async function commitFiles(
  hub: Hub,
  repository: string,
  { summary, regular, large }: HubCommit,
): Promise<string | null> {
  const lines = [
    { key: 'header', value: { summary, description: '' } },
    ...regular.map(({ name, content }) => ({
      key: 'file',
      value: { path: name, content: content.toString('base64'), encoding: 'base64' },
    })),
    ...large.map(({ name, sha256, size }) => ({
      key: 'lfsFile',
      value: { path: name, algo: 'sha256', oid: sha256, size },
    })),
  ];
  const answer = await demand(
    await ask(hub, `/api/datasets/${repository}/commit/main`, {
      type: 'application/x-ndjson',
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    }),
    'commit the files',
  );
  const told = (await answer.json()) as { commitUrl?: string };
  return told.commitUrl ?? null;
}
