import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface SignInProvider {
  readonly issuer: string;
  /** Configuration of a product that lets this provider sign people in. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const clientId = 'pairwright';
const clientSecret = 'a secret that only journeys know of';

/** A real OpenID provider with its own pages; whoever signs in as NAME has the e-mail NAME@example.org. */
export async function startSignInProvider(
  baseUrl: string,
  more: Readonly<Record<string, string>>,
): Promise<SignInProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [`${baseUrl}/sign-in/provider`],
      },
    ],
    claims: { email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    findAccount: (_ctx, sub) => ({
      accountId: sub,
      claims: async () => ({
        sub,
        email: `${sub}@example.org`,
        email_verified: true,
        name: sub,
        groups: ['labelers'],
      }),
    }),
    cookies: { keys: ['journeys only'] },
    pkce: { required: () => true },
  });
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
  return {
    issuer,
    env: {
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: clientId,
      OIDC_CLIENT_SECRET: clientSecret,
      OIDC_NAME: 'Example ID',
      ...more,
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
