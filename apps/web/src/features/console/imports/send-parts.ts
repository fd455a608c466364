import { ApiProblem, isForLater, NoAnswer } from '@pairwright/contract/client';
import type { ProblemBody } from '@pairwright/contract/errors';
import type { ImportUpload } from '@pairwright/contract/import-uploads';
import type { ImportJob } from '@pairwright/contract/imports';
import { sendMissingParts } from '@pairwright/contract/upload-loop';
import { api } from '../../../api/client.ts';
import { sessionLost } from '../../../api/session.ts';
import { forgetUpload, keepUpload, recallUpload } from './upload-memory.ts';

const partBytes = 8 * 1024 * 1024;

export interface Sending {
  projectId: string;
  file: File;
  signal: AbortSignal;
  /** Bytes that are sent, those of the part under way among them. */
  onSent: (bytes: number) => void;
  onBegun: (importId: string) => void;
}

/** Sends a file in parts and goes on after breaks, also after those of an earlier page; gives the import. */
export async function sendParts(sending: Sending): Promise<ImportJob> {
  const { projectId, file, signal } = sending;
  const begun = (await goOn(sending)) ?? (await begin(sending));
  const params = { projectId, importId: begun.importId };
  sending.onBegun(begun.importId);
  await sendMissingParts(begun, {
    put: (upload) => sendPart(sending, upload),
    ask: () => api.call('getUpload', { params }, { signal }),
    pause: (seconds) => pause(seconds * 1000, signal),
    signal,
  });
  const job = await api.call('finishUpload', { params, body: {} }, { signal });
  forgetUpload(projectId, file);
  return job;
}

async function begin({ projectId, file, signal }: Sending): Promise<ImportUpload> {
  const body = { filename: file.name, sizeBytes: file.size };
  const upload = await api.call('beginUpload', { params: { projectId }, body }, { signal });
  keepUpload(projectId, file, upload.importId);
  return upload;
}

/** The upload of this file that was begun before and is still waited for. */
async function goOn({ projectId, file, signal }: Sending): Promise<ImportUpload | null> {
  const importId = recallUpload(projectId, file);
  if (importId === null) return null;
  try {
    return await api.call('getUpload', { params: { projectId, importId } }, { signal });
  } catch (error) {
    if (!(error instanceof ApiProblem) || isForLater(error.body.status)) throw error;
    forgetUpload(projectId, file);
    return null;
  }
}

async function sendPart(sending: Sending, upload: ImportUpload): Promise<ImportUpload> {
  const { projectId, file, signal, onSent } = sending;
  const { importId, receivedBytes: offset, mostPartBytes } = upload;
  const part = file.slice(offset, Math.min(file.size, offset + Math.min(partBytes, mostPartBytes)));
  const sha256 = await sumOf(part);
  const query = { offset, ...(sha256 !== null && { sha256 }) };
  const { promise, resolve, reject } = withResolvers<ImportUpload>();
  const request = new XMLHttpRequest();
  const abort = (): void => request.abort();
  signal.addEventListener('abort', abort);
  request.open('PUT', api.url('putUploadPart', { params: { projectId, importId }, query }));
  request.setRequestHeader('content-type', 'application/octet-stream');
  request.setRequestHeader('accept', 'application/json');
  request.upload.addEventListener('progress', (event) => onSent(offset + Math.min(event.loaded, part.size)));
  request.addEventListener('error', () => reject(new NoAnswer('The upload broke off')));
  request.addEventListener('abort', () => reject(new NoAnswer('The upload was cancelled')));
  request.addEventListener('load', () => {
    const answer = readAnswer(request);
    if (answer instanceof Error) reject(answer);
    else resolve(answer);
  });
  request.send(part);
  try {
    const now = await promise;
    onSent(now.receivedBytes);
    return now;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Null where the page may not use the browser's cryptography (an address without https). */
async function sumOf(part: Blob): Promise<string | null> {
  const { subtle } = globalThis.crypto as { subtle?: SubtleCrypto };
  if (subtle === undefined) return null;
  const sum = new Uint8Array(await subtle.digest('SHA-256', await part.arrayBuffer()));
  return Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function readAnswer(request: XMLHttpRequest): ImportUpload | Error {
  let body: unknown;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    return new NoAnswer('The answer broke off');
  }
  if (request.status >= 200 && request.status < 300) return body as ImportUpload;
  if (request.status === 401) sessionLost();
  if (typeof body === 'object' && body !== null && 'code' in body) return new ApiProblem(body as ProblemBody);
  return new NoAnswer(`The server answered ${request.status}`);
}

/** So long, or until the device is online again. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = withResolvers<undefined>();
  const done = (): void => resolve(undefined);
  const timer = setTimeout(done, ms);
  addEventListener('online', done);
  signal.addEventListener('abort', done);
  await promise;
  clearTimeout(timer);
  removeEventListener('online', done);
  signal.removeEventListener('abort', done);
  signal.throwIfAborted();
}

function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
