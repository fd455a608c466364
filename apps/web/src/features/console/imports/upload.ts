import type { ImportJob } from '@pairwright/contract/imports';
import { api } from '../../../api/client.ts';
import { sendParts } from './send-parts.ts';
import { forgetUpload } from './upload-memory.ts';

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
  stop: AbortController;
  /** Once the server has given it one. */
  importId: string | null;
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

/**
 * Sends the file in parts; the import as the server sees it goes to `onDone`. One upload at a time: a new one ends the one
 * before. The same file again goes on where it broke off.
 */
export function startUpload(projectId: string, file: File, onDone: (job: ImportJob) => void): void {
  if (running !== null && running.file !== file) cancelUpload();
  else stopSending();
  const upload: Upload = {
    projectId,
    filename: file.name,
    sent: 0,
    total: file.size,
    state: 'sending',
    error: null,
  };
  const mine: Running = { upload, file, stop: new AbortController(), importId: null };
  running = mine;
  show(upload);
  guardLeaving(true);
  const sending = {
    projectId,
    file,
    signal: mine.stop.signal,
    onSent: (sent: number) => {
      if (running !== mine) return;
      mine.upload = { ...mine.upload, sent };
      show(mine.upload);
    },
    onBegun: (importId: string) => {
      mine.importId = importId;
    },
  };
  sendParts(sending).then(
    (job) => {
      if (running !== mine) return;
      running = null;
      guardLeaving(false);
      show(null);
      onDone(job);
    },
    (error: unknown) => {
      if (running !== mine) return;
      guardLeaving(false);
      show({ ...mine.upload, state: 'failed', error });
    },
  );
}

function stopSending(): void {
  running?.stop.abort();
  running = null;
  guardLeaving(false);
}

/** Ends the upload; the server throws away what it has of it. */
export function cancelUpload(): void {
  const before = running;
  stopSending();
  show(null);
  if (before === null) return;
  const { projectId } = before.upload;
  forgetUpload(projectId, before.file);
  if (before.importId === null) return;
  // Should this get lost, what arrived is thrown away after a day.
  const params = { projectId, importId: before.importId };
  void api.call('cancelImport', { params }).catch(() => undefined);
}

/** Goes on with the same file after a failure. */
export function retryUpload(onDone: (job: ImportJob) => void): void {
  if (running !== null) startUpload(running.upload.projectId, running.file, onDone);
}

function guardLeaving(on: boolean): void {
  if (on) addEventListener('beforeunload', askToStay);
  else removeEventListener('beforeunload', askToStay);
}

function askToStay(event: BeforeUnloadEvent): void {
  event.preventDefault();
}
