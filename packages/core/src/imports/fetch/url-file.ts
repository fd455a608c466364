import type { Outgoing, OutgoingAnswer } from '@pairwright/runtime/outgoing/outgoing';
import { OutgoingError, shownAddress } from '@pairwright/runtime/outgoing/outgoing-error';
import { type RemoteAnswer, type RemoteAsk, RemoteFault, type RemoteFile } from './remote-file.ts';

export interface UrlLimits {
  readonly answerMs: number;
  readonly idleMs: number;
  /** Bytes per second. */
  readonly leastRate: number;
  readonly mostBytes: number;
}

/** Sends of a file host, until it ends at the storage behind it: two or three in practice. */
const REDIRECTS = 8;

/** A file behind an address, through the guard. */
export function urlFile(
  outgoing: Outgoing,
  { address, limits }: { address: string; limits: UrlLimits },
): RemoteFile {
  const { answerMs, idleMs, leastRate, mostBytes } = limits;
  const send = ({ start, validator, signal }: RemoteAsk): Promise<OutgoingAnswer> =>
    outgoing.send(address, {
      headers: {
        accept: '*/*',
        // The bytes as they are: a place in a packed transfer is no place in the file.
        'accept-encoding': 'identity',
        ...(start > 0 && validator !== null ? { range: `bytes=${start}-`, 'if-range': validator } : {}),
      },
      redirects: REDIRECTS,
      answerMs,
      limits: { idleMs, leastRate, mostBytes },
      signal,
    });
  return {
    async open(ask) {
      try {
        const first = await send(ask);
        if (canUse(first, ask)) return readAnswer(first, ask);
        first.close();
        const whole = { ...ask, start: 0, validator: null };
        return readAnswer(await send(whole), whole);
      } catch (error) {
        throw asFault(error);
      }
    },
  };
}

/** Not: a range that was not asked for, or of another version of the file. */
function canUse(answer: OutgoingAnswer, ask: RemoteAsk): boolean {
  if (answer.status === 416) return isAllHere(answer, ask);
  if (answer.status !== 206) return true;
  const validator = validatorOf(answer);
  return rangeOf(answer)?.start === ask.start && (validator === null || validator === ask.validator);
}

/** All of it arrived already, and the break came before its end was told. */
function isAllHere({ status, headers }: OutgoingAnswer, { start }: RemoteAsk): boolean {
  return status === 416 && start > 0 && headers['content-range'] === `bytes */${start}`;
}

function rangeOf({ headers }: OutgoingAnswer): { start: number; sizeBytes: number | null } | undefined {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
  if (range === null) return undefined;
  return { start: Number(range[1]), sizeBytes: range[2] === '*' ? null : Number(range[2]) };
}

function readAnswer(answer: OutgoingAnswer, ask: RemoteAsk): RemoteAnswer {
  const { status, headers } = answer;
  const body = throughFaults(answer.body);
  if (isAllHere(answer, ask)) {
    answer.close();
    return { start: ask.start, sizeBytes: ask.start, validator: ask.validator, body: nothing() };
  }
  if (status === 200) {
    const length = headers['content-length'];
    const sizeBytes = length === undefined ? null : Number(length);
    return { start: 0, sizeBytes, validator: validatorOf(answer), body };
  }
  const range = status === 206 ? rangeOf(answer) : undefined;
  if (range?.start === ask.start && ask.start > 0) return { ...range, validator: ask.validator, body };
  answer.close();
  throw statusFault(answer);
}

/** Strong ones only: a weak ETag may be the same for other bytes. */
function validatorOf({ headers }: OutgoingAnswer): string | null {
  const { etag } = headers;
  if (etag !== undefined) return /^"[^"]*"$/.test(etag) ? etag : null;
  return headers['last-modified'] ?? null;
}

function statusFault({ status, headers, url }: OutgoingAnswer): RemoteFault {
  const where = shownAddress(url);
  const wait = Number(headers['retry-after'] ?? Number.NaN);
  if (status === 401 || status === 403)
    return new RemoteFault('source_refused', {
      message: `${where} answered ${status}: it does not give the file to this server.`,
      fix: 'A signed address may have run out: make a new one. Or download the file and upload it.',
    });
  if (status === 404 || status === 410)
    return new RemoteFault('source_not_found', {
      message: `${where} answered ${status}: there is no file.`,
      fix: 'Check the address.',
    });
  return new RemoteFault('source_answered', {
    message: `${where} answered ${status} instead of the file.`,
    fix: 'Open the address in a browser to see what it says, then try again.',
    mayPass: status >= 500 || status === 429 || status === 408,
    waitSeconds: Number.isFinite(wait) ? wait : null,
  });
}

async function* throughFaults(body: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    throw asFault(error);
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {
  // The end is all that was missing.
}

function asFault(error: unknown): unknown {
  if (!(error instanceof OutgoingError)) return error;
  const { fault, message, fix, mayPass } = error;
  return new RemoteFault(`source_${fault}`, { message, fix, mayPass, cause: error });
}
