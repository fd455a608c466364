import { type Client, createClient } from '@pairwright/contract/client';

/** Somebody with a browser's session, whose requests go to one address. */
export interface SignedIn {
  readonly client: Client;
  /** Of the session, for asking one process in particular. */
  readonly cookie: string;
}

/** Sends what makes a session (`/setup`, `/session`, `/invitations/register`) and goes on in it. Throws with the answer where it is refused. */
export async function beginSession(baseUrl: string, path: string, body: object): Promise<SignedIn> {
  const answer = await postAsBrowser(baseUrl, { path, body, origin: baseUrl });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  const cookie = answer.headers
    .getSetCookie()
    .map((each) => each.split(';', 1)[0])
    .join('; ');
  const client = createClient({
    baseUrl,
    fetch: (input, init) => fetch(input, { ...init, headers: { ...init?.headers, cookie, origin: baseUrl } }),
  });
  return { client, cookie };
}

/** A request as a page of `origin` would send it. */
export function postAsBrowser(
  baseUrl: string,
  request: { path: string; body: object; origin: string; cookie?: string },
): Promise<Response> {
  return fetch(`${baseUrl}/api/v1${request.path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: request.origin,
      ...(request.cookie === undefined ? {} : { cookie: request.cookie }),
    },
    body: JSON.stringify(request.body),
  });
}

/** The values of an event stream, until it says that it ended or breaks off. */
export async function eventsOf(response: Response): Promise<{ values: unknown[]; ended: boolean }> {
  const values: unknown[] = [];
  const text = await response.text();
  for (const message of text.split('\n\n')) {
    const data = /^data: (.*)$/m.exec(message)?.[1];
    if (message.startsWith('event: end')) return { values, ended: true };
    if (data !== undefined) values.push(JSON.parse(data));
  }
  return { values, ended: false };
}
