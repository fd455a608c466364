import { ApiProblem, createClient, NoAnswer } from '@pairwright/contract/client';
import { sessionLost } from './session.ts';

/** The one way to the server. Same origin; the session cookie goes along by itself. */
export const api = createClient({
  baseUrl: '',
  fetch: async (input, init) => {
    const response = await fetch(input, init);
    if (response.status === 401 && !isSessionCall(input, init)) sessionLost();
    return response;
  },
});

export { ApiProblem, NoAnswer };

/** No answer, or one that only says that the server cannot be reached. */
export function isUnreachable(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  return error instanceof ApiProblem && [502, 503, 504].includes(error.body.status);
}

/** A refused sign-in is not a lost session. */
function isSessionCall(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  const url = input instanceof Request ? input.url : input.toString();
  return url.endsWith('/session') && init?.method !== 'GET';
}
