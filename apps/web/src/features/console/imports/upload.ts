import { ApiProblem, NoAnswer } from '@pairwright/contract/client';
import type { ProblemBody } from '@pairwright/contract/errors';
import type { ImportJob } from '@pairwright/contract/imports';
import { api } from '../../../api/client.ts';
import { sessionLost } from '../../../api/session.ts';

export interface Upload {
  projectId: string;
  filename: string;
  sent: number;
  total: number;
  state: 'sending' | 'failed';
  error: unknown;
}

interface Running {
  upload: Upload;
  file: File;
  request: XMLHttpRequest;
}

/** Outside of React: going to another page does not stop an upload. */
let running: Running | null = null;
let shown: Upload | null = null;
const listeners = new Set<() => void>();

function show(next: Upload | null): void {
  shown = next;
  for (const listener of listeners) listener();
}

export function onUploadChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function currentUpload(): Upload | null {
  return shown;
}

/** Sends the file; the import as the server sees it goes to `onDone`. One upload at a time: a new one ends the one before. */
export function startUpload(projectId: string, file: File, onDone: (job: ImportJob) => void): void {
  cancelUpload();
  const request = new XMLHttpRequest();
  const upload: Upload = {
    projectId,
    filename: file.name,
    sent: 0,
    total: file.size,
    state: 'sending',
    error: null,
  };
  const mine: Running = { upload, file, request };
  running = mine;
  show(upload);
  const fail = (error: unknown): void => {
    if (running !== mine) return;
    guardLeaving(false);
    show({ ...mine.upload, state: 'failed', error });
  };
  request.open('POST', api.url('uploadImport', { params: { projectId }, query: { filename: file.name } }));
  request.setRequestHeader('content-type', 'application/x-ndjson');
  request.setRequestHeader('accept', 'application/json');
  request.upload.addEventListener('progress', (event) => {
    if (running !== mine) return;
    mine.upload = { ...mine.upload, sent: event.loaded };
    show(mine.upload);
  });
  request.addEventListener('error', () => fail(new NoAnswer('The upload broke off')));
  request.addEventListener('load', () => {
    if (running !== mine) return;
    const job = readAnswer(request);
    if (job instanceof Error) return fail(job);
    running = null;
    guardLeaving(false);
    show(null);
    onDone(job);
  });
  guardLeaving(true);
  request.send(file);
}

/** Ends the upload; the server throws away what it has of it. */
export function cancelUpload(): void {
  const before = running;
  running = null;
  guardLeaving(false);
  show(null);
  before?.request.abort();
}

/** Sends the same file again after a failure. */
export function retryUpload(onDone: (job: ImportJob) => void): void {
  if (running !== null) startUpload(running.upload.projectId, running.file, onDone);
}

function readAnswer(request: XMLHttpRequest): ImportJob | Error {
  let body: unknown;
  try {
    body = JSON.parse(request.responseText);
  } catch {
    return new NoAnswer('The answer broke off');
  }
  if (request.status >= 200 && request.status < 300) return body as ImportJob;
  if (request.status === 401) sessionLost();
  if (typeof body === 'object' && body !== null && 'code' in body) return new ApiProblem(body as ProblemBody);
  return new NoAnswer(`The server answered ${request.status}`);
}

function guardLeaving(on: boolean): void {
  if (on) addEventListener('beforeunload', askToStay);
  else removeEventListener('beforeunload', askToStay);
}

function askToStay(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
