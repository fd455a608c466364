import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** What the provider says of somebody. */
export interface ProviderPerson {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
  readonly groups?: readonly string[];
}

export interface TestProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whom the provider knows, by subject; change it freely. */
  readonly people: Map<string, ProviderPerson>;
  /** Who signs in at the provider next. */
  next: string;
  /** Goes to the address as a browser would, signs in there and agrees; gives the query that comes back. */
  visit(url: string): Promise<string>;
  close(): Promise<void>;
}

const clientId = 'pairwright';
const clientSecret = 'a secret that only tests know of';

/** A real OpenID provider on this machine, at which `next` signs in and agrees to everything without being asked. */
export async function startTestProvider(redirectUri: string): Promise<TestProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const people = new Map<string, ProviderPerson>();
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
    claims: { email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: async () => ({ sub, ...people.get(sub) }) }),
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    cookies: { keys: ['tests only'] },
    pkce: { required: () => true },
  });
  const kit = { issuer, clientId, clientSecret, people, next: '' };
  serve(server, provider, () => kit.next);
  return Object.assign(kit, {
    visit: (url: string) => visit(url, redirectUri),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
}

function serve(server: Server, provider: Provider, whoIsNext: () => string): void {
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return void answer(request, response);
    const finish = async (): Promise<void> => {
      const { prompt, session, params } = await provider.interactionDetails(request, response);
      if (prompt.name === 'login') {
        const result = { login: { accountId: whoIsNext(), remember: false } };
        return provider.interactionFinished(request, response, result);
      }
      const grant = new provider.Grant({
        accountId: session!.accountId,
        clientId: String(params['client_id']),
      });
      grant.addOIDCScope(String(params['scope']));
      const result = { consent: { grantId: await grant.save() } };
      return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    };
    finish().catch((error: unknown) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
}

/** A browser of its own: keeps cookies, follows redirects, and stops where it is sent back to us. */
async function visit(start: string, redirectUri: string): Promise<string> {
  const cookies = new Map<string, string>();
  let url = start;
  for (let step = 0; step < 12; step += 1) {
    if (url.startsWith(`${redirectUri}?`)) return new URL(url).search;
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const to = answer.headers.get('location');
    if (to === null)
      throw new Error(`The provider stopped at ${url}: ${answer.status} ${await answer.text()}`);
    url = new URL(to, url).href;
  }
  throw new Error('The provider sends around in circles.');
}
