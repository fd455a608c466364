import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem, type Client, createClient, NoAnswer } from '@pairwright/contract/client';
import type { Submission } from '@pairwright/contract/judgment';
import { usualView } from '@pairwright/core/annotate/usual-view';
import type { Given } from './kinds.ts';

/** Where an API process answers. */
export interface Door {
  readonly baseUrl: string;
}

export interface Manners {
  readonly apis: readonly Door[];
  /** How long the same is asked again and again. */
  readonly patienceMs: number;
  /** Who is asked first. */
  readonly first: number;
  /** An answer that takes longer is given up, and the same is asked again. Default: waits for ever. */
  readonly answerWithinMs?: number;
  /** At most between two tries. Default: 30 ms. */
  readonly pauseMs?: number;
}

/** Somebody with a token who asks one API process, and on no answer the next one, with the very same request. */
export class ApiAnnotator {
  readonly userId: string;
  /** How often no answer came and the same was asked again. */
  askedAgain = 0;
  readonly #token: string;
  readonly #how: Manners;
  #at: number;

  constructor(who: { readonly userId: string; readonly token: string }, how: Manners) {
    this.userId = who.userId;
    this.#token = who.token;
    this.#how = how;
    this.#at = how.first % how.apis.length;
  }

  /** Asks until there is an answer, good or bad. Throws `ApiProblem` for a refusal. */
  async untilAnswered<T>(call: (client: Client) => Promise<T>): Promise<T> {
    const { apis, patienceMs, pauseMs = 30 } = this.#how;
    const giveUp = Date.now() + patienceMs;
    for (;;) {
      try {
        return await call(this.#client(apis[this.#at]!));
      } catch (error) {
        const again = error instanceof NoAnswer || (error instanceof ApiProblem && error.body.status >= 500);
        if (!again || Date.now() > giveUp) throw error;
        this.askedAgain += 1;
        this.#at = (this.#at + 1) % apis.length;
        await delay(randomInt(5, pauseMs));
      }
    }
  }

  #client({ baseUrl }: Door): Client {
    const token = this.#token;
    const { answerWithinMs } = this.#how;
    if (answerWithinMs === undefined) return createClient({ baseUrl, token });
    const impatient: typeof fetch = (url, init) =>
      fetch(url, { ...init, signal: AbortSignal.timeout(answerWithinMs) });
    return createClient({ baseUrl, token, fetch: impatient });
  }
}

/** A judgment that says this, as a workbench would send it. */
export function submissionOf(given: Given): Submission {
  return {
    id: randomUUID(),
    ...given,
    activeMs: 1_000,
    questionVersion: 1,
    guidelinesVersion: 1,
    view: usualView,
  };
}

/** The same with this position on a scale. */
export const submission = (position: number): Submission =>
  submissionOf({ answer: { outcome: 'scale', position } });
