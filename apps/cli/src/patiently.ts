import { setTimeout as delay } from 'node:timers/promises';

/** Before the same is sent again. */
const WAITS_MS = [200, 1_000, 3_000];
const LONGEST_MS = 60_000;

/**
 * Sends until there is an answer that is one: a broken connection, "too many" and errors of the other side are asked again, after
 * as long as it says. Gives the last answer; throws what the last connection broke with. Whatever is sent may come twice.
 */
export async function patiently(send: () => Promise<Response>): Promise<Response> {
  for (const wait of WAITS_MS) {
    const answer = await send().catch(() => null);
    if (answer !== null && answer.status !== 429 && answer.status < 500) return answer;
    await answer?.body?.cancel();
    await delay(Math.max(wait, askedFor(answer)));
  }
  return send();
}

/** What `retry-after` says in seconds; a date is as good as nothing. */
function askedFor(answer: Response | null): number {
  const seconds = Number(answer?.headers.get('retry-after') ?? 0);
  return Number.isFinite(seconds) ? Math.min(seconds * 1000, LONGEST_MS) : 0;
}
