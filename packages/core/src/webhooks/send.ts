import type { Outgoing, OutgoingAnswer } from '@pairwright/runtime/outgoing/outgoing';
import { OutgoingError } from '@pairwright/runtime/outgoing/outgoing-error';

/** Until the head of the answer, ms. */
const ANSWER_MS = 15_000;
/** Of the whole try, ms. */
const ALL_MS = 25_000;
/** What is kept of an answer. */
const EXCERPT_BYTES = 1_000;

/** What came of a try. */
export interface Sent {
  /** Null: there was no answer, and `fault` says why. */
  readonly status: number | null;
  readonly fault: string | null;
  /** The first characters of the answer; null where it had none. */
  readonly answer: string | null;
  readonly retryAfter: string | undefined;
}

export interface ToSend {
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

/** Sends once. Redirects are answers like others: where they lead to was never agreed. Throws the reason of the signal. */
export async function send(outgoing: Outgoing, { address, headers, body, signal }: ToSend): Promise<Sent> {
  const late = AbortSignal.timeout(ALL_MS);
  try {
    const bytes = Buffer.from(body, 'utf8');
    const answer = await outgoing.send(address, {
      method: 'POST',
      headers: { ...headers, 'content-length': bytes.length },
      body: bytes,
      redirects: 0,
      answerMs: ANSWER_MS,
      limits: { idleMs: 5_000, leastRate: 1, mostBytes: Number.MAX_SAFE_INTEGER },
      signal: AbortSignal.any([signal, late]),
    });
    const { status } = answer;
    const retryAfter = answer.headers['retry-after'];
    return { status, fault: null, answer: await readExcerpt(answer), retryAfter };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OutgoingError)
      return { status: null, fault: error.fault, answer: null, retryAfter: undefined };
    if (late.aborted) return { status: null, fault: 'too_slow', answer: null, retryAfter: undefined };
    throw error;
  }
}

/** The status counts whatever becomes of the rest. */
async function readExcerpt({ body, close }: OutgoingAnswer): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of body) {
      parts.push(part);
      size += part.length;
      if (size >= EXCERPT_BYTES) break;
    }
  } catch {
    // Broken off or too slow: what came is enough to look at.
  } finally {
    close();
  }
  const text = new TextDecoder().decode(Buffer.concat(parts).subarray(0, EXCERPT_BYTES));
  // The database takes no NUL, and nobody wants other control characters on a page.
  const shown = text.replaceAll(/(?![\t\n])\p{Cc}/gu, '\uFFFD');
  return shown === '' ? null : shown;
}
