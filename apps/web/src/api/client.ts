import { ApiProblem, createClient, isForLater, NoAnswer } from '@pairwright/contract/client';
import { expectedUserHeader } from '@pairwright/contract/expected-user';
import { belongsTo, sessionLost } from './session.ts';

/** The one way to the server. Same origin; the session cookie goes along by itself. */
export const api = createClient({
  baseUrl: '',
  fetch: async (input, init) => {
    const own = isSessionCall(input, init);
    const response = await fetch(input, own ? init : asPerson(init));
    if (response.status === 401 && !own) sessionLost();
    return response;
  },
});

export { ApiProblem, isForLater, NoAnswer };

/** No answer, or one that only says that the server cannot be reached or has too much to do. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  return error instanceof ApiProblem && [429, 502, 503, 504].includes(error.body.status);
}

/** Says whose page asks. */
function asPerson(init: RequestInit | undefined): RequestInit | undefined {
  const person = belongsTo();
  return person === null
    ? init
    : { ...init, headers: { [expectedUserHeader]: person, ...(init?.headers as Record<string, string>) } };
}

/** A refused sign-in is not a lost session. */
function isSessionCall(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  const url = input instanceof Request ? input.url : input.toString();
  return /\/session(?:\/[\w/-]*)?$/.test(url) && init?.method !== 'GET';
}
