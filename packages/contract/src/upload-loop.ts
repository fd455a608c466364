import { ApiProblem, isForLater, NoAnswer } from './client.ts';
import type { ImportUpload } from './import-uploads.ts';

/** Seconds before a part that broke off is sent again. */
const waits = [1, 2, 4, 8, 15, 30, 60];

export interface UploadSteps {
  /** Sends the part that begins at `receivedBytes`. */
  put(upload: ImportUpload): Promise<ImportUpload>;
  /** How far the server says it came. */
  ask(): Promise<ImportUpload>;
  /** Ends early where going on is worth a try. */
  pause(seconds: number): Promise<void>;
  readonly signal?: AbortSignal;
}

/** Sends what is missing of an upload in parts and goes on after breaks; throws what no waiting mends. */
export async function sendMissingParts(begun: ImportUpload, steps: UploadSteps): Promise<void> {
  let upload = begun;
  let breaks = 0;
  while (upload.receivedBytes < upload.sizeBytes) {
    steps.signal?.throwIfAborted();
    try {
      upload = await steps.put(upload);
      breaks = 0;
    } catch (error) {
      const wait = waits[breaks];
      if (steps.signal?.aborted === true || !isBreak(error) || wait === undefined) throw error;
      breaks += 1;
      await steps.pause(Math.max(wait, askedFor(error)));
      // How far it came is known to the server alone.
      upload = await steps.ask().catch((reason: unknown) => {
        if (isBreak(reason)) return upload;
        throw reason;
      });
    }
  }
}

/** Seconds that the server wants to be left alone for. */
function askedFor(error: unknown): number {
  return error instanceof ApiProblem ? (error.body.retryAfterSeconds ?? 0) : 0;
}

/** Nobody answered, not the server itself, or it has too much to do: worth another try. */
function isBreak(error: unknown): boolean {
  return error instanceof NoAnswer || (error instanceof ApiProblem && isForLater(error.body.status));
}
