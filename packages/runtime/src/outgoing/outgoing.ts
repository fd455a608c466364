import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, RequestOptions } from 'node:http';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { type BodyLimits, readBody, tooLarge } from './body.ts';
import { OutgoingError } from './outgoing-error.ts';
import {
  checkAddresses,
  checkTarget,
  notAllowed,
  type OutgoingPolicy,
  readAddress,
  type Target,
} from './policy.ts';
import { type Resolver, systemResolver } from './resolver.ts';

/** Of an answer's head; more is no web server's usual answer. */
const MOST_HEADER_BYTES = 32 * 1024;

export interface OutgoingRequest {
  readonly method?: 'GET' | 'HEAD' | 'POST';
  /** They go to every hop: nothing that only the first host may know. */
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: Uint8Array;
  /** Hops that are followed, each checked like the first address; 0 gives the redirect itself as the answer. */
  readonly redirects: number;
  /** For look-up, connection and head of each hop, ms. */
  readonly answerMs: number;
  readonly limits: BodyLimits;
  readonly signal: AbortSignal;
}

export interface OutgoingAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where it came from, after redirects. */
  readonly url: URL;
  /** As sent, not unpacked. Read it or close the answer. */
  readonly body: AsyncGenerator<Uint8Array>;
  close(): void;
}

/** Requests to addresses that people gave: they go only where the operator's policy lets them. */
export interface Outgoing {
  /** What can be said about an address without any traffic. Throws OutgoingError. */
  check(address: string): URL;
  /** The same, and that its name stands for addresses that may be reached now. Throws OutgoingError, or the reason of the signal. */
  checkReach(address: string, signal: AbortSignal): Promise<URL>;
  /** Throws OutgoingError, or the reason of the signal. An answer of any status is an answer. */
  send(address: string, request: OutgoingRequest): Promise<OutgoingAnswer>;
}

/**
 * Names are looked up here, once for each hop, every address is checked, and the connection goes to the addresses that were
 * checked: what a name stands for a moment later does not matter. No connection is used twice, no cookies, no credentials.
 */
