import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ApiProblem, type Client, createClient, NoAnswer } from '@pairwright/contract/client';
import type { Submission } from '@pairwright/contract/judgment';
import type { ApiProcess } from '../support/api-process.ts';

/** Somebody with a token who asks one API process, and on no answer the next one, with the very same request. */
export class ApiAnnotator {
  readonly userId: string;
  /** How often no answer came and the same was asked again. */
  askedAgain = 0;
  readonly #token: string;
  readonly #apis: readonly Pick<ApiProcess, 'baseUrl'>[];
  readonly #patienceMs: number;
  #at: number;

  constructor(
    who: { readonly userId: string; readonly token: string },
    how: {
      readonly apis: readonly Pick<ApiProcess, 'baseUrl'>[];
      readonly patienceMs: number;
      readonly first: number;
    },
  ) {
    this.userId = who.userId;
    this.#token = who.token;
    this.#apis = how.apis;
    this.#patienceMs = how.patienceMs;
    this.#at = how.first % how.apis.length;
  }

  /** Asks until there is an answer, good or bad. Throws `ApiProblem` for a refusal. */
  async untilAnswered<T>(call: (client: Client) => Promise<T>): Promise<T> {
    const giveUp = Date.now() + this.#patienceMs;
    for (;;) {
      try {
        const { baseUrl } = this.#apis[this.#at]!;
        return await call(createClient({ baseUrl, token: this.#token }));
      } catch (error) {
        const again = error instanceof NoAnswer || (error instanceof ApiProblem && error.body.status >= 500);
        if (!again || Date.now() > giveUp) throw error;
        this.askedAgain += 1;
        this.#at = (this.#at + 1) % this.#apis.length;
        await delay(randomInt(5, 30));
      }
    }
  }
}

/** A judgment with this position on the scale, as a workbench would send it. */
export function submission(position: number): Submission {
  return {
    id: randomUUID(),
    answer: { outcome: 'scale', position },
    activeMs: 1_000,
    questionVersion: 1,
    guidelinesVersion: 1,
    view: {
      layout: 'side_by_side',
      rendering: 'markdown',
      widthClass: 'wide',
      locale: 'en',
      theme: 'light',
      input: 'key',
      visibleMs: 1_000,
      undoCount: 0,
      guidelinesOpened: false,
      seen: [1, 1],
    },
  };
}
