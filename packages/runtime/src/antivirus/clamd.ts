import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What was found in bytes; null: nothing that the scanner knows. */
export type Finding = { readonly name: string } | null;

/** Looks for known malicious content. */
export interface Scanner {
  /** Reads to the end of the bytes, or to where the scanner has seen enough. Throws ScanError, or the reason of the signal. */
  scan(bytes: AsyncIterable<Uint8Array>, signal: AbortSignal): Promise<Finding>;
}

/**
 * Nothing can be said about the bytes. `too_large`: more than the scanner takes, of which some only break off. `unreachable`: try
 * again later.
 */
export class ScanError extends Error {
  readonly fault: 'unreachable' | 'too_large' | 'refused';

  constructor(fault: ScanError['fault'], message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ScanError';
    this.fault = fault;
  }
}

/** Larger parts only wait in the socket. */
const PART_BYTES = 64 * 1024;
/** Without a byte from the scanner, or room for one to it. Deep archives take it long. */
const SILENCE_MS = 120_000;
const MOST_ANSWER = 4_096;

/** `tcp://host:3310`, or `unix:/path/of/its/socket`. */
export function openClamd(address: string): Scanner {
  return { scan: (bytes, signal) => scan(address, bytes, signal) };
}

/** One connection for each scan, by clamd's own command INSTREAM: parts with their lengths, and one of no length at the end. */
async function scan(
  address: string,
  bytes: AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): Promise<Finding> {
  signal.throwIfAborted();
  const socket = connectTo(address);
  const stop = (): void => void socket.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop);
  socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('The scanner says nothing.')));
  const answer = readAnswer(socket);
  // Looked at below; it may come before all was sent.
  answer.catch(() => undefined);
  try {
    await once(socket, 'connect', { signal }).catch((cause: unknown) => {
      throw new ScanError('unreachable', `The virus scanner at ${address} cannot be reached.`, cause);
    });
    await send(socket, bytes);
    return readFinding(await answer.catch((cause: unknown) => Promise.reject(brokenOff(cause))));
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    // What it does not want to read to the end, it closes the door to; its answer says why, where it still came through.
    const said = error instanceof ScanError && socket.destroyed ? await answer.catch(() => '') : '';
    if (said !== '') return readFinding(said);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    socket.destroy();
  }
}

function connectTo(address: string): Socket {
  const url = new URL(address);
  return url.protocol === 'unix:'
    ? connect(decodeURIComponent(url.pathname))
    : connect(Number(url.port === '' ? 3310 : url.port), url.hostname.replaceAll(/^\[|\]$/g, ''));
}

async function send(socket: Socket, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const write = async (piece: Uint8Array): Promise<void> => {
    if (socket.destroyed || socket.readableEnded) throw brokenOff(socket.errored);
    if (socket.write(piece)) return;
    await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), closed]);
  };
  await write(Buffer.from('zINSTREAM\0'));
  for await (const part of bytes) {
    for (let at = 0; at < part.length; at += PART_BYTES) {
      const piece = part.subarray(at, at + PART_BYTES);
      const head = Buffer.alloc(4);
      head.writeUInt32BE(piece.length);
      await write(head);
      await write(piece);
    }
  }
  await write(Buffer.alloc(4));
}

const brokenOff = (cause: unknown): ScanError =>
  new ScanError(
    'too_large',
    'The virus scanner broke off while it was sent the file. It may be larger than it takes (StreamMaxLength of clamd).',
    cause,
  );

/** Up to its NUL, or the end. Rejects when the connection breaks before it has said anything. */
function readAnswer(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => {
      said += text;
      if (said.includes('\0') || said.length > MOST_ANSWER) resolve(said.split('\0', 1)[0] ?? '');
    });
    socket.on('error', (error) => (said === '' ? reject(error) : resolve(said)));
    socket.on('close', () =>
      said === '' ? reject(new Error('The scanner closed the connection.')) : resolve(said),
    );
  });
}

function readFinding(answer: string): Finding {
  const said = answer.trim();
  if (said === 'stream: OK') return null;
  const name = /^stream: (.+) FOUND$/.exec(said)?.[1];
  if (name !== undefined) return { name };
  if (/size limit exceeded/i.test(said))
    throw new ScanError(
      'too_large',
      'The file is larger than the virus scanner takes (StreamMaxLength of clamd).',
    );
  throw new ScanError('refused', `The virus scanner could not look at the file: ${said.slice(0, 200)}`);
}