export function openOutgoing(policy: OutgoingPolicy, resolve: Resolver = systemResolver): Outgoing {
  const open = async (url: URL, request: OutgoingRequest): Promise<OutgoingAnswer> => {
    const target = checkTarget(policy, url);
    const clock = new AbortController();
    const timer = setTimeout(() => clock.abort(noAnswer(target)), request.answerMs);
    const signal = AbortSignal.any([request.signal, clock.signal]);
    try {
      const addresses = await lookUp(target, { resolve, signal });
      checkAddresses(policy, target, addresses);
      return await connect(target, { addresses, request, signal });
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    check: (address) => checkTarget(policy, readAddress(address)).url,
    async checkReach(address, signal) {
      const target = checkTarget(policy, readAddress(address));
      checkAddresses(policy, target, await lookUp(target, { resolve, signal }));
      return target.url;
    },
    async send(address, request) {
      let url = readAddress(address);
      for (let hops = 0; ; hops += 1) {
        request.signal.throwIfAborted();
        const answer = await open(url, request);
        const next = request.redirects === 0 ? null : redirectOf(answer);
        if (next === null) return answer;
        answer.close();
        if (hops === request.redirects) throw tooManyRedirects(url);
        url = next;
      }
    },
  };
}

async function lookUp(
  target: Target,
  { resolve, signal }: { resolve: Resolver; signal: AbortSignal },
): Promise<readonly string[]> {
  if (isIP(target.host) !== 0) return [target.host];
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([resolve(target.host), aborted]);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    // Most often the name does not exist: that is told in the same words as a name inside.
    throw (error as { code?: unknown }).code === 'EAI_AGAIN'
      ? unreachable(target, error)
      : notAllowed(target);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

interface Connecting {
  readonly addresses: readonly string[];
  readonly request: OutgoingRequest;
  readonly signal: AbortSignal;
}

function connect(target: Target, { addresses, request, signal }: Connecting): Promise<OutgoingAnswer> {
  const { url, host, port } = target;
  const options: RequestOptions = {
    method: request.method ?? 'GET',
    host,
    port,
    path: `${url.pathname}${url.search}`,
    headers: { 'user-agent': 'pairwright', ...request.headers },
    // Not one of the shared connections, which others may have opened to elsewhere.
    agent: false,
    lookup: pinned(addresses),
    maxHeaderSize: MOST_HEADER_BYTES,
  };
  return new Promise((resolve, reject) => {
    const sent = (url.protocol === 'https:' ? requestSecure : requestPlain)(options);
    const onAbort = (): void => void sent.destroy(signal.reason as Error);
    signal.addEventListener('abort', onAbort);
    sent.once('close', () => signal.removeEventListener('abort', onAbort));
    // Also after the answer began: then its body tells.
    sent.on('error', (error) => reject(signal.aborted ? signal.reason : explain(target, error)));
    sent.once('upgrade', (_message, socket) => {
      socket.destroy();
      reject(badAnswer(target, undefined));
    });
    sent.once('response', (message) => {
      try {
        resolve(answerOf(target, message, request));
      } catch (error) {
        message.destroy();
        reject(error);
      }
    });
    if (signal.aborted) return onAbort();
    sent.end(request.body);
  });
}

function answerOf({ url }: Target, message: IncomingMessage, request: OutgoingRequest): OutgoingAnswer {
  const { limits, signal } = request;
  const announced = Number(message.headers['content-length'] ?? 0);
  if (announced > limits.mostBytes) throw tooLarge(limits.mostBytes);
  const stop = (): void => void message.destroy(signal.reason as Error);
  signal.addEventListener('abort', stop);
  message.once('close', () => signal.removeEventListener('abort', stop));
  return {
    status: message.statusCode ?? 0,
    headers: message.headers,
    url,
    body: readBody(message, { limits, host: url.host, signal }),
    close: () => void message.destroy(),
  };
}

/** Gives the addresses that were checked, whatever the name stands for by now. */
function pinned(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, options, done) => {
    const [first] = all;
    if (options.all === true) done(null, all);
    else done(null, first?.address ?? '', first?.family);
  };
}

function redirectOf({ status, headers, url }: OutgoingAnswer): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return null;
  return readAddress(URL.canParse(headers.location, url) ? new URL(headers.location, url).href : '');
}

function explain(target: Target, error: NodeJS.ErrnoException): OutgoingError {
  if (error instanceof OutgoingError) return error;
  const code = error.code ?? '';
  if (code.startsWith('HPE_')) return badAnswer(target, error);
  if (/^(ERR_SSL|ERR_TLS|CERT_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_)/.test(code))
    return new OutgoingError('tls_failed', {
      message: `“${target.url.host}” has no certificate that this server trusts.`,
      fix: 'Use the address that its certificate is for. The operator can add an authority (NODE_EXTRA_CA_CERTS).',
      cause: error,
    });
  return unreachable(target, error);
}

const later = 'Check that it works in a browser, then try again; or download the file and upload it.';

function unreachable({ url }: Target, cause: unknown): OutgoingError {
  return new OutgoingError('unreachable', {
    message: `“${url.host}” could not be reached.`,
    fix: later,
    cause,
  });
}

function noAnswer({ url }: Target): OutgoingError {
  return new OutgoingError('too_slow', { message: `“${url.host}” did not answer in time.`, fix: later });
}

function badAnswer({ url }: Target, cause: unknown): OutgoingError {
  const message = `“${url.host}” answered with something that is not HTTP as it should be.`;
  return new OutgoingError('bad_answer', { message, fix: later, cause });
}

function tooManyRedirects(url: URL): OutgoingError {
  return new OutgoingError('too_many_redirects', {
    message: `“${url.host}” sends on from one address to the next.`,
    fix: 'Open the address in a browser and take the one where it ends.',
  });
}
