/** A file on another machine, from a place on. */
export interface RemoteAnswer {
  /** Where its bytes begin: as asked for, or 0. */
  readonly start: number;
  /** Of the whole file; null when the other side does not tell. */
  readonly sizeBytes: number | null;
  /** Of this version of the file; null: it cannot be told, and so not gone on with. */
  readonly validator: string | null;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface RemoteAsk {
  /** From this byte on, if it is the same version still; else from 0. */
  readonly start: number;
  /** Of the version that the bytes before `start` are of. */
  readonly validator: string | null;
  readonly signal: AbortSignal;
}

export interface RemoteFile {
  /** Throws RemoteFault; the body does as well. */
  open(ask: RemoteAsk): Promise<RemoteAnswer>;
}

/** Why a file does not come, in words for people: no inner address, no query of an address. */
export class RemoteFault extends Error {
  readonly code: string;
  readonly fix: string;
  /** Whether it may go well when tried again soon. */
  readonly mayPass: boolean;
  /** How long the other side asks to wait; null: it does not say. */
  readonly waitSeconds: number | null;

  constructor(
    code: string,
    said: { message: string; fix: string; mayPass?: boolean; waitSeconds?: number | null; cause?: unknown },
  ) {
    super(said.message, said.cause === undefined ? undefined : { cause: said.cause });
    this.name = 'RemoteFault';
    this.code = code;
    this.fix = said.fix;
    this.mayPass = said.mayPass ?? false;
    this.waitSeconds = said.waitSeconds ?? null;
  }
}
